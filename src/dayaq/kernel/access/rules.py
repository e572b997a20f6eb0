"""Who may manage accounts and assignments."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.capabilities import capability
from dayaq.kernel.access.roles import Role

capability(
    "access.manage_accounts", Role.ADMINISTRATOR, label=_("Manage accounts, devices and backups")
)
capability(
    "access.assign",
    Role.ADMINISTRATOR,
    Role.PROGRAMME_OFFICER,
    label=_("Give roles and name stand-ins"),
)
capability("access.set_up", Role.ADMINISTRATOR, label=_("Set the programme up"))
capability(
    "access.manage_parties",
    Role.ADMINISTRATOR,
    Role.PROGRAMME_OFFICER,
    label=_("Add organisations and districts"),
)

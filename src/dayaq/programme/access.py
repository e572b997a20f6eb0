"""Who may see and change the programme's papers and money plans."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.capabilities import capability
from dayaq.kernel.access.roles import Role

capability(
    "programme.view",
    Role.PROGRAMME_OFFICER,
    Role.PROJECT_MANAGER,
    Role.MONITORING,
    Role.ACCOUNTANT,
    Role.AUTHORITY,
    label=_("See phases, agreements, grants and expenses"),
)
capability(
    "programme.manage",
    Role.PROGRAMME_OFFICER,
    label=_("Open phases, register agreements and grants, set the budget"),
)
capability(
    "programme.enter_expense",
    Role.ACCOUNTANT,
    Role.PROGRAMME_OFFICER,
    Role.PROJECT_MANAGER,
    label=_("Enter an expense with its voucher and rate"),
)
capability(
    "programme.approve_expense",
    Role.PROGRAMME_OFFICER,
    label=_("Approve an expense and share it among the donors"),
)
capability(
    "programme.set_targets",
    Role.PROGRAMME_OFFICER,
    Role.MONITORING,
    label=_("Keep the results framework and its targets"),
)

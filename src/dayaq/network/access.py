"""Who may do what in the network.

A state partner sees its own institution and nothing else; a donor sees totals only.
"""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.capabilities import capability
from dayaq.kernel.access.roles import Role

capability(
    "network.view_partners",
    Role.FIELD_OFFICER,
    Role.TRAINER,
    Role.SOCIAL_WORKER,
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    Role.MONITORING,
    Role.AUTHORITY,
    Role.STATE_PARTNER,
    label=_("See partner institutions and the service directory"),
)
capability(
    "network.manage_partners",
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    label=_("Register partner institutions, memoranda, services and capacity building"),
)
capability(
    "network.view_events",
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    Role.MONITORING,
    Role.AUTHORITY,
    label=_("See workshops and campaigns with the names of participants"),
)
capability(
    "network.manage_events",
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    label=_("Record workshops and campaigns"),
)
capability(
    "network.read_lessons",
    Role.FIELD_OFFICER,
    Role.TRAINER,
    Role.SOCIAL_WORKER,
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    Role.MONITORING,
    Role.AUTHORITY,
    Role.DONOR,
    label=_("Read published lessons"),
)
capability(
    "network.write_lesson",
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    Role.MONITORING,
    label=_("Write lessons learnt and read drafts"),
)
capability(
    "network.publish_lesson",
    Role.PROGRAMME_OFFICER,
    label=_("Validate and publish lessons learnt"),
)
capability(
    "network.view_totals",
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    Role.MONITORING,
    Role.AUTHORITY,
    Role.DONOR,
    label=_("See totals of partners, workshops and campaigns, without names"),
)

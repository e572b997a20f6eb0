"""Who may read figures, run reports and submit them."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.capabilities import capability
from dayaq.kernel.access.roles import Role

capability(
    "reporting.view_figures",
    Role.PROGRAMME_OFFICER,
    Role.PROJECT_MANAGER,
    Role.MONITORING,
    Role.ACCOUNTANT,
    Role.AUTHORITY,
    Role.DONOR,
    label=_("See aggregate figures of the programme"),
)
capability(
    "reporting.run",
    Role.PROGRAMME_OFFICER,
    Role.PROJECT_MANAGER,
    Role.MONITORING,
    Role.ACCOUNTANT,
    label=_("Run and download reports"),
)
capability(
    "reporting.submit",
    Role.PROGRAMME_OFFICER,
    Role.PROJECT_MANAGER,
    label=_("Submit a report: its figures are frozen"),
)
capability(
    "reporting.read_submitted",
    Role.PROGRAMME_OFFICER,
    Role.PROJECT_MANAGER,
    Role.MONITORING,
    Role.ACCOUNTANT,
    Role.AUTHORITY,
    Role.DONOR,
    label=_("Read submitted reports"),
)

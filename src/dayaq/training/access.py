"""Who may do what in training.

A trainer works on own courses or those of the given districts; the authority reads and answers
hazard checks, which hold a place and no income; donors and administrators have nothing here.
"""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.capabilities import capability
from dayaq.kernel.access.roles import Role

capability(
    "training.view_courses",
    Role.TRAINER,
    Role.FIELD_OFFICER,
    Role.SOCIAL_WORKER,
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    Role.MONITORING,
    label=_("See courses and attendance"),
)
capability(
    "training.manage_courses",
    Role.TRAINER,
    Role.PROJECT_MANAGER,
    label=_("Plan and run courses, take attendance, complete a course"),
)
capability(
    "training.enrol",
    Role.TRAINER,
    Role.FIELD_OFFICER,
    Role.PROJECT_MANAGER,
    label=_("Enrol people in a course"),
)
capability(
    "training.manage_curricula",
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    label=_("Keep curricula and their modules"),
)
capability(
    "training.view_plans",
    Role.TRAINER,
    Role.FIELD_OFFICER,
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    Role.MONITORING,
    label=_("See business plans"),
)
capability(
    "training.write_plan",
    Role.TRAINER,
    Role.PROJECT_MANAGER,
    label=_("Write, coach and submit business plans"),
)
capability(
    "training.decide_plan",
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    label=_("Accept or return a business plan, or find it not viable"),
)
capability(
    "training.view_hazard_checks",
    Role.AUTHORITY,
    Role.TRAINER,
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    Role.MONITORING,
    label=_("See hazard checks of places of business"),
)
capability(
    "training.answer_hazard_check",
    Role.AUTHORITY,
    label=_("Answer hazard checks"),
)
capability(
    "training.record_hazard_letter",
    Role.TRAINER,
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    label=_("Type in hazard answers that came by letter or list"),
)

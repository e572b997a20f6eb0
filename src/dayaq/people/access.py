"""Who may do what with people. Donor and administrator appear nowhere: they see no person."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.capabilities import capability
from dayaq.kernel.access.roles import Role

FIELD = (Role.FIELD_OFFICER, Role.SOCIAL_WORKER, Role.PROJECT_MANAGER)
READERS = (*FIELD, Role.PROGRAMME_OFFICER, Role.MONITORING)
NAME_READERS = (
    *READERS,
    Role.TRAINER,
    Role.CASHIER,
    Role.ACCOUNTANT,
    Role.COMMITTEE_MEMBER,
    Role.COMMITTEE_SECRETARY,
)

capability("people.view", *READERS, label=_("See persons, households and victim status"))
capability("people.view_names", *NAME_READERS, label=_("See names, codes and telephones"))
capability("people.register", *FIELD, label=_("Register a person"))
capability(
    "people.bring_over",
    Role.PROGRAMME_OFFICER,
    Role.PROJECT_MANAGER,
    Role.ACCOUNTANT,
    label=_("Register the borrowers of a workbook that is brought over"),
)
capability("people.edit", *FIELD, label=_("Change what is recorded about a person"))
capability(
    "people.decide_registration",
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    label=_("Put on the waiting list, mark a duplicate"),
)
capability("people.verify", Role.AUTHORITY, label=_("Verify victim status"))
capability(
    "people.record_answers",
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    label=_("Record the authority's answers that came by letter or list"),
)

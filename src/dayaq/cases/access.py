"""Who may do what with cases."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.capabilities import capability
from dayaq.kernel.access.roles import Role

WORKERS = (Role.FIELD_OFFICER, Role.SOCIAL_WORKER, Role.PROJECT_MANAGER)

capability("cases.view", *WORKERS, Role.PROGRAMME_OFFICER, Role.MONITORING, label=_("See cases"))
capability("cases.work", *WORKERS, label=_("Open cases, record needs, plans and services"))
capability("cases.close", Role.PROJECT_MANAGER, label=_("Close and reopen cases, hand them over"))
capability("cases.read_confidential", Role.SOCIAL_WORKER, label=_("Read confidential sessions"))
capability(
    "cases.refer", Role.FIELD_OFFICER, Role.SOCIAL_WORKER, Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER, label=_("Refer persons to other institutions"),
)  # fmt: skip
capability(
    "cases.answer_referral", Role.STATE_PARTNER, label=_("Answer referrals to the own institution")
)
capability("cases.record_complaint", *WORKERS, Role.PROGRAMME_OFFICER, label=_("Record complaints"))
capability(
    "cases.handle_complaints",
    Role.PROJECT_MANAGER,
    Role.PROGRAMME_OFFICER,
    label=_("Handle complaints"),
)
capability("cases.handle_sensitive", Role.PROGRAMME_OFFICER, label=_("Handle sensitive complaints"))

"""What may be logged about cases: codes and kinds, never what was said."""

from django.utils.translation import gettext_lazy as _

from dayaq.cases.models import Assistance, Case, Complaint, Need, Referral, Session
from dayaq.kernel.events import event

event("cases.case_opened", _("%(actor)s opened the case %(code)s"))
event(
    "cases.case_moved",
    _("%(actor)s moved the case to: %(status)s"),
    words={"status": dict(Case.Status.choices)},
)
event(
    "cases.case_closed",
    _("%(actor)s closed the case: %(reason)s"),
    words={"reason": dict(Case.ExitReason.choices)},
)
event("cases.case_reopened", _("%(actor)s reopened the case"))
event("cases.case_handed_over", _("%(actor)s gave the case to another officer"))
event(
    "cases.pathway_decided",
    _("%(actor)s decided the pathway: %(pathway)s"),
    words={"pathway": dict(Case.Pathway.choices)},
)
event(
    "cases.need_recorded",
    _("%(actor)s recorded a need: %(kind)s"),
    words={"kind": dict(Need.Kind.choices)},
)
event(
    "cases.need_moved",
    _("%(actor)s set a need (%(kind)s) to: %(status)s"),
    words={"kind": dict(Need.Kind.choices), "status": dict(Need.Status.choices)},
)
event("cases.plan_agreed", _("%(actor)s recorded the plan, revision %(revision)s"))
event("cases.activity_done", _("%(actor)s recorded that a step of the plan is done"))
event(
    "cases.session_held",
    _("%(actor)s held a session: %(kind)s"),
    words={"kind": dict(Session.Kind.choices)},
)
event(
    "cases.assistance_recorded",
    _("%(actor)s recorded assistance: %(kind)s"),
    words={"kind": dict(Assistance.Kind.choices)},
)
event("cases.person_placed", _("%(actor)s recorded a job placement"))
event("cases.job_ended", _("%(actor)s recorded that a job ended"))
event("cases.referral_drafted", _("%(actor)s prepared the referral %(code)s"))
event("cases.referral_sent", _("%(actor)s sent the referral %(code)s"))
event(
    "cases.referral_moved",
    _("%(actor)s set the referral %(code)s to: %(status)s"),
    words={"status": dict(Referral.Status.choices)},
)
event("cases.complaint_recorded", _("%(actor)s recorded the complaint %(code)s"))
event(
    "cases.complaint_moved",
    _("%(actor)s set the complaint %(code)s to: %(status)s"),
    words={"status": dict(Complaint.Status.choices)},
)

"""What training logs: codes, counts and marks; reasons and advice stay in their rows."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.events import event

event("training.curriculum_written", _("%(actor)s wrote the curriculum %(code)s"))
event("training.module_added", _("%(actor)s added the module %(code)s"))
event("training.course_planned", _("%(actor)s planned the course %(code)s"))
event("training.course_changed", _("%(actor)s changed the course %(code)s"))
event("training.sessions_planned", _("%(actor)s planned %(count)s sessions of %(code)s"))
event("training.people_enrolled", _("%(actor)s invited %(count)s people to the course %(code)s"))
event("training.enrolment_confirmed", _("%(actor)s confirmed the place in the course %(code)s"))
event("training.enrolment_dropped", _("%(actor)s recorded that the course %(code)s was left"))
event("training.course_started", _("%(actor)s started the course %(code)s"))
event("training.course_cancelled", _("%(actor)s cancelled the course %(code)s"))
event(
    "training.attendance_taken",
    _("%(actor)s took attendance in %(code)s: %(present)s present of %(marked)s"),
)
event(
    "training.attendance_corrected",
    _("%(actor)s corrected %(changed)s attendance marks in %(code)s"),
)
event("training.scores_recorded", _("%(actor)s recorded test scores in %(code)s"))
event(
    "training.course_completed",
    _("%(actor)s closed the course %(code)s: %(completed)s completed it, %(dropped)s did not"),
)
event("training.certificates_issued", _("%(actor)s issued %(count)s certificates of %(code)s"))
event("training.plan_written", _("%(actor)s wrote the business plan %(code)s"))
event("training.plan_changed", _("%(actor)s changed the business plan %(code)s"))
event(
    "training.plan_coached",
    _("%(actor)s coached the business plan %(code)s for %(minutes)s minutes"),
)
event("training.plan_submitted", _("%(actor)s submitted the business plan %(code)s"))
event("training.plan_accepted", _("%(actor)s accepted the business plan %(code)s"))
event("training.plan_returned", _("%(actor)s returned the business plan %(code)s"))
event("training.plan_not_viable", _("%(actor)s found the business plan %(code)s not viable"))
event(
    "training.plan_revised",
    _("%(actor)s began version %(version)s of the business plan %(code)s"),
)
event(
    "training.hazard_check_requested",
    _("%(actor)s asked the authority about the place of business (%(code)s)"),
)
event(
    "training.hazard_check_answered",
    _("%(actor)s recorded the authority's answer %(number)s about the place (%(code)s)"),
)

"""What may be logged about accounts and assignments."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.roles import Role
from dayaq.kernel.events import event

event("access.account_created", _("%(actor)s created the account %(username)s"))
event("access.account_deactivated", _("%(actor)s closed the account %(username)s"))
event("access.password_reset", _("%(actor)s gave the account %(username)s a new password"))
event(
    "access.role_assigned",
    _("%(actor)s gave %(username)s the role %(role)s"),
    words={"role": dict(Role.choices)},
)
event("access.assignment_ended", _("%(actor)s ended a role of %(username)s"))
event("access.signed_in", _("%(username)s signed in"))
event("access.sign_in_failed", _("A sign-in failed"))
event("access.programme_set_up", _("%(actor)s set the programme up"))
event("access.programme_begun", _("%(actor)s said that the programme is set up"))
event("access.organisation_added", _("%(actor)s added the organisation %(organisation)s"))
event("access.districts_chosen", _("%(actor)s chose the districts of the programme"))

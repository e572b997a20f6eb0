"""What may be logged about people: codes and kinds, never a name, a date of birth, a phone."""

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.events import event
from dayaq.people.models.choices import ConsentMethod, Purpose, Verification, VictimKind

event("people.person_registered", _("%(actor)s registered the person as %(code)s"))
event(
    "people.person_brought_over",
    _("%(actor)s brought the person over as %(code)s from the records kept before"),
)
event("people.person_updated", _("%(actor)s changed personal data"))
event("people.registration_resubmitted", _("%(actor)s asked the authority again"))
event("people.registration_put_on_waiting_list", _("%(actor)s put the person on the waiting list"))
event("people.duplicate_marked", _("%(actor)s marked this record as the same person as %(code)s"))
event(
    "people.consent_recorded",
    _("%(actor)s recorded a consent (%(method)s): %(purposes)s"),
    words={"method": dict(ConsentMethod.choices), "purposes": dict(Purpose.choices)},
)
event(
    "people.consent_withdrawn",
    _("%(actor)s recorded that a consent was withdrawn: %(purposes)s"),
    words={"purposes": dict(Purpose.choices)},
)
event("people.household_recorded", _("%(actor)s recorded the household %(code)s"))
event("people.incident_recorded", _("%(actor)s recorded the incident"))
event(
    "people.victim_status_recorded",
    _("%(actor)s recorded the victim status: %(kind)s"),
    words={"kind": dict(VictimKind.choices)},
)
event(
    "people.status_verified",
    _("%(actor)s answered on the victim status: %(answer)s"),
    words={"answer": dict(Verification.choices)},
)
event(
    "people.verification_letter_recorded",
    _("%(actor)s recorded the authority's letter %(letter_no)s: %(answer)s"),
    words={"answer": dict(Verification.choices)},
)
event(
    "people.verification_list_exported",
    _("%(actor)s gave a list of %(count)s persons out for verification"),
)
event(
    "people.verification_answers_imported",
    _("%(actor)s recorded the authority's list with %(count)s answers"),
)
event("people.functioning_assessed", _("%(actor)s recorded answers on functioning"))
event("people.certificate_recorded", _("%(actor)s recorded a disability certificate"))
event("people.injury_recorded", _("%(actor)s recorded an injury"))

"""Forms for consent, incident, victim status, functioning, injury and certificate."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.web.fields import (
    ApproximateDay,
    CheckboxesField,
    CheckField,
    ChoiceField,
    CodeField,
    DayField,
    LineField,
    NameField,
    RadioField,
    UploadField,
)
from dayaq.people.domain.functioning import DOMAINS
from dayaq.people.models import DisabilityCertificate, Injury, Person, choices
from dayaq.people.queries.places import districts
from dayaq.people.services import CertificateData, ConsentData, IncidentData, VictimData
from dayaq.people.web.forms.common import DatedForm, optional


class ConsentForm(DatedForm):
    on = DayField(label=_("Day the consent was given"), past=True)
    purposes = CheckboxesField(
        label=_("What the person agrees to"), choices=choices.Purpose.choices
    )
    method = RadioField(label=_("How the consent was given"), choices=choices.ConsentMethod.choices)
    witness = NameField(label=_("Witness"), required=False)
    read_aloud = CheckField(label=_("The text was read aloud"), required=False)
    language = ChoiceField(label=_("Language of the text"), choices=choices.SpokenLanguage.choices)
    scan = UploadField(label=_("Scan of the signed paper"), required=False)

    def consent_data(self) -> ConsentData:
        told = self.told("on", "scan")
        return ConsentData(given_on=self.cleaned_data["on"], **told)


class WithdrawalForm(DatedForm):
    on = DayField(label=_("Day of the withdrawal"), past=True)
    reason = LineField(label=_("Reason, if one was given"), required=False)


class VictimForm(DatedForm):
    kind = RadioField(label=_("Victim status"), choices=choices.VictimKind.choices)
    relation = ChoiceField(
        label=_("Relation to the direct victim"),
        choices=optional(choices.Relation.choices),
        required=False,
    )
    direct_victim_code = CodeField(
        label=_("Code of the direct victim, if registered"), check_digit=True, required=False
    )
    direct_victim_name = NameField(label=_("Name of the direct victim"), required=False)
    civil_status = ChoiceField(
        label=_("Status at the time of the incident"), choices=choices.CivilStatus.choices
    )
    authority_victim_id = LineField(
        label=_("Victim number of the authority"), max_length=40, required=False
    )
    source = LineField(label=_("Who brought the person to us"), max_length=120, required=False)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor = actor

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        code = cleaned.get("direct_victim_code")
        seen = Person.objects.visible_to(self.actor)
        self.direct_victim = seen.filter(code=code).first() if code else None
        if code and self.direct_victim is None:
            self.add_error(
                "direct_victim_code",
                _("There is no person with this code among those you may see."),
            )
        return cleaned

    def victim_data(self) -> VictimData:
        return VictimData(
            direct_victim_id=self.direct_victim.pk if self.direct_victim else None,
            **self.told("on", "direct_victim_code"),
        )


class IncidentForm(DatedForm):
    on = DayField(label=_("Day this was told"), past=True)
    happened_on = DayField(
        label=_("Day of the incident"),
        help_text=_("The year alone is enough if the day is not known."),
        past=True,
        approximate=True,
        required=False,
    )
    district: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("District of the incident"), queryset=None, required=False
    )
    place = LineField(label=_("Place of the incident"), required=False)
    device = ChoiceField(label=_("Device"), choices=choices.Device.choices, initial="unknown")
    activity = ChoiceField(
        label=_("What they were doing"), choices=choices.Activity.choices, initial="unknown"
    )
    outcome = ChoiceField(
        label=_("What became of the person"), choices=choices.Outcome.choices, initial="injured"
    )
    civil_status = ChoiceField(
        label=_("Status at the time of the incident"),
        choices=choices.CivilStatus.choices,
        initial="unknown",
    )
    source = LineField(label=_("Source"), max_length=120, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["district"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = districts()

    def incident_data(self) -> IncidentData:
        told = self.told("on", "happened_on", "district")
        happened: ApproximateDay | None = self.cleaned_data["happened_on"]
        place = self.cleaned_data["district"]
        return IncidentData(
            happened_on=happened.on if happened else None,
            precision=happened.precision if happened else "unknown",
            district_id=place.pk if place else None,
            **told,
        )


ANSWERS = [
    (1, _("No, no difficulty")),
    (2, _("Yes, some difficulty")),
    (3, _("Yes, a lot of difficulty")),
    (4, _("Cannot do it at all")),
    (7, _("Refused to answer")),
    (9, _("Does not know")),
]
# The published wording (WG-SS, and WG-SS Enhanced for the upper body); it is never rephrased.
QUESTIONS = {
    "seeing": _("Do you have difficulty seeing, even if wearing glasses?"),
    "hearing": _("Do you have difficulty hearing, even if using a hearing aid?"),
    "walking": _("Do you have difficulty walking or climbing steps?"),
    "remembering": _("Do you have difficulty remembering or concentrating?"),
    "self_care": _("Do you have difficulty with self-care, such as washing all over or dressing?"),
    "communicating": _(
        "Using your usual language, do you have difficulty communicating, for example "
        "understanding or being understood?"
    ),
    "lifting": _(
        "Do you have difficulty raising a 2 litre bottle of water from waist to eye level?"
    ),
    "fingers": _(
        "Do you have difficulty using your hands and fingers, such as picking up small objects, "
        "for example a button or pencil, or opening or closing containers or bottles?"
    ),
}


class FunctioningForm(DatedForm):
    on = DayField(label=_("Day of the questions"), past=True)
    mode = RadioField(
        label=_("Who answered"),
        choices=[("self", _("The person")), ("proxy", _("Somebody else for them"))],
        initial="self",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DOMAINS:
            self.fields[name] = RadioField(label=QUESTIONS[name], choices=ANSWERS)

    def codes(self) -> dict[str, int]:
        """The published code of each answer."""
        return {name: int(self.cleaned_data[name]) for name in DOMAINS}


class InjuryForm(DatedForm):
    on = DayField(label=_("Day this was told"), past=True)
    code = ChoiceField(label=_("Injury"), choices=optional(Injury.Code.choices))
    note = LineField(label=_("Note"), required=False)


class CertificateForm(DatedForm):
    on = DayField(label=_("Day the certificate was seen"), past=True)
    degree = RadioField(label=_("Degree"), choices=DisabilityCertificate.Degree.choices)
    percent = forms.IntegerField(
        label=_("Loss of function, per cent"), min_value=1, max_value=100, required=False
    )
    cause = ChoiceField(label=_("Cause"), choices=DisabilityCertificate.Cause.choices)
    number = LineField(label=_("Number of the certificate"), max_length=40)
    commission = LineField(label=_("Commission"), max_length=120, required=False)
    valid_from = DayField(label=_("Valid from"), past=True)
    valid_to = DayField(
        label=_("Valid to"), help_text=_("Leave empty if it has no end."), required=False
    )
    scan = UploadField(label=_("Scan of the certificate"), required=False)

    def certificate(self) -> CertificateData:
        return CertificateData(**self.told("on", "scan"))

"""The registration form, and the form that changes personal data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Place
from dayaq.kernel.web.fields import (
    CheckboxesField,
    CheckField,
    ChoiceField,
    CodeField,
    DayField,
    LineField,
    NameField,
    PhoneField,
    RadioField,
)
from dayaq.kernel.web.fields.days import ApproximateDay
from dayaq.people.domain.duplicates import Identity
from dayaq.people.models import Person, choices
from dayaq.people.queries.places import districts, districts_within
from dayaq.people.services import ConsentData, IncidentData, PersonData, VictimData
from dayaq.people.web.forms.common import SectionedForm, optional

PERSON_SECTIONS: Sequence[tuple[Any, Sequence[str]]] = (
    (
        _("Who it is"),
        (
            "surname", "given_name", "patronymic", "patronymic_suffix", "other_names", "sex",
            "born_on", "marital_status", "died_on",
        ),
    ),
    (
        _("Where they live"),
        ("district_id", "settlement", "address", "registration_district_id", "displacement"),
    ),
    (
        _("How to reach them"),
        ("phone", "other_phone", "preferred_contact", "languages"),
    ),
    (
        _("How they read and sign"),
        (
            "literacy", "signature_mode", "signature_witness", "needs_reading_aloud",
            "needs_large_print",
        ),
    ),
    (_("Document"), ("document_type", "document_no")),
)  # fmt: skip


class PersonFields(SectionedForm):
    """What is asked about a person; the names are those of `PersonData`."""

    surname = NameField(label=_("Surname"))
    given_name = NameField(label=_("Given name"))
    patronymic = NameField(label=_("Father's name"), required=False)
    patronymic_suffix = ChoiceField(
        label=_("Oğlu or qızı"), choices=optional(choices.PatronymicSuffix.choices), required=False
    )
    other_names = LineField(
        label=_("Other spellings and earlier names"),
        help_text=_("As in old papers, for example in Cyrillic. Search finds them too."),
        required=False,
    )
    sex = RadioField(label=_("Sex"), choices=choices.Sex.choices)
    born_on = DayField(
        label=_("Date of birth"),
        help_text=_("The year alone is enough if the day is not known."),
        past=True,
        approximate=True,
        required=False,
    )
    marital_status = ChoiceField(
        label=_("Marital status"), choices=choices.MaritalStatus.choices, initial="unknown"
    )
    district_id: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("District of residence"), queryset=None
    )
    settlement = LineField(label=_("Village or town"), max_length=120, required=False)
    address = LineField(label=_("Address"), required=False)
    registration_district_id: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("District of registration"),
        help_text=_("Where benefits are paid, if it is another district."),
        queryset=None,
        required=False,
    )
    displacement = ChoiceField(
        label=_("Displacement"), choices=choices.Displacement.choices, initial="unknown"
    )
    phone = PhoneField(label=_("Telephone"), required=False)
    other_phone = PhoneField(label=_("Another telephone"), required=False)
    preferred_contact = ChoiceField(
        label=_("Best way to reach them"), choices=choices.PreferredContact.choices
    )
    languages = CheckboxesField(
        label=_("Languages they speak"), choices=choices.SpokenLanguage.choices, initial=["az"]
    )
    literacy = ChoiceField(label=_("Reading"), choices=choices.Literacy.choices, initial="unknown")
    signature_mode = RadioField(
        label=_("How they sign"), choices=choices.SignatureMode.choices, initial="hand"
    )
    signature_witness = NameField(label=_("Usual witness of their signature"), required=False)
    needs_reading_aloud = CheckField(label=_("Papers are read aloud to them"), required=False)
    needs_large_print = CheckField(label=_("Papers are printed large for them"), required=False)
    document_type = ChoiceField(
        label=_("Kind of document"), choices=optional(choices.DocumentType.choices), required=False
    )
    document_no = CodeField(label=_("Number of the document"), max_length=40, required=False)

    headings: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = PERSON_SECTIONS

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("district_id", "registration_district_id"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
            field.queryset = self.districts_of(actor) if name == "district_id" else districts()

    def districts_of(self, actor: Actor) -> Any:
        """Where the person may live."""
        return districts()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("document_no") and not cleaned.get("document_type"):
            self.add_error("document_type", _("Choose the kind of the document."))
        if cleaned.get("signature_mode") == "cannot" and not cleaned.get("signature_witness"):
            self.add_error("signature_witness", _("Name the witness who signs for them."))
        return cleaned

    def person_data(self) -> PersonData:
        """The answers as the service takes them."""
        told = dict(self.cleaned_data)
        born: ApproximateDay | None = told.pop("born_on")
        names = set(PersonData.__dataclass_fields__) & set(told)
        values = {name: told[name] for name in names}
        for name in ("district_id", "registration_district_id"):
            place: Place | None = told[name]
            values[name] = place.pk if place else None
        return PersonData(
            born_on=born.on if born else None,
            born_precision=born.precision if born else "unknown",
            **values,
        )


class PersonForm(PersonFields):
    """Change personal data."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    died_on = DayField(label=_("Day of death"), past=True, required=False)

    headings = (*PERSON_SECTIONS, (_("When this became known"), ("on",)))

    @staticmethod
    def initial_of(person: Person) -> dict[str, Any]:
        """What is recorded now."""
        initial = {
            name: getattr(person, name)
            for name in PersonData.__dataclass_fields__
            if name not in {"born_on", "born_precision"}
        }
        if person.born_on is not None:
            initial["born_on"] = ApproximateDay(person.born_on, person.born_precision)  # type: ignore[arg-type]
        return {**initial, "version": person.version}


class RegisterForm(PersonFields):
    """Register a person: consent first, then who it is, then what happened."""

    purposes = CheckboxesField(
        label=_("What the person agrees to"),
        help_text=_("Read each line aloud. Help never depends on the optional ones."),
        choices=choices.Purpose.choices,
        required=False,
    )
    method = RadioField(
        label=_("How the consent was given"),
        choices=choices.ConsentMethod.choices,
        initial="signature",
    )
    witness = NameField(label=_("Witness of the consent"), required=False)
    read_aloud = CheckField(label=_("The text was read aloud"), required=False)
    consent_language = ChoiceField(
        label=_("Language of the text"), choices=choices.SpokenLanguage.choices
    )
    legal_basis = LineField(
        label=_("Legal basis, if there is no consent"),
        help_text=_("For example the decision of a guardian or a court, with number and date."),
        max_length=300,
        required=False,
    )
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
        label=_("Status at the time of the incident"),
        choices=choices.CivilStatus.choices,
        initial="unknown",
    )
    authority_victim_id = LineField(
        label=_("Victim number of the authority"), max_length=40, required=False
    )
    happened_on = DayField(
        label=_("Day of the incident"),
        help_text=_("The year alone is enough if the day is not known."),
        past=True,
        approximate=True,
        required=False,
    )
    incident_district: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label=_("District of the incident"), queryset=None, required=False
    )
    incident_place = LineField(label=_("Place of the incident"), required=False)
    device = ChoiceField(label=_("Device"), choices=choices.Device.choices, initial="unknown")
    activity = ChoiceField(
        label=_("What they were doing"), choices=choices.Activity.choices, initial="unknown"
    )
    outcome = ChoiceField(
        label=_("What became of the direct victim"),
        choices=optional(choices.Outcome.choices),
        required=False,
    )
    source = LineField(label=_("Who brought the person to us"), max_length=120, required=False)
    others_ruled_out = CheckField(
        label=_("I have looked at the list above: this is another person"), required=False
    )

    headings = (
        (
            _("Consent"),
            (
                "on", "purposes", "method", "witness", "read_aloud", "consent_language",
                "legal_basis",
            ),
        ),
        *PERSON_SECTIONS,
        (
            _("Victim status"),
            (
                "kind", "relation", "direct_victim_code", "direct_victim_name", "civil_status",
                "authority_victim_id",
            ),
        ),
        (
            _("The incident"),
            (
                "happened_on", "incident_district", "incident_place", "device", "activity",
                "outcome", "source",
            ),
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        self.actor = actor
        field = self.fields["incident_district"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = districts()

    def districts_of(self, actor: Actor) -> Any:
        return districts_within(actor, "people.register")

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
        if cleaned.get("kind") == "indirect" and not cleaned.get("relation"):
            self.add_error("relation", _("Choose the relation to the direct victim."))
        return cleaned

    def identity(self) -> Identity:
        """Enough of the answers to look for likely duplicates, though others may be missing."""
        told = self.cleaned_data
        born: ApproximateDay | None = told.get("born_on")
        return Identity(
            given_name=told["given_name"],
            surname=told["surname"],
            patronymic=told.get("patronymic", ""),
            sex=told["sex"],
            born_on=born.on if born else None,
            born_precision=born.precision if born else "unknown",
            phone=told.get("phone", ""),
        )

    def consent_data(self) -> ConsentData | None:
        told = self.cleaned_data
        if not told["purposes"]:
            return None
        return ConsentData(
            purposes=told["purposes"],
            method=told["method"],
            given_on=told["on"],
            witness=told["witness"],
            read_aloud=told["read_aloud"],
            language=told["consent_language"],
        )

    def victim_data(self) -> VictimData:
        told = self.cleaned_data
        return VictimData(
            kind=told["kind"],
            relation=told["relation"],
            direct_victim_id=self.direct_victim.pk if self.direct_victim else None,
            direct_victim_name=told["direct_victim_name"],
            civil_status=told["civil_status"],
            authority_victim_id=told["authority_victim_id"],
            source=told["source"],
        )

    def incident_data(self) -> IncidentData | None:
        """None if nothing is told of it."""
        told = self.cleaned_data
        happened: ApproximateDay | None = told["happened_on"]
        place = told["incident_district"]
        nothing = happened is None and place is None and not told["incident_place"]
        if nothing and told["device"] == told["activity"] == "unknown":
            return None
        usual = "injured" if told["kind"] == "direct" else "unknown"
        return IncidentData(
            happened_on=happened.on if happened else None,
            precision=happened.precision if happened else "unknown",
            district_id=place.pk if place else None,
            place=told["incident_place"],
            device=told["device"],
            activity=told["activity"],
            outcome=told["outcome"] or usual,
            civil_status=told["civil_status"],
        )

"""Forms about workshops."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.languages import reader_language
from dayaq.kernel.web.fields import (
    CheckboxesField,
    CheckField,
    ChoiceField,
    DayField,
    LineField,
    NameField,
    TextField,
)
from dayaq.kernel.web.forms import DatedForm, Form
from dayaq.kernel.web.rows import RowsForm
from dayaq.network.models import Participant, Sex
from dayaq.network.queries.countries import country_choices, language_choices
from dayaq.network.services import ParticipantEntry, WorkshopDetails

SURVIVOR = [("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))]


class WorkshopForm(DatedForm):
    title = LineField(label=_("Title"))
    purpose = TextField(label=_("Purpose"), max_length=1000, required=False)
    host = LineField(label=_("Host organisation"))
    venue = LineField(label=_("Venue"))
    accessibility = TextField(label=_("Accessibility of the venue"), max_length=400, required=False)
    city = LineField(label=_("City"), max_length=100)
    country = ChoiceField(label=_("Country"), choices=lambda: country_choices(reader_language()))
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"))
    languages = CheckboxesField(
        label=_("Languages"), choices=lambda: language_choices(reader_language())
    )
    list_may_be_published = CheckField(
        label=_("The list of participants may be published"),
        required=False,
        help_text=_("Even then only those who agreed themselves are on it."),
    )

    def details(self) -> WorkshopDetails:
        return WorkshopDetails(
            **{name: self.cleaned_data[name] for name in WorkshopDetails.__slots__}
        )


class ParticipantForm(Form):
    name = NameField(label=_("Name"))
    organisation = LineField(label=_("Organisation"), required=False)
    country = ChoiceField(label=_("Country"), choices=lambda: country_choices(reader_language()))
    sex = ChoiceField(label=_("Sex"), choices=Sex.choices, initial=Sex.UNKNOWN)
    role = ChoiceField(
        label=_("Role"), choices=Participant.Role.choices, initial=Participant.Role.PARTICIPANT
    )
    is_survivor = forms.TypedChoiceField(
        label=_("Survivor"),
        choices=SURVIVOR,
        required=False,
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
    )
    days_attended = forms.IntegerField(
        label=_("Days attended"), min_value=0, max_value=31, initial=0
    )
    may_be_listed = CheckField(label=_("May be listed"), required=False)
    accommodation = LineField(label=_("Accommodation"), max_length=300, required=False)

    def entry(self, row: int = 0) -> ParticipantEntry:
        return ParticipantEntry(**self.cleaned_data, row=row)


class ParticipantRow(ParticipantForm):
    """A line of the sheet; what is rare is added on the participant's own page."""

    accommodation = None  # type: ignore[assignment] # a form field left out


class ParticipantsForm(RowsForm):
    row_class = ParticipantRow
    rows_blank = 15
    rows_caption: ClassVar[Any] = _("Participants")
    on = DayField(label=_("Listed on"), past=True)


class HeldForm(Form):
    on = DayField(label=_("Recorded on"), past=True)
    evaluation = forms.DecimalField(
        label=_("Mean mark of the evaluation sheets, 1 to 5"),
        required=False,
        min_value=1,
        max_value=5,
        max_digits=2,
        decimal_places=1,
    )


class RecommendationForm(DatedForm):
    text = TextField(label=_("Recommendation"), max_length=1000)
    addressed_to = LineField(label=_("Addressed to"), required=False)


class ActionForm(DatedForm):
    text = TextField(label=_("What is done"), max_length=600)
    responsible = LineField(label=_("Responsible"))
    due_on = DayField(label=_("Due on"))


class DoneForm(Form):
    on = DayField(label=_("Done on"), past=True)

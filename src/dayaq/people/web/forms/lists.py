"""Filters of the lists, and the forms of the authority's answers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.web.fields import (
    CodeField,
    DayField,
    LineField,
    RadioField,
    UploadField,
)
from dayaq.kernel.web.forms import Form, Renderer
from dayaq.people.models import Registration
from dayaq.people.queries.places import choices_within
from dayaq.people.services import Answer, Letter
from dayaq.people.web.forms.common import DatedForm, scan_of


class PersonFilters(forms.Form):
    """What narrows the list of persons; it sends nothing, so it has no command."""

    default_renderer = Renderer
    q = forms.CharField(label=_("Name, code or telephone"), max_length=100, required=False)
    district = forms.TypedChoiceField(
        label=_("District"), coerce=UUID, empty_value=None, required=False
    )
    status = forms.ChoiceField(
        label=_("Status"), choices=[("", _("All")), *Registration.Status.choices], required=False
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        places = choices_within(actor, "people.view_names")
        self.fields["district"].choices = [  # type: ignore[attr-defined]
            ("", _("All")),
            *((str(place.pk), str(place)) for place in places),
        ]


class AnswerForm(DatedForm):
    on = DayField(label=_("Day of the answer"), past=True)
    verification = RadioField(
        label=_("Is the victim status confirmed?"),
        choices=[("confirmed", _("Yes, confirmed")), ("refused", _("No, not confirmed"))],
    )
    authority_victim_id = LineField(
        label=_("Victim number of the authority"), max_length=40, required=False
    )
    reason = LineField(label=_("Reason, if not confirmed"), max_length=300, required=False)

    def answer(self) -> Answer:
        return Answer(**self.told("on", "letter_no", "letter_on", "scan"))


class LetterForm(AnswerForm):
    on = DayField(label=_("Day the letter was received"), past=True)
    letter_no = LineField(label=_("Number of the letter"), max_length=40)
    letter_on = DayField(label=_("Date of the letter"), past=True)
    scan = UploadField(label=_("Scan of the letter"), required=False)

    def letter(self) -> Letter:
        told = self.cleaned_data
        return Letter(
            number=told["letter_no"], dated_on=told["letter_on"], scan=scan_of(told["scan"])
        )


class AnswerListForm(DatedForm):
    on = DayField(label=_("Day the list came back"), past=True)
    file = UploadField(label=_("The list with the answers"), kinds=("xlsx",))


class ExportForm(Form):
    """Nothing is asked; the command makes the export a recorded act."""


class DuplicateForm(DatedForm):
    same_as = CodeField(label=_("Code of the other person"), check_digit=True)


class DayForm(DatedForm):
    """Only the day."""

"""Forms of the committee and of the agreement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.credit.domain.terms import CustomInstalment
from dayaq.credit.models import Language, Outcome, SignatureMode, VoteChoice
from dayaq.credit.services.committee import QUORUM, Ruling
from dayaq.credit.web.forms.proposing import RowsField
from dayaq.kernel.web.fields import (
    CheckboxesField,
    CheckField,
    ChoiceField,
    DayField,
    LineField,
    MoneyField,
    NameField,
    RadioField,
    TextField,
)
from dayaq.kernel.web.forms import DatedForm, Form


class MeetingForm(Form):
    held_on = DayField(label=_("Day of the meeting"), past=True)
    member_ids = CheckboxesField(label=_("Members present"))
    chair_id = ChoiceField(label=_("Chair"))
    quorum = forms.IntegerField(
        label=_("Votes needed for a decision"), min_value=2, max_value=15, initial=QUORUM
    )
    minutes_number = LineField(label=_("Number of the signed minutes"), max_length=40)
    minutes_on = DayField(label=_("Day of the minutes"), past=True)

    def __init__(self, *args: Any, members: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member_ids"].choices = members  # type: ignore[attr-defined]
        self.fields["chair_id"].choices = members  # type: ignore[attr-defined]


class DecisionForm(Form):
    """One row for each member's vote as the minutes have it, then the outcome."""

    outcome = RadioField(label=_("Decision"), choices=Outcome.choices)
    amount_minor = MoneyField(label=_("Amount, if changed"), required=False, min_minor=100)
    instalments = forms.IntegerField(
        label=_("Number of instalments, if changed"), required=False, min_value=1, max_value=120
    )
    conditions = TextField(label=_("Conditions"), max_length=500, required=False, rows=2)
    reason = TextField(
        label=_("Reason"),
        help_text=_("Needed unless the loan is approved as asked. The applicant is told."),
        max_length=500,
        required=False,
        rows=3,
    )
    pathway_note = TextField(
        label=_("What helps instead"),
        help_text=_("For example a job placement, a grant or more training."),
        max_length=500,
        required=False,
        rows=2,
    )

    def __init__(self, *args: Any, members: Sequence[tuple[UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members
        names = []
        for user_id, name in members:
            key = f"vote_{user_id}"
            names.append(key)
            self.fields[key] = RadioField(
                label=name,
                choices=[("", _("No vote recorded")), *VoteChoice.choices],
                required=False,
            )
        self.order_fields([*names, "outcome"])

    def votes(self) -> dict[UUID, str]:
        data = self.cleaned_data
        return {
            user_id: data[f"vote_{user_id}"]
            for user_id, _name in self.members
            if data.get(f"vote_{user_id}")
        }

    def ruling(self) -> Ruling:
        data = self.cleaned_data
        return Ruling(
            outcome=data["outcome"],
            amount_minor=data["amount_minor"],
            instalments=data["instalments"],
            conditions=data["conditions"],
            reason=data["reason"],
            pathway_note=data["pathway_note"],
        )


class VoteForm(Form):
    meeting_id = ChoiceField(label=_("Meeting"))
    choice = RadioField(label=_("Your vote"), choices=VoteChoice.choices)

    def __init__(self, *args: Any, meetings: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["meeting_id"].choices = meetings  # type: ignore[attr-defined]


class RecusalForm(DatedForm):
    member_id = ChoiceField(label=_("Member"))
    reason = LineField(
        label=_("Why the member steps aside"),
        help_text=_("For example: a relative of the applicant."),
        max_length=300,
    )

    def __init__(self, *args: Any, members: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member_id"].choices = members  # type: ignore[attr-defined]


class DrawUpForm(Form):
    drawn_up_on = DayField(label=_("Day of the agreement"), past=True)
    language = RadioField(label=_("Language of the agreement"), choices=Language.choices)
    planned_on = DayField(label=_("Day the money is to be paid out"))
    first_due_on = DayField(label=_("Day of the first instalment"))
    rows = RowsField(
        label=_("Each date and its amount, one a line"),
        help_text=_(
            "Only for a product whose schedule is agreed by hand. For example 15.09.2026 250,00."
        ),
        required=False,
        max_length=8000,
        rows=4,
    )

    def __init__(self, *args: Any, by_hand: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_hand:
            self.fields["rows"].required = True
            self.fields["first_due_on"].required = False
        else:
            del self.fields["rows"]

    def rows_given(self) -> list[CustomInstalment]:
        """The agreed rows; none for a product that computes them."""
        return [
            CustomInstalment(row.due_on, row.principal_minor)
            for row in self.cleaned_data.get("rows") or ()
        ]


class SignForm(Form):
    signed_on = DayField(label=_("Day of the signing"), past=True)
    signature_mode = RadioField(label=_("How the borrower signed"), choices=SignatureMode.choices)
    witness = NameField(
        label=_("Witness"),
        help_text=_("Needed for a thumbprint, another mark or spoken consent."),
        required=False,
    )
    read_aloud = CheckField(label=_("The agreement was read aloud"), required=False)
    lender_signatory = NameField(label=_("Who signed for the lender"))

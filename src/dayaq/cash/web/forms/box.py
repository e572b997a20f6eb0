"""Forms of the cash box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.cash.domain.denominations import DENOMINATIONS, PIECES_MAX
from dayaq.cash.models import Outcome, Signed
from dayaq.kernel.money import format_minor
from dayaq.kernel.web.fields import ChoiceField, CodeField, DayField, LineField, MoneyField
from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.rows import RowsForm

ON_PAPER = [choice for choice in Signed.choices if choice[0] != Signed.ACCOUNT]


class LimitForm(Form):
    limit_minor = MoneyField(
        label=_("Most cash to carry"),
        help_text=_("Above it the officer and you are warned. Taking money is never refused."),
    )
    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=60)


class DeclareForm(Form):
    amount_minor = MoneyField(label=_("Cash you hand over"), min_minor=1)
    declared_on = DayField(label=_("Day"), past=True)


class PaperForm(Form):
    officer_id = ChoiceField(label=_("Officer who hands over"))
    amount_minor = MoneyField(label=_("Cash handed over by the paper"), min_minor=1)
    signed = ChoiceField(label=_("How the officer signed"), choices=ON_PAPER)
    paper_number = CodeField(label=_("Number of the paper"), max_length=40)
    declared_on = DayField(label=_("Day"), past=True)

    def __init__(self, *args: Any, officers: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer_id"].choices = officers  # type: ignore[attr-defined]


class ReceiveForm(Form):
    counted_minor = MoneyField(
        label=_("Cash you counted"),
        min_minor=1,
        help_text=_("Enter what you counted, also if it differs from what was declared."),
    )
    signed = ChoiceField(label=_("How you sign"), choices=Signed.choices)
    received_on = DayField(label=_("Day"), past=True)


class OwedForm(Form):
    amount_minor = MoneyField(label=_("Cash you received"), min_minor=1)
    paid_on = DayField(label=_("Day"), past=True)


class PiecesRow(Form):
    """How many of one note or coin."""

    pieces = forms.IntegerField(
        label=_("Pieces"), min_value=0, max_value=PIECES_MAX, required=False
    )


class CountForm(RowsForm):
    """A count by notes and coins. What is expected is not on this page."""

    row_class = PiecesRow
    rows_caption = _("Notes and coins")
    row_header = _("Denomination")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        labels = [f"{format_minor(worth)} AZN" for worth in DENOMINATIONS]
        super().__init__(*args, row_labels=labels, **kwargs)

    def pieces(self) -> dict[int, int]:
        """How many of each denomination, in qəpik."""
        return {
            DENOMINATIONS[row["row"] - 1]: row["pieces"] or 0 for row in self.cleaned_data["rows"]
        }


class SettleForm(Form):
    outcome = ChoiceField(label=_("What becomes of it"))
    reason = LineField(label=_("Reason"), max_length=300)
    settled_on = DayField(label=_("Day"), past=True)

    def __init__(self, *args: Any, difference_minor: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = [Outcome.GAIN] if difference_minor > 0 else [Outcome.LOSS, Outcome.OWED]
        self.fields["outcome"].choices = [  # type: ignore[attr-defined]
            (one.value, one.label) for one in fitting
        ]

"""Forms of money: paying out, receipt books, the grid of receipts, reversals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dayaq.credit.models import PaidBy, PaymentMethod
from dayaq.credit.services.collections import Slip
from dayaq.credit.services.funding import PRO_RATA
from dayaq.kernel.money import format_minor
from dayaq.kernel.web.fields import (
    CheckField,
    ChoiceField,
    CodeField,
    DayField,
    LineField,
    MoneyField,
    RadioField,
    TextField,
)
from dayaq.kernel.web.forms import Form, prepare
from dayaq.kernel.web.rows import RowsForm

NUMBER_MAX = 10**9
ASSIGNED = "+"
"""The answer that several windows lend by the shares entered."""


class DisburseForm(Form):
    paid_on = DayField(label=_("Day the money was paid out"), past=True)
    method = RadioField(
        label=_("How it was paid"),
        choices=[("bank", _("Bank transfer")), ("cash", _("Cash against a signed voucher"))],
    )
    voucher = LineField(label=_("Number of the voucher or transfer"), max_length=40)
    window = RadioField(label=_("Fund window that lends"))

    def __init__(self, *args: Any, windows: Sequence[Any] = (), **kwargs: Any) -> None:
        """`windows`: code, name and free money of each, oldest first."""
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [
            (code, _("%(window)s, free: %(free)s") % {"window": name, "free": format_minor(free)})
            for code, name, free in windows
        ]
        if len(choices) > 1:
            choices.append((PRO_RATA, _("All of them, in proportion to their free money")))
            choices.append((ASSIGNED, _("Several, with the shares entered below")))
            for code, name, _free in windows:
                field = MoneyField(
                    label=_("Share of %(window)s") % {"window": name}, required=False
                )
                prepare(field, self.clock)
                self.fields[f"share_{code}"] = field
        self.fields["window"].choices = choices  # type: ignore[attr-defined]

    @property
    def shares(self) -> dict[str, int] | None:
        """The shares as entered, where several windows lend by assignment."""
        if self.cleaned_data["window"] != ASSIGNED:
            return None
        return {
            name.removeprefix("share_"): minor
            for name, minor in self.cleaned_data.items()
            if name.startswith("share_") and minor
        }


class BookForm(Form):
    series = CodeField(label=_("Series"), max_length=10)
    first_number = forms.IntegerField(label=_("First number"), min_value=1, max_value=NUMBER_MAX)
    last_number = forms.IntegerField(label=_("Last number"), min_value=1, max_value=NUMBER_MAX)
    issued_to_id = ChoiceField(label=_("Handed to"))
    issued_on = DayField(label=_("Day it was handed out"), past=True)

    def __init__(self, *args: Any, officers: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issued_to_id"].choices = officers  # type: ignore[attr-defined]


class SpoilForm(Form):
    series = CodeField(label=_("Series"), max_length=10)
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=NUMBER_MAX)
    spoiled_on = DayField(label=_("Day"), past=True)
    reason = LineField(label=_("What happened to it"), max_length=300)


class SlipRow(Form):
    """One receipt of the grid."""

    loan_code = CodeField(label=_("Loan"), check_digit=True)
    series = CodeField(label=_("Series"), max_length=10)
    number = forms.IntegerField(label=_("Number"), min_value=1, max_value=NUMBER_MAX)
    paid_on = DayField(label=_("Paid on"), past=True)
    amount_minor = MoneyField(label=_("Amount"), min_minor=1)
    method = ChoiceField(label=_("How"), choices=PaymentMethod.choices)
    paid_by = ChoiceField(label=_("Paid by"), choices=PaidBy.choices)

    def slip(self, row: int = 1, loan_code: str = "") -> Slip:
        return slip_of(self.cleaned_data, row, loan_code)


class CollectionForm(RowsForm):
    """An evening's receipts and the cash that came with them."""

    officer_id = ChoiceField(label=_("Officer who collected"))
    collected_on = DayField(label=_("Day of the hand-over"), past=True)
    handed_over_minor = MoneyField(
        label=_("Cash handed over"),
        help_text=_("As counted. If it differs from the receipts, enter it all the same."),
    )
    difference_note = LineField(
        label=_("Why it differs, if it does"), max_length=300, required=False
    )
    row_class = SlipRow
    rows_blank = 20
    rows_max = 60
    rows_caption = _("Receipts")
    row_header = _("Row")
    sum_fields = ("amount_minor",)

    def __init__(self, *args: Any, officers: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer_id"].choices = officers  # type: ignore[attr-defined]

    def slips(self) -> list[Slip]:
        return [slip_of(row, row["row"]) for row in self.cleaned_data["rows"]]


class OneReceiptForm(SlipRow):
    """One receipt for one loan: the loan is known."""

    loan_code = None  # type: ignore[assignment]
    slip_number = LineField(
        label=_("Deposit slip, if paid at the bank"), max_length=40, required=False
    )
    in_full = CheckField(
        label=_("It repays the whole loan: interest not earned yet is taken off"), required=False
    )


class PartForm(Form):
    """A further part of a loan that is paid out in parts."""

    amount_minor = MoneyField(label=_("Amount paid out now"), min_minor=1)
    paid_on = DayField(label=_("Day the money was paid out"), past=True)
    method = RadioField(
        label=_("How it was paid"),
        choices=[("bank", _("Bank transfer")), ("cash", _("Cash against a signed voucher"))],
    )
    voucher = LineField(label=_("Number of the voucher or transfer"), max_length=40)


class ChargeForm(Form):
    component = RadioField(
        label=_("What is charged"), choices=[("fee", _("A fee")), ("penalty", _("A penalty"))]
    )
    amount_minor = MoneyField(label=_("Amount"), min_minor=1)
    due_on = DayField(label=_("Falls due on"), future=True)
    reason = LineField(label=_("What for"), max_length=200)


class HolidaysForm(Form):
    """Days with their names, one a line."""

    days = TextField(
        label=_("Days, one a line"),
        help_text=_("For example 20.03.2026 Novruz. A day that is there takes the new name."),
        max_length=4000,
        rows=6,
    )

    def clean_days(self) -> list[tuple[dt.date, str]]:
        found = []
        for number, line in enumerate(self.cleaned_data["days"].splitlines(), start=1):
            day, _space, name = line.strip().partition(" ")
            try:
                found.append((dt.datetime.strptime(day, "%d.%m.%Y").date(), name.strip()[:120]))  # noqa: DTZ007 - a day, no time
            except ValueError as error:
                raise ValidationError(
                    _("Write line %(number)s as a day and a name, such as 20.03.2026 Novruz."),
                    params={"number": number},
                ) from error
        return list(dict(found).items())


class ReceiveForm(Form):
    counted_minor = MoneyField(label=_("Cash counted"), min_minor=1)
    received_on = DayField(label=_("Day"), past=True)


class ConfirmForm(Form):
    """A page that only asks for a yes."""


class SlipForm(Form):
    paper_number = CodeField(label=_("Number of the signed slip"), max_length=40)
    paper_on = DayField(label=_("Day on the slip"), past=True)


class ReverseForm(Form):
    reversed_on = DayField(label=_("Day of the reversal"), past=True)
    reason = TextField(
        label=_("Reason"),
        help_text=_("For example: written for another borrower, or the amount was mistyped."),
        max_length=500,
        rows=3,
    )


class RefundForm(Form):
    amount_minor = MoneyField(label=_("Amount paid back"), min_minor=1)
    method = RadioField(label=_("How"), choices=[("cash", _("Cash")), ("bank", _("Bank"))])
    voucher = LineField(label=_("Number of the voucher"), max_length=40)
    refunded_on = DayField(label=_("Day"), past=True)


def slip_of(data: dict[str, Any], row: int = 1, loan_code: str = "") -> Slip:
    """A cleaned row as the service takes it."""
    return Slip(
        loan_code=loan_code or data["loan_code"],
        series=data["series"],
        number=data["number"],
        paid_on=data["paid_on"],
        amount_minor=data["amount_minor"],
        method=data["method"],
        paid_by=data["paid_by"],
        slip_number=data.get("slip_number", ""),
        row=row,
        in_full=bool(data.get("in_full")),
    )

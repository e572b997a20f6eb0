"""Forms of the cut-over: the workbook with its owner's totals, its columns, its borrowers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.credit.domain.cutover import SHEETS
from dayaq.credit.domain.cutover.checking import TOTALS
from dayaq.credit.models import CutoverMode
from dayaq.credit.queries.cutover import NEW, Borrower
from dayaq.kernel.web.fields import (
    ChoiceField,
    DayField,
    LineField,
    MoneyField,
    RadioField,
    TextField,
    UploadField,
)
from dayaq.kernel.web.forms import Form

TOTAL_LABELS: Mapping[str, Any] = {
    "loans": _("Number of loans"),
    "lent": _("Lent"),
    "repaid": _("Repaid"),
    "outstanding": _("Still owed"),
    "overdue_loans": _("Loans overdue"),
    "restructured": _("Loans restructured"),
    "contributions": _("Contributions of the donors"),
    "spending": _("Spent to date"),
    "bank": _("In the bank"),
    "cash": _("In the cash box"),
}

FIELD_LABELS: Mapping[str, Any] = {
    "number": _("Number of the loan"),
    "name": _("Borrower's name, surname first"),
    "sex": _("Sex"),
    "district": _("District"),
    "settlement": _("Village or town"),
    "phone": _("Telephone"),
    "person_code": _("Person's code"),
    "window": _("Fund window"),
    "officer": _("Officer"),
    "disbursed_on": _("Paid out on"),
    "principal": _("Amount lent"),
    "instalments": _("Number of instalments"),
    "first_due_on": _("First instalment due on"),
    "paid": _("Paid until now"),
    "outstanding": _("Still owed"),
    "overdue_since": _("Overdue since"),
    "restructured": _("Restructured"),
    "due_on": _("Due on"),
    "amount": _("Amount"),
    "paid_on": _("Paid on"),
    "receipt": _("Receipt"),
    "kind": _("What it is"),
    "on": _("Day"),
    "note": _("Note"),
}

SHEET_LABELS: Mapping[str, Any] = {
    "loans": _("Loans"),
    "instalments": _("Instalments"),
    "payments": _("Payments"),
    "money": _("Money of the fund"),
}


class StageForm(Form):
    """The workbook, how it is to be read, and what its owner says it comes to."""

    file = UploadField(label=_("The workbook with the running loans (.xlsx)"), kinds=("xlsx",))
    mode = RadioField(label=_("What is brought over"), choices=CutoverMode.choices)
    cutover_on = DayField(
        label=_("Day of the cut-over"),
        help_text=_("The day on which bank, cash and loans stood as the workbook says."),
        past=True,
    )
    product = ChoiceField(label=_("Loan product of these loans"))
    window = ChoiceField(
        label=_("Fund window, where the workbook names none"),
    )
    officer = ChoiceField(label=_("Officer, where the workbook names none"))
    legal_basis = LineField(
        label=_("On what ground the borrowers' data are kept"),
        help_text=_("For example the loan agreements they signed; consent is asked for later."),
        max_length=300,
    )

    def __init__(
        self,
        *args: Any,
        products: Sequence[tuple[str, str]] = (),
        windows: Sequence[tuple[str, str]] = (),
        officers: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("product", products), ("window", windows), ("officer", officers)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = choices
        for name in TOTALS:
            self.fields[f"total_{name}"] = _total_field(name)

    def stated(self) -> dict[str, int | None]:
        """The owner's totals by name."""
        return {name: self.cleaned_data.get(f"total_{name}") for name in TOTALS}


def _total_field(name: str) -> forms.Field:
    from dayaq.credit.domain.cutover.checking import COUNTS

    label = _("%(total)s, by the workbook's own total") % {"total": TOTAL_LABELS[name]}
    if name in COUNTS:
        return forms.IntegerField(label=label, required=False, min_value=0, max_value=20_000)
    return MoneyField(label=label, required=False, min_minor=0)


class SignForm(Form):
    note = TextField(
        label=_("Why the warnings are as they are"),
        help_text=_("Needed when there are warnings."),
        max_length=1000,
        required=False,
        rows=4,
    )


class UndoForm(Form):
    """Nothing is asked; the command makes it a recorded act."""


class ColumnsForm(Form):
    """For each kind of sheet: which sheet it is, its heading row, and each field's column."""

    def __init__(
        self,
        *args: Any,
        kind: str,
        headings: Sequence[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices: list[tuple[str, Any]] = [("", _("– not in the workbook –"))]
        choices += [(str(place), text) for place, text in enumerate(headings) if text]
        for one in SHEETS[kind]:
            self.fields[one.name] = ChoiceField(
                label=FIELD_LABELS[one.name], choices=choices, required=one.required
            )

    def columns(self) -> dict[str, int]:
        """Field to column, for those that were chosen."""
        return {
            name: int(value)
            for name, value in self.cleaned_data.items()
            if name in self.fields and value not in ("", None)
        }


class BorrowersForm(Form):
    """For each borrower the workbook alone does not tell: who it is."""

    def __init__(self, *args: Any, borrowers: Sequence[Borrower], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in borrowers:
            choices = [
                (str(person.pk), f"{person.formal_name}, {person.district} ({person.code})")
                for person in one.candidates
            ]
            self.fields[f"loan_{one.loan.number}"] = RadioField(
                label=f"{one.loan.number}: {one.loan.full_name}, {one.loan.district}",
                choices=[*choices, (NEW, _("Somebody else, not registered yet"))],
            )

    def choices(self) -> dict[str, str]:
        """Loan number to a person's id or "new"."""
        return {
            name.removeprefix("loan_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("loan_")
        }

"""Forms of the bank statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dayaq.cash.domain.statement import Columns
from dayaq.kernel.exchange import Exchange
from dayaq.kernel.web.fields import (
    CheckboxesField,
    ChoiceField,
    CodeField,
    DayField,
    LineField,
    MoneyField,
    RateField,
    UploadField,
)
from dayaq.kernel.web.forms import Form


class StatementForm(Form):
    account = ChoiceField(label=_("Bank account"))
    file = UploadField(
        label=_("The bank's list"),
        kinds=("xlsx", "csv"),
        help_text=_("Excel (.xlsx) or CSV, with the names of the columns in the first row."),
    )
    opening_minor = MoneyField(label=_("Balance at the beginning, by the bank"))
    closing_minor = MoneyField(label=_("Balance at the end, by the bank"))

    def __init__(self, *args: Any, accounts: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].choices = accounts  # type: ignore[attr-defined]
        if len(accounts) < 2:
            del self.fields["account"]
            return
        for name in ("opening_minor", "closing_minor"):  # in the currency of the one chosen
            self.fields[name] = MoneyField(label=self.fields[name].label, currency="")


class ColumnsForm(Form):
    on = ChoiceField(label=_("Column of the day"))
    text = ChoiceField(label=_("Column of the purpose or payer"))
    amount = ChoiceField(label=_("Column of the amount, if it has a sign"), required=False)
    money_in = ChoiceField(label=_("Column of money in"), required=False)
    money_out = ChoiceField(label=_("Column of money out"), required=False)

    def __init__(self, *args: Any, header: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            none = [] if name in ("on", "text") else [("", "–")]
            field.choices = [*none, *((title, title) for title in header)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or {}
        if bool(values.get("amount")) == bool(values.get("money_in") or values.get("money_out")):
            raise ValidationError(
                _("Choose either one column of the amount, or those of money in and money out."),
                code="columns",
            )
        return values

    def columns(self) -> Columns:
        values = self.cleaned_data
        return Columns(
            values["on"], values["text"], values["amount"], values["money_in"],
            values["money_out"],
        )  # fmt: skip


class MatchForm(Form):
    transfer_ids = CheckboxesField(
        label=_("Postings in the books"),
        help_text=_("One, or several that come to the same sum."),
    )
    line_ids = CheckboxesField(
        label=_("Together with these lines of the bank"), required=False,
        help_text=_("If the bank shows one deposit in several parts."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, postings: Sequence[Any] = (), lines: Sequence[Any] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["transfer_ids"].choices = postings  # type: ignore[attr-defined]
        self.fields["line_ids"].choices = lines  # type: ignore[attr-defined]
        if not lines:
            del self.fields["line_ids"]

    def clean(self) -> dict[str, Any] | None:
        values = super().clean() or {}
        values.setdefault("line_ids", [])
        return values


class ConfirmForm(Form):
    """A page that only asks for a yes."""


class ClearForm(Form):
    loan_code = CodeField(label=_("Loan"), check_digit=True)
    amount_minor = MoneyField(
        label=_("Amount for this loan"), min_minor=1,
        help_text=_("A part stays in suspense for the next loan."),
    )  # fmt: skip
    reason = LineField(label=_("How it was found out"), max_length=300)
    cleared_on = DayField(label=_("Day"), past=True)


class SendBackForm(Form):
    reason = LineField(label=_("Why it is sent back"), max_length=300)
    cleared_on = DayField(label=_("Day"), past=True)


class ToWindowForm(Form):
    """Unknown money is a donor's; money in another currency comes in at a rate that is named."""

    window = ChoiceField(label=_("Fund window"))
    amount_minor = MoneyField(
        label=_("Amount for this window"), currency="", min_minor=1,
        help_text=_("A part stays in suspense."),
    )  # fmt: skip
    rate = RateField(label=_("Rate: one unit of it was worth"))
    rate_on = DayField(label=_("Day of the rate"), past=True)
    rate_source = LineField(label=_("Who gave the rate, such as the bank"), max_length=60)
    reason = LineField(label=_("How it was found out"), max_length=300)
    cleared_on = DayField(label=_("Day"), past=True)

    def __init__(
        self, *args: Any, currency: str, is_own: bool, windows: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.currency = currency
        self.fields["window"].choices = windows  # type: ignore[attr-defined]
        if is_own:
            for name in ("rate", "rate_on", "rate_source"):
                del self.fields[name]

    def exchange(self) -> Exchange | None:
        """The rate with its day and source, where one is needed."""
        found = self.cleaned_data
        if "rate" not in found:
            return None
        return Exchange(self.currency, found["rate"], found["rate_on"], found["rate_source"])

"""Forms of the revolving fund."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.exchange import Exchange
from dayaq.kernel.web.fields import (
    CheckField,
    ChoiceField,
    CodeField,
    DayField,
    LineField,
    MoneyField,
    RateField,
)
from dayaq.kernel.web.forms import Form
from dayaq.ledger.domain.fund import Donated
from dayaq.ledger.exchange.queries import currencies, windows_with_account
from dayaq.ledger.queries import windows

CURRENCIES = [(code, code) for code in ("AZN", "EUR", "USD", "GEL", "CHF")]


class OnForm(Form):
    """The day a page speaks of."""

    on = DayField(label=_("On"), past=True)


class WindowChoice(Form):
    """A form about one window."""

    window = ChoiceField(label=_("Fund window"))
    any_window: Any = None

    def __init__(self, *args: Any, programme_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", self.any_window)] if self.any_window else []
        self.fields["window"].choices = [  # type: ignore[attr-defined]
            *every, *((one.code, one.name) for one in windows(programme_id))
        ]  # fmt: skip


class ContributionForm(WindowChoice):
    currency = ChoiceField(label=_("Currency of the donor"), choices=CURRENCIES)
    amount_minor = MoneyField(
        label=_("Amount in the currency of the donor"), currency="", min_minor=1
    )
    rate = RateField(
        label=_("Rate: one unit of it was credited as"), required=False,
        help_text=_("Only for money in another currency than the programme's."),
    )  # fmt: skip
    rate_on = DayField(label=_("Day of the rate"), past=True, required=False)
    rate_source = LineField(
        label=_("Who gave the rate, such as the bank"), max_length=60, required=False
    )
    is_kept = CheckField(label=_("It stays on the bank account in that currency"), required=False)
    reference = CodeField(label=_("Number of the bank statement or transfer"), max_length=40)
    on = DayField(label=_("Day of receipt"), past=True)

    def __init__(self, *args: Any, own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        self.kept = currencies(kwargs["programme_id"])
        if not self.kept:
            del self.fields["is_kept"]

    def clean(self) -> dict[str, Any] | None:
        found = super().clean() or {}
        if found.get("currency") not in (None, self.own):
            for name in ("rate", "rate_on", "rate_source"):
                if not found.get(name) and name not in self.errors:
                    self.add_error(name, _("Money in another currency needs this."))
        if found.get("is_kept") and found.get("currency") not in self.kept:
            self.add_error("is_kept", _("There is no account in this currency."))
        return found

    def donated(self) -> Donated:
        """What the donor gave, as the valid answers say."""
        data = self.cleaned_data
        if data["currency"] == self.own:
            return Donated(self.own, data["amount_minor"])
        exchange = Exchange(data["currency"], data["rate"], data["rate_on"], data["rate_source"])
        return Donated(data["currency"], data["amount_minor"], exchange)


class BankChargeForm(WindowChoice):
    any_window = _("All of them, in proportion to what was given")
    amount_minor = MoneyField(label=_("Amount"), min_minor=1)
    reference = CodeField(label=_("Number of the line in the bank statement"), max_length=40)
    on = DayField(label=_("Day"), past=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["window"].required = False


class ReturnForm(WindowChoice):
    amount_minor = MoneyField(label=_("Amount"), min_minor=1)
    reason = LineField(label=_("Why, such as the clause or letter"), max_length=60)


class PayDonorForm(WindowChoice):
    amount_minor = MoneyField(label=_("Amount"), min_minor=1)
    reference = CodeField(label=_("Number of the bank transfer"), max_length=40)
    on = DayField(label=_("Day"), past=True)


class ReturnCurrencyForm(Form):
    """A donor is paid from the account in the donor's own currency."""

    window = ChoiceField(label=_("Fund window"))
    foreign_minor = MoneyField(
        label=_("Amount in the currency of the donor"), currency="", min_minor=1
    )
    own_minor = MoneyField(
        label=_("How much of what was set aside it settles"), min_minor=1,
        help_text=_("What the money stood at may differ: the rest is an exchange difference."),
    )  # fmt: skip
    rate = RateField(
        label=_("Rate: one unit of it, if one was agreed"), required=False,
        help_text=_("Leave it empty if the paper shows only the two amounts."),
    )  # fmt: skip
    reference = CodeField(label=_("Number of the bank transfer"), max_length=40)
    on = DayField(label=_("Day"), past=True)

    def __init__(self, *args: Any, programme_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["window"].choices = [  # type: ignore[attr-defined]
            (one.code, f"{one.name}, {one.currency}")
            for one in windows_with_account(programme_id)
        ]  # fmt: skip

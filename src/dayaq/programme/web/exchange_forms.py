"""Forms of money in other currencies."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.exchange import Exchange
from dayaq.kernel.web.fields import ChoiceField, CodeField, DayField, MoneyField, RateField
from dayaq.kernel.web.forms import Form
from dayaq.ledger.exchange.queries import currencies
from dayaq.ledger.queries import windows
from dayaq.programme.queries import rates_between
from dayaq.programme.web.forms import CURRENCIES


class OpenCurrencyForm(Form):
    currency = ChoiceField(label=_("Currency of the bank account"), choices=CURRENCIES)
    on = DayField(label=_("Day"), past=True)

    def __init__(self, *args: Any, own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [one for one in CURRENCIES if one[0] != own]  # type: ignore[attr-defined]


class ChargeForm(Form):
    """Something that happened to one window's money in one currency."""

    currency = ChoiceField(label=_("Bank account"))
    window = ChoiceField(label=_("Fund window"))
    foreign_minor = MoneyField(label=_("Amount in that currency"), currency="", min_minor=1)
    reference = CodeField(label=_("Number of the bank's paper"), max_length=40)
    on = DayField(label=_("Day"), past=True)

    def __init__(self, *args: Any, programme_id: UUID, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["currency"].choices = [(one, one) for one in currencies(programme_id)]  # type: ignore[attr-defined]
        self.fields["window"].choices = [  # type: ignore[attr-defined]
            (one.code, one.name) for one in windows(programme_id)
        ]


class ExchangeForm(ChargeForm):
    """An exchange by the bank, as its paper shows both amounts."""

    own_minor = MoneyField(label=_("Amount in manat"), min_minor=1)
    rate = RateField(
        label=_("Rate on the paper: one unit of the other currency in manat"), required=False,
        help_text=_("Leave it empty if the paper shows only the two amounts."),
    )  # fmt: skip
    field_order = ("currency", "window", "foreign_minor", "own_minor", "rate", "reference", "on")


class ValueForm(Form):
    """The rate is chosen from those recorded with their day and source."""

    currency = ChoiceField(label=_("Bank account"))
    on = DayField(label=_("At the end of the day"), past=True)
    stated_minor = MoneyField(
        label=_("What the bank states for the account on that day"), currency=""
    )
    rate = ChoiceField(label=_("Rate of the day"))

    def __init__(self, *args: Any, programme_id: UUID, own: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = currencies(programme_id)
        self.rates = {
            str(row.pk): row for one in known for row in rates_between(programme_id, one, own)
        }
        self.fields["currency"].choices = [(one, one) for one in known]  # type: ignore[attr-defined]
        self.fields["rate"].choices = [  # type: ignore[attr-defined]
            (pk, f"{row}, {row.on:%d.%m.%Y}, {row.source}")
            for pk, row in self.rates.items()
        ]  # fmt: skip

    def clean(self) -> dict[str, Any] | None:
        found = super().clean() or {}
        row = self.rates.get(found.get("rate", ""))
        if row and found.get("currency") not in (None, row.base, row.quote):
            self.add_error("rate", _("This rate is of another currency."))
        return found

    def exchange(self) -> Exchange:
        """The chosen rate, with its day and its source."""
        row = self.rates[self.cleaned_data["rate"]]
        return Exchange(row.base, row.rate, row.on, row.source)

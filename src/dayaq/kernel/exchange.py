"""Exchange of one currency into another at a named rate.

A rate is quoted as its source prints it: 1 `base` = `value` `quote`. Converting from the
quoted currency divides. Nothing is ever converted at a rate that was only guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.money import minor_digits


@dataclass(frozen=True, slots=True)
class Rate:
    """1 USD = 0.8033 AZN is `Rate("USD", "AZN", Decimal("0.8033"))`."""

    base: str
    quote: str
    value: Decimal

    def __str__(self) -> str:
        """As a person reads it.

        >>> str(Rate("EUR", "AZN", Decimal("1.12000000")))
        '1 EUR = 1,12 AZN'
        """
        return f"1 {self.base} = {rate_text(self.value)} {self.quote}"


def rate_text(value: Decimal) -> str:
    """The number of a rate, without the zeros it was stored with.

    >>> rate_text(Decimal("0.91500000")), rate_text(Decimal("100.00000000"))
    ('0,915', '100')
    """
    return f"{value.normalize():f}".replace(".", ",")


def convert(minor: int, currency: str, into: str, rate: Rate | None) -> int:
    """`minor` of `currency` in minor units of `into`, rounded half up once.

    >>> convert(100_000, "AZN", "USD", Rate("USD", "AZN", Decimal("0.8033")))
    124486
    >>> convert(8_800_000, "AZN", "USD", Rate("USD", "AZN", Decimal("0.8033")))
    10954811

    :raises Refused: there is no rate, it is not above zero, or it joins other currencies
    """
    if currency == into:
        return minor
    if rate is None:
        raise Refused(
            N_("Enter the exchange rate between %(currency)s and %(into)s."),
            field="rate",
            params={"currency": currency, "into": into},
        )
    if rate.value <= 0:
        raise Refused(N_("An exchange rate is above zero."), field="rate")
    scale = Decimal(10) ** (minor_digits(into) - minor_digits(currency))
    match (rate.base, rate.quote):
        case (base, quote) if (base, quote) == (currency, into):
            exact = minor * rate.value * scale
        case (base, quote) if (base, quote) == (into, currency):
            exact = minor / rate.value * scale
        case _:
            raise Refused(
                N_("This rate does not join %(currency)s and %(into)s."),
                field="rate",
                params={"currency": currency, "into": into},
            )
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Exchange:
    """A rate as it was used: 1 `base` = `rate` of the other currency, its day and its source."""

    base: str
    rate: Decimal
    on: date
    source: str

    def between(self, one: str, other: str) -> Rate:
        """The rate between two currencies, one of which is the base."""
        return Rate(base=self.base, quote=other if self.base == one else one, value=self.rate)

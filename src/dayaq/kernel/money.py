"""Money: whole minor units and an ISO 4217 code, never a float.

1,000 AZN is `Money(100_000, "AZN")`. Shares are cut so that they always sum to the whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dayaq.kernel.errors import N_, Refused

MAX_MINOR = 10**12
"""No single amount of a programme of this kind comes near ten thousand million manat."""

MINOR_DIGITS = {
    "JPY": 0, "KRW": 0, "UGX": 0, "XOF": 0, "VND": 0,
    "IQD": 3, "TND": 3, "KWD": 3, "JOD": 3,
}  # fmt: skip
"""ISO 4217 minor digits that differ from two."""

NBSP = "\u00a0"


class AmountError(Refused):
    """The text is not an amount of money; `code` says why."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency, in minor units.

    >>> Money(100_050, "AZN") + Money(50, "AZN")
    Money(minor=100100, currency='AZN')
    """

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if type(self.minor) is not int:
            raise TypeError("money is counted in whole minor units")

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise TypeError(f"{self.currency} and {other.currency} cannot be added")
        return other.minor

    def __str__(self) -> str:
        return f"{format_minor(self.minor, self.currency)} {self.currency}"


def minor_digits(currency: str) -> int:
    """How many digits the minor unit of `currency` has (ISO 4217).

    >>> minor_digits("AZN"), minor_digits("JPY"), minor_digits("TND")
    (2, 0, 3)
    """
    return MINOR_DIGITS.get(currency, 2)


def format_minor(minor: int, currency: str = "AZN") -> str:
    """Digits grouped by a no-break space, comma before the minor unit.

    >>> format_minor(100_050).replace(NBSP, " ")
    '1 000,50'
    """
    digits = minor_digits(currency)
    whole, rest = divmod(abs(minor), 10**digits)
    text = f"{whole:,}".replace(",", NBSP)
    if digits:
        text = f"{text},{rest:0{digits}d}"
    return f"-{text}" if minor < 0 else text


def parse_minor(text: str, currency: str = "AZN") -> int:
    """Read an amount as people write it, in minor units.

    "1,000" is refused: to one reader it is a thousand, to another one manat.

    >>> parse_minor("1 000,50"), parse_minor("1000.5"), parse_minor("1,000.50")
    (100050, 100050, 100050)

    :raises AmountError: malformed, ambiguous, negative, too fine, or over `MAX_MINOR`
    """
    cleaned = re.sub(r"[\s\u00a0\u202f']", "", text.strip())
    if re.fullmatch(r"-[\d.,]+", cleaned):
        raise AmountError(N_("Enter an amount of zero or more."), code="negative")
    if minor_digits(currency) < 3 and re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", cleaned):
        raise AmountError(
            N_("Write thousands without a comma or a point, such as 1000 or 1 000,50."),
            code="ambiguous",
        )
    if re.fullmatch(r"[1-9]\d{0,2}(,\d{3})+(\.\d+)?", cleaned):
        cleaned = cleaned.replace(",", "")
    match = re.fullmatch(r"(\d{1,18})(?:[.,](\d+))?", cleaned, re.ASCII)
    if match is None:
        raise AmountError(
            N_("Enter an amount in figures, such as 1000 or 83,50."), code="malformed"
        )
    digits = minor_digits(currency)
    fraction = (match[2] or "").rstrip("0")
    if len(fraction) > digits:
        raise AmountError(
            N_("Enter an amount with no more than %(digits)s digits after the comma."),
            code="fraction",
            params={"digits": digits},
        )
    minor: int = int(match[1]) * 10**digits + int(fraction.ljust(digits, "0") or "0")
    if minor > MAX_MINOR:
        raise AmountError(
            N_("This amount is too large. Check the number of zeros."), code="too_large"
        )
    return minor


def split(
    total_minor: int, weights: Sequence[int | Decimal], remainder_to: int | None = None
) -> tuple[int, ...]:
    """Cut `total_minor` by `weights`; the parts always sum to the whole.

    By largest remainder (ties to the earlier part); or, where an agreement nominates who
    takes the rest, every part is rounded down and `remainder_to` takes it.

    >>> split(100_01, [705, 295])
    (7051, 2950)
    >>> split(10, [Decimal("70.5"), Decimal("14.75"), Decimal("14.75")], remainder_to=0)
    (8, 1, 1)
    """
    if not weights or any(weight < 0 for weight in weights):
        raise ValueError("shares need weights of zero or more")
    exact = [Decimal(weight) for weight in weights]
    whole = sum(exact, Decimal(0))
    if whole == 0:
        raise ValueError("at least one weight must be above zero")
    sign = -1 if total_minor < 0 else 1
    size = abs(total_minor)
    floors = [int(size * weight / whole) for weight in exact]
    # Decimal division rounds; the floor is made exact with whole-number arithmetic.
    floors = [
        part - 1 if part * whole > size * weight else part
        for part, weight in zip(floors, exact, strict=True)
    ]
    rest = size - sum(floors)
    if remainder_to is not None:
        floors[remainder_to] += rest
    else:
        order = sorted(range(len(exact)), key=lambda i: (floors[i] * whole - size * exact[i], i))
        for index in order[:rest]:
            floors[index] += 1
    return tuple(sign * part for part in floors)

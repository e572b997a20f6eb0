"""Small values that travel together: periods, registrations, and the terms of an agreement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included.

    :raises Refused: it ends before it starts
    """

    starts_on: date
    ends_on: date

    def __post_init__(self) -> None:
        if self.ends_on < self.starts_on:
            raise Refused(N_("The last day must not be before the first day."), field="ends_on")

    def covers(self, on: date) -> bool:
        """Whether `on` lies within."""
        return self.starts_on <= on <= self.ends_on


@dataclass(frozen=True, slots=True)
class Registration:
    """Under which number and on which day the state registered a paper."""

    number: str = ""
    on: date | None = None


UNREGISTERED = Registration()
"""Not registered, or not yet."""


@dataclass(frozen=True, slots=True)
class AgreementTerms:
    """What stands in an agreement. `share_bps` 7050 is 70.5 %."""

    title: str
    number: str
    signed_on: date
    valid_until: date | None = None
    registration: Registration = UNREGISTERED
    amount: Money | None = None
    share_bps: int | None = None
    conditions: str = ""

"""What can happen to a loan: frozen facts, put in value-date order and replayed.

Every event has an `id`, the day on which it happened economically (`value_on`), its place in
the order of recording (`sequence`, which decides between events of one day) and the day on
which it was recorded (`recorded_on`, for positions "as known then"; the value date when not
given). Amounts are integers of minor units.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from dayaq.credit.domain.allocation import Component
from dayaq.credit.domain.errors import (
    AmountNotPositive,
    AmountTooLarge,
    NegativeTerm,
    NotAWholeNumber,
    PauseOutOfOrder,
    WrongComponent,
)
from dayaq.kernel.money import MAX_MINOR


class Arrears(StrEnum):
    """What a new schedule does with what is overdue.

    KEEP: the old instalments stay and stay overdue. MOVE: their unpaid principal joins the new
    instalments, their unpaid interest, fees and penalties fall due with the first of them.
    CAPITALISE: everything unpaid becomes principal of the new instalments.
    """

    KEEP = "keep"
    MOVE = "move"
    CAPITALISE = "capitalise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What all events have."""

    id: str
    value_on: date
    sequence: int = 0
    recorded_on: date | None = None

    @property
    def known_on(self) -> date:
        """The day from which the event counts in a position "as known"."""
        return self.recorded_on or self.value_on


def _refuse_bad_amount(amount_minor: int | None) -> None:
    """An amount is a whole number above zero and within the limit of the house."""
    if amount_minor is None:
        return
    _refuse_unless_whole("amount_minor", amount_minor)
    if amount_minor <= 0:
        raise AmountNotPositive(amount=amount_minor)
    if amount_minor > MAX_MINOR:
        raise AmountTooLarge(amount=amount_minor, limit=MAX_MINOR)


def _refuse_bad_part(term: str, amount_minor: int) -> None:
    """A part of a new instalment may be nothing, but not less."""
    _refuse_unless_whole(term, amount_minor)
    if amount_minor < 0:
        raise NegativeTerm(name="An amount of a new instalment", value=amount_minor)
    if amount_minor > MAX_MINOR:
        raise AmountTooLarge(amount=amount_minor, limit=MAX_MINOR)


def _refuse_unless_whole(term: str, value: object) -> None:
    if type(value) is not int:
        raise NotAWholeNumber(term=term, value=repr(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amount(Event):
    amount_minor: int

    def __post_init__(self) -> None:
        _refuse_bad_amount(self.amount_minor)


class Disbursed(_Amount):
    """Money left the fund: the gross amount, before fees deducted from it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paid(_Amount):
    """Money came in. `payoff` repays the loan in full on this day: what was not yet earned of
    the interest (by the payoff rule of the terms) is taken off before the money is allocated.
    """

    payoff: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reversed(Event):
    """The event `of` never happened: bounced, mistyped, someone else's money."""

    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewInstalment:
    """A row of a new schedule given by hand; `interest_minor` None lets the terms compute it."""

    due_on: date
    principal_minor: int
    interest_minor: int | None = None

    def __post_init__(self) -> None:
        _refuse_bad_part("principal_minor", self.principal_minor)
        if self.interest_minor is not None:
            _refuse_bad_part("interest_minor", self.interest_minor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescheduled(Event):
    """From `value_on` on, the instalments not yet due are replaced.

    Either `rows` are given, or the outstanding principal is spread anew over `instalments`
    (as many as remained, when None) from `first_due` (the next due date, when None).
    """

    rows: tuple[NewInstalment, ...] = ()
    instalments: int | None = None
    first_due: date | None = None
    arrears: Arrears = Arrears.MOVE

    def __post_init__(self) -> None:
        object.__setattr__(self, "arrears", Arrears(self.arrears))
        if self.instalments is not None and self.instalments < 1:
            raise NegativeTerm(name="The number of new instalments", value=self.instalments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused(Event):
    """No instalment falls due from `from_on` to `to_on`, both included; the rest moves on.

    Instalments keep their amounts and move by whole periods. `with_interest` charges interest
    for the periods that were added, due with the first instalment after the pause.
    """

    from_on: date
    to_on: date
    with_interest: bool = False

    def __post_init__(self) -> None:
        if self.to_on < self.from_on:
            raise PauseOutOfOrder(from_on=self.from_on, to_on=self.to_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class _AmountOrAll(Event):
    amount_minor: int | None = None

    def __post_init__(self) -> None:
        _refuse_bad_amount(self.amount_minor)


class WrittenOff(_AmountOrAll):
    """The claim is taken out of the books as a loss (all of it, or an amount); it may still be
    recovered."""

    __slots__ = ()


class ConvertedToGrant(_AmountOrAll):
    """The rest (or an amount of principal) is given; the client owes it no longer."""

    __slots__ = ()


class HandedOver(Event):
    """All of the rest is collected by a successor from now on; it is not given up."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgiven(_AmountOrAll):
    """Principal (all, or an amount) is forgiven, oldest instalment first unless one is named."""

    instalment: int | None = None


class Recovered(_Amount):
    """Money came in on a loan that was written off."""

    __slots__ = ()


class Refunded(_Amount):
    """An overpayment was given back."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeCharged(_Amount):
    """A fee or a penalty added during the life of the loan, due on `due_on` (or at once)."""

    component: Component = Component.FEE
    due_on: date | None = None

    def __post_init__(self) -> None:
        _Amount.__post_init__(self)
        object.__setattr__(self, "component", Component(self.component))
        if self.component not in (Component.FEE, Component.PENALTY):
            raise WrongComponent(component=self.component, act="charged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Waived(_AmountOrAll):
    """Interest, fees or penalties (all that is outstanding, or an amount) are waived, oldest
    instalment first unless one is named."""

    component: Component = Component.INTEREST
    instalment: int | None = None

    def __post_init__(self) -> None:
        _AmountOrAll.__post_init__(self)
        object.__setattr__(self, "component", Component(self.component))
        if self.component is Component.PRINCIPAL:
            raise WrongComponent(component=self.component, act="waived")

"""What a replay gives back: a loan as it stands, all of it frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from dayaq.credit.domain.allocation import Component
from dayaq.credit.domain.events import Event
from dayaq.credit.domain.instalments import Instalment
from dayaq.credit.domain.terms import LoanTerms


class Parts(NamedTuple):
    """An amount by component, in minor units; the order is that of `Component`."""

    penalty: int = 0
    fee: int = 0
    interest: int = 0
    principal: int = 0

    @property
    def total_minor(self) -> int:
        return self.penalty + self.fee + self.interest + self.principal


#: Components in the order in which `Parts` holds them.
COMPONENTS = tuple(Component)
PENALTY, FEE, INTEREST, PRINCIPAL = range(4)


def add_up(parts: Sequence[Parts]) -> Parts:
    """The sum, component by component."""
    return Parts(*(sum(column) for column in zip(*parts, strict=True))) if parts else Parts()


class Status(StrEnum):
    """Where a loan is in its life; everything after ACTIVE owes nothing."""

    NOT_DISBURSED = "not_disbursed"
    ACTIVE = "active"
    REPAID = "repaid"
    OVERPAID = "overpaid"
    WRITTEN_OFF = "written_off"
    CONVERTED = "converted"
    FORGIVEN = "forgiven"
    HANDED_OVER = "handed_over"


class Rule(StrEnum):
    """Why an amount changed; `explain.py` has a sentence for each."""

    SCHEDULE = "schedule"
    TRANCHE = "tranche"
    PAYMENT = "payment"
    EARLY_PRINCIPAL = "early_principal"
    CREDIT_USED = "credit_used"
    FEE = "fee"
    PENALTY_RULE = "penalty_rule"
    WAIVER = "waiver"
    FORGIVENESS = "forgiveness"
    GRANT = "grant"
    WRITE_OFF = "write_off"
    PAYOFF = "payoff"
    RESCHEDULED = "rescheduled"
    PAUSE = "pause"
    HANDOVER = "handover"


class Change(NamedTuple):
    """One change of what is owed: the signed amounts of a component sum to its outstanding."""

    on: date
    event_id: str
    rule: Rule
    instalment: int
    component: Component
    amount_minor: int


class Allocation(NamedTuple):
    """Where money of a payment went. `component` is one of the four, or `credit` (kept),
    `refund` (given back) or `recovery` (after a write-off), which have no instalment.
    """

    payment_id: str
    instalment: int | None
    component: str
    amount_minor: int
    on: date


class InstalmentState(NamedTuple):
    """An instalment now. `settled_on` is the day that brought all four parts to zero; rows on
    which nothing is due have none (rule 10 of the reference). What was paid before and after the
    due date, as it stood on the day of the payment, is kept beside.
    """

    number: int
    from_on: date
    due_on: date
    due: Parts
    paid: Parts
    waived: Parts
    written_off: Parts
    settled_on: date | None
    paid_in_advance_minor: int = 0
    paid_late_minor: int = 0

    @property
    def outstanding(self) -> Parts:
        """Due less paid, waived (or forgiven, or given) and written off."""
        due, paid, waived, lost = self.due, self.paid, self.waived, self.written_off
        return Parts(
            due.penalty - paid.penalty - waived.penalty - lost.penalty,
            due.fee - paid.fee - waived.fee - lost.fee,
            due.interest - paid.interest - waived.interest - lost.interest,
            due.principal - paid.principal - waived.principal - lost.principal,
        )


class ScheduleVersion(NamedTuple):
    """A schedule as it was agreed at one time; earlier ones stay as they were."""

    number: int
    event_id: str
    on: date
    instalments: tuple[Instalment, ...]


class Remark(NamedTuple):
    """An event asked for more than there was (a backdated payment came before it):
    `short_minor` of it had nothing to act on."""

    event_id: str
    what: str
    asked_minor: int
    short_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanState:
    """A loan after its events. Amounts are integers of minor units."""

    terms: LoanTerms
    events: tuple[Event, ...]
    until: date | None
    status: Status
    disbursed_on: date | None
    disbursed_minor: int
    fee_deducted_minor: int
    fee_at_disbursement_minor: int
    capitalised_minor: int
    paid_minor: int
    refunded_minor: int
    recovered_minor: int
    forgiven_minor: int
    granted_minor: int
    handed_over_minor: int
    credit_minor: int
    closed_on: date | None
    restructured_count: int
    instalments: tuple[InstalmentState, ...]
    versions: tuple[ScheduleVersion, ...]
    allocations: tuple[Allocation, ...]
    changes: tuple[Change, ...]
    remarks: tuple[Remark, ...]

    @property
    def outstanding(self) -> Parts:
        return add_up([row.outstanding for row in self.instalments])

    @property
    def written_off(self) -> Parts:
        return add_up([row.written_off for row in self.instalments])

    @property
    def waived(self) -> Parts:
        """Waived, forgiven and given together."""
        return add_up([row.waived for row in self.instalments])

    @property
    def paid(self) -> Parts:
        """What payments settled; credit, refunds and recoveries apart."""
        return add_up([row.paid for row in self.instalments])

    @property
    def restructured(self) -> bool:
        return self.restructured_count > 0

    def allocations_of(self, payment_id: str) -> tuple[Allocation, ...]:
        """How one payment was split, for its receipt."""
        return tuple(a for a in self.allocations if a.payment_id == payment_id)

"""The loan while it is replayed: mutable rows, and the acts that change them.

Only `replay.py` and `rescheduling.py` use this; everything outside sees a frozen `LoanState`.
Each row holds four lists in the order of `Parts` (penalty, fee, interest, principal).
"""

from collections.abc import Iterable
from datetime import date, timedelta

from dayaq.credit.domain import early
from dayaq.credit.domain.allocation import Component, Due, Excess, Stage
from dayaq.credit.domain.fees import HUNDRED
from dayaq.credit.domain.instalments import Instalment
from dayaq.credit.domain.numbers import apply_rate, split_evenly
from dayaq.credit.domain.spread import interest_begins
from dayaq.credit.domain.state import (
    COMPONENTS,
    FEE,
    INTEREST,
    PENALTY,
    PRINCIPAL,
    Allocation,
    Change,
    InstalmentState,
    Parts,
    Remark,
    Rule,
    ScheduleVersion,
)
from dayaq.credit.domain.terms import EarlyPrincipal, FeeBasis, LoanTerms

#: What a remark is about, where it is not an amount.
NOTHING_LEFT = "instalments to reschedule"
CLOSED = "a loan that is still open"
NO_INSTALMENT = "that instalment"
TOO_LATE = "instalments after a payout"

DAY = timedelta(days=1)
INDEX = {component: index for index, component in enumerate(COMPONENTS)}


class Row:
    """One instalment in motion. `left` is due less paid, waived and lost, kept up to date."""

    __slots__ = (
        "charges", "due", "due_on", "early", "extra", "from_on", "late", "left", "lost", "number",
        "owed", "paid", "penalties", "replaced", "scheduled_on", "settled_on", "waived",
    )  # fmt: skip

    def __init__(self, plan: Instalment, *, extra: bool = False) -> None:
        self.number = plan.number
        self.from_on = plan.from_on
        self.due_on = plan.due_on
        self.scheduled_on = plan.scheduled_on or plan.due_on
        self.due = [plan.penalty_minor, plan.fee_minor, plan.interest_minor, plan.principal_minor]
        self.left = self.due.copy()
        self.owed = sum(self.due)
        self.paid = [0, 0, 0, 0]
        self.waived = [0, 0, 0, 0]
        self.lost = [0, 0, 0, 0]
        self.settled_on: date | None = None
        self.extra = extra
        self.penalties = 0
        self.replaced = False
        self.early = 0
        self.late = 0
        self.charges: list[tuple[date, int, int]] = []

    def plan(self) -> Instalment:
        penalty, fee, interest, principal = self.due
        return Instalment(
            self.number, self.from_on, self.due_on, principal, interest, fee, penalty,
            self.scheduled_on,
        )  # fmt: skip

    def state(self) -> InstalmentState:
        return InstalmentState(
            self.number, self.from_on, self.due_on, Parts(*self.due), Parts(*self.paid),
            Parts(*self.waived), Parts(*self.lost), self.settled_on, self.early, self.late,
        )  # fmt: skip


class Book:
    """Rows, credit and the trail of changes of one loan."""

    def __init__(self, terms: LoanTerms) -> None:
        self.terms = terms
        self.rows: list[Row] = []
        self.today = date.min
        self.disbursed_on: date | None = None
        self.disbursed = 0
        self.drawn: list[tuple[date, int]] = []
        self.deducted = 0
        self.fee_at_start = 0
        self.capitalised = 0
        self.paid = 0
        self.refunded = 0
        self.recovered = 0
        self.forgiven = 0
        self.granted = 0
        self.handed_over = 0
        self.is_handed_over = False
        self.credits: list[tuple[str, int]] = []
        self.restructured = 0
        self.written_off = False
        self.closed_on: date | None = None
        self.versions: list[ScheduleVersion] = []
        self.allocations: list[Allocation] = []
        self.changes: list[Change] = []
        self.remarks: list[Remark] = []

    # What is owed

    def is_open(self) -> bool:
        """Whether anything is owed; looked for from the end, where it is found at once."""
        return any(row.owed for row in reversed(self.rows))

    def credit(self) -> int:
        return sum(amount for _, amount in self.credits)

    def charge(self, row: Row, index: int, amount: int, event_id: str, rule: Rule) -> None:
        """Raise (or lower) what is due on a row; a settled row opens again."""
        row.due[index] += amount
        row.left[index] += amount
        row.owed += amount
        if row.owed:
            row.settled_on = None
        self._record(row, index, amount, event_id, rule)

    def _record(self, row: Row, index: int, amount: int, event_id: str, rule: Rule) -> None:
        change = Change(self.today, event_id, rule, row.number, COMPONENTS[index], amount)
        self.changes.append(change)

    def take(
        self, row: Row, index: int, limit: int, into: list[int], event_id: str, rule: Rule
    ) -> int:
        """Settle up to `limit` of one component; `into` is the row's paid, waived or lost."""
        amount = min(row.left[index], limit)
        if amount <= 0:
            return 0
        row.left[index] -= amount
        row.owed -= amount
        into[index] += amount
        if not row.owed:
            row.settled_on = self.today
        self._record(row, index, -amount, event_id, rule)
        return amount

    def add_rows(self, plans: Iterable[Instalment], event_id: str, rule: Rule) -> None:
        for plan in plans:
            row = Row(plan)
            self.rows.append(row)
            for index, amount in enumerate(row.due):
                if amount:
                    self._record(row, index, amount, event_id, rule)

    def new_version(self, event_id: str) -> None:
        plans = tuple(row.plan() for row in self.rows)
        self.versions.append(ScheduleVersion(len(self.versions) + 1, event_id, self.today, plans))

    def remark(self, event_id: str, what: str, asked: int, short: int) -> None:
        """Note that an event found less to act on than it asked for."""
        self.remarks.append(Remark(event_id, what, asked, short))

    # Money

    def allocate(
        self, payment_id: str, amount: int, rule: Rule = Rule.PAYMENT, *, in_full: bool = False
    ) -> int:
        """Run money through the stages of the order; gives back what found nothing to settle.

        A payment `in_full` took the interest off already.
        """
        order = self.terms.allocation
        open_rows = [row for row in self.rows if row.owed]
        for stage in order.due:
            if not amount:
                return 0
            amount = self._stage(stage, open_rows, payment_id, amount, rule)
        if amount and rule is Rule.PAYMENT:
            amount = self._excess(open_rows, payment_id, amount, in_full)
        return amount

    def _stage(
        self, stage: Stage, rows: list[Row], payment_id: str, amount: int, rule: Rule
    ) -> int:
        first, last = _days_of(stage.scope, self.today)
        rows = [row for row in rows if row.owed and first <= row.due_on <= last]
        parts = [INDEX[component] for component in stage.components]
        if stage.vertical:
            return self._down(parts, rows, payment_id, amount, rule)
        for row in rows:
            left = row.left
            for part in parts:
                if left[part]:
                    amount -= self.pay(row, part, amount, payment_id, rule)
                    if not amount:
                        return 0
        return amount

    def _down(
        self, parts: list[int], rows: list[Row], payment_id: str, amount: int, rule: Rule
    ) -> int:
        """One component over all instalments before the next component."""
        for part in parts:
            for row in rows:
                amount -= self.pay(row, part, amount, payment_id, rule)
        return amount

    def pay(self, row: Row, part: int, limit: int, payment_id: str, rule: Rule) -> int:
        paid = self.take(row, part, limit, row.paid, payment_id, rule)
        if paid:
            if self.today < row.due_on:
                row.early += paid
            elif self.today > row.due_on:
                row.late += paid
            self.allocations.append(
                Allocation(payment_id, row.number, COMPONENTS[part], paid, self.today)
            )
        return paid

    def _excess(self, rows: list[Row], payment_id: str, amount: int, in_full: bool) -> int:
        """Money beyond what is due, by the excess rule of the terms."""
        excess = self.terms.excess
        if excess is Excess.CREDIT:
            return amount
        coming = [row for row in rows if row.due_on > self.today]
        stages = self.terms.allocation.advance
        if excess is Excess.PRINCIPAL:
            stages = (Stage(Due.ADVANCE, (Component.PRINCIPAL,)), *stages)
        if excess is Excess.LAST_INSTALMENT:
            coming.reverse()
        if self.terms.allocation.due_charges_first:
            amount = self._due_charges(coming, payment_id, amount)
        if self.terms.early_principal is EarlyPrincipal.LESS_INTEREST and not in_full:
            amount = self._shorten(coming, payment_id, amount)
        if excess is Excess.EVENLY and coming:
            amount = self._evenly(coming, payment_id, amount)
        for stage in stages:
            if amount:
                amount = self._stage(stage, coming, payment_id, amount, Rule.PAYMENT)
        return amount

    def _shorten(self, coming: list[Row], payment_id: str, amount: int) -> int:
        """Principal off the last instalments, and less interest on the others."""
        paid = min(amount, sum(row.left[PRINCIPAL] for row in coming))
        if not paid:
            return amount
        plans = [self._coming(row) for row in coming]
        after = early.shortened(self.terms, plans, self.drawn, self.today, paid)
        for row, left in zip(coming, after, strict=True):
            principal = left.principal_minor + left.settled_minor
            for part, wanted in ((INTEREST, left.interest_minor), (PRINCIPAL, principal)):
                if wanted != row.left[part]:
                    change = wanted - row.left[part]
                    self.charge(row, part, change, payment_id, Rule.EARLY_PRINCIPAL)
            self.pay(row, PRINCIPAL, left.settled_minor, payment_id, Rule.PAYMENT)
            if not row.owed and row.settled_on is None:
                row.settled_on = self.today
        self.rows = [row for row in self.rows if any(row.due) or row not in coming]
        self.drawn.append((self.today, -paid))
        self.new_version(payment_id)
        return amount - paid

    def _coming(self, row: Row) -> early.Coming:
        """The row as `early` looks at it: interest runs by the days before any was moved."""
        begin = row.from_on
        before = [other for other in self.rows if other.due_on == begin]
        if before:
            begin = before[-1].scheduled_on
        elif row.number == 1:
            begin = interest_begins(self.terms, begin, [row.scheduled_on])[0]
        return early.Coming(
            row.number, begin, row.scheduled_on, row.left[INTEREST], row.left[PRINCIPAL]
        )

    def _due_charges(self, coming: list[Row], payment_id: str, amount: int) -> int:
        """Charges whose own day has come, on instalments that are not due yet."""
        for row in coming:
            for part in (PENALTY, FEE):
                due = sum(m for day, p, m in row.charges if p == part and day <= self.today)
                settled = row.due[part] - row.left[part]
                amount -= self.pay(row, part, min(due - settled, amount), payment_id, Rule.PAYMENT)
        return amount

    def _evenly(self, coming: list[Row], payment_id: str, amount: int) -> int:
        """Equal parts over the coming instalments, what one cannot take goes on to the next."""
        parts = [part for stage in self.terms.allocation.advance for part in stage.components]
        left = 0
        for row, share in zip(
            coming, split_evenly(amount, len(coming), self.terms.rounding), strict=True
        ):
            left += share
            for part in parts:
                left -= self.pay(row, INDEX[part], left, payment_id, Rule.PAYMENT)
        return left

    def use_credit(self) -> None:
        """Put kept money to what is due today, oldest money first."""
        kept: list[tuple[str, int]] = []
        for payment_id, amount in self.credits:
            rest = self.allocate(payment_id, amount, Rule.CREDIT_USED)
            if rest:
                kept.append((payment_id, rest))
        self.credits = kept

    # Time

    def advance(self, day: date) -> None:
        """Let the days pass up to `day`: kept money meets instalments, penalties fall due."""
        if self.rows and (self.credits or self.terms.penalty is not None):
            for moment in self._moments(day):
                self.today = max(self.today, moment)
                self._penalise(moment)
                if self.credits:
                    self.use_credit()
        self.today = max(self.today, day)

    def _moments(self, day: date) -> Iterable[date]:
        """The days up to `day` on which time alone changes the loan."""
        while True:
            due = [r.due_on for r in self.rows if self.credits and r.owed and r.due_on <= day]
            penal = [d for r in self.rows if (d := self._penalty_on(r)) is not None and d <= day]
            if not due and not penal:
                return
            yield min(due + penal)

    def _penalty_on(self, row: Row) -> date | None:
        """The day of the row's next penalty, if it is left unpaid until then."""
        rule = self.terms.penalty
        if rule is None or row.extra or row.left[PRINCIPAL] <= 0:
            return None
        if row.penalties and rule.repeat_days is None:
            return None
        days = rule.wait_days + 1 + row.penalties * (rule.repeat_days or 0)
        return row.due_on + timedelta(days=days)

    def _penalise(self, day: date) -> None:
        rule = self.terms.penalty
        if rule is None:
            return
        for row in list(self.rows):
            on = self._penalty_on(row)
            if on is None or on > day:
                continue
            row.penalties += 1
            base = row.left[PRINCIPAL]
            if rule.basis is FeeBasis.PRINCIPAL_AND_INTEREST:
                base += row.left[INTEREST]
            amount = rule.amount_minor or apply_rate(
                base, rule.percent / HUNDRED, self.terms.rounding
            )
            if amount:
                target = self.row_for(on, merge=True)
                target.charges.append((on, PENALTY, amount))
                self.charge(target, PENALTY, amount, "", Rule.PENALTY_RULE)

    def row_for(self, day: date, *, merge: bool = False) -> Row:
        """The instalment with from < day <= due; after the last one an extra is made.

        With `merge` a day after the extra instalment still belongs to it.
        """
        for row in self.rows:
            if day <= row.due_on and not row.replaced:
                return row
        last = self.rows[-1]
        if merge and last.extra:
            return last
        extra = Row(Instalment(last.number + 1, last.due_on, day, 0), extra=True)
        self.rows.append(extra)
        return extra


def _days_of(scope: Due, today: date) -> tuple[date, date]:
    """The first and the last due date that a stage looks at."""
    if scope is Due.DUE:
        return date.min, today
    if scope is Due.ADVANCE:
        return today + DAY, date.max
    return (date.min, today - DAY) if scope is Due.PAST_DUE else (today, today)


__all__ = [
    "CLOSED", "FEE", "INDEX", "INTEREST", "NOTHING_LEFT", "NO_INSTALMENT", "PENALTY",
    "PRINCIPAL", "TOO_LATE", "Book", "Row",
]  # fmt: skip

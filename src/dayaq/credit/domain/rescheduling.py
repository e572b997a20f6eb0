"""New schedules for a running loan: tranches, rescheduling and pauses.

Every act leaves the instalments already due as they are (or moves what is unpaid of them, when
told to), replaces the rest, and adds a schedule version. Interest of the new rows follows the
terms: a flat loan keeps the interest it had and spreads it anew, a declining one computes it on
the balance from the last instalment that stayed.
"""

import itertools
from dataclasses import replace
from datetime import date

from dayaq.credit.domain.book import (
    FEE,
    INTEREST,
    NOTHING_LEFT,
    PENALTY,
    PRINCIPAL,
    TOO_LATE,
    Book,
    Row,
)
from dayaq.credit.domain.calendar import Unit, add_months, step
from dayaq.credit.domain.errors import (
    DatesOutOfOrder,
    NewDatesInThePast,
)
from dayaq.credit.domain.events import Arrears, Disbursed, NewInstalment, Paused, Rescheduled
from dayaq.credit.domain.fees import fee_amount
from dayaq.credit.domain.instalments import Instalment
from dayaq.credit.domain.numbers import apply_rate, split_evenly
from dayaq.credit.domain.rates import context_of, period_rate, unit_rate
from dayaq.credit.domain.rest import rest_terms, spread_rest, with_tranche
from dayaq.credit.domain.schedule import build_schedule
from dayaq.credit.domain.state import Rule
from dayaq.credit.domain.terms import EarlyPrincipal, FeeBasis, FeeWhen, Interest, LoanTerms


def first_tranche(book: Book, event: Disbursed) -> None:
    """The first money out makes the schedule, for as much as was paid out."""
    terms = book.terms
    if event.amount_minor != terms.principal_minor or terms.tranches:
        terms = replace(terms, principal_minor=event.amount_minor, tranches=())
    schedule = build_schedule(terms, event.value_on)
    book.disbursed_on = event.value_on
    book.deducted += schedule.fee_deducted_minor
    book.fee_at_start += schedule.fee_at_disbursement_minor
    book.add_rows(schedule.instalments, event.id, Rule.SCHEDULE)
    book.new_version(event.id)


def later_tranche(book: Book, event: Disbursed) -> None:
    """Further money is spread over the instalments due after its day."""
    terms = book.terms
    for fee in terms.fees:
        if fee.when is FeeWhen.DISBURSEMENT and fee.basis is FeeBasis.PRINCIPAL:
            taken = fee_amount(terms, fee, event.amount_minor, 0)
            if fee.deducted:
                book.deducted += taken
            else:
                book.fee_at_start += taken
    coming = [row for row in book.rows if row.due_on > event.value_on and not row.extra]
    book.drawn.append((event.value_on, event.amount_minor))
    if not coming:
        # Refused when it is new; money that is out already falls due a period later.
        book.remark(event.id, TOO_LATE, event.amount_minor, event.amount_minor)
        row = book.row_for(step(event.value_on, terms.frequency, 1))
        book.charge(row, PRINCIPAL, event.amount_minor, event.id, Rule.TRANCHE)
        book.new_version(event.id)
        return
    plans = [row.plan() for row in coming]
    # Principal that lowered the interest when it was paid early is not spread again.
    early = [0] * len(coming)
    if terms.early_principal is EarlyPrincipal.LESS_INTEREST:
        early = [row.due[PRINCIPAL] - row.left[PRINCIPAL] for row in coming]
        plans = [
            plan._replace(principal_minor=plan.principal_minor - paid)
            for plan, paid in zip(plans, early, strict=True)
        ]
    principals, interests = with_tranche(terms, plans, book.drawn, book.disbursed)
    principals = [amount + paid for amount, paid in zip(principals, early, strict=True)]
    for row, principal, interest in zip(coming, principals, interests, strict=True):
        for index, amount in ((PRINCIPAL, principal), (INTEREST, interest)):
            change = max(amount, row.due[index] - row.left[index]) - row.due[index]
            if change:
                book.charge(row, index, change, event.id, Rule.TRANCHE)
    short = sum(principals) - sum(row.due[PRINCIPAL] for row in coming)
    if short:
        _take_back(book, coming, -short, event.id)
    book.new_version(event.id)


def _take_back(book: Book, rows: list[Row], excess: int, event_id: str) -> None:
    """What a prepaid instalment could not give up comes off the last ones."""
    for row in reversed(rows):
        part = min(excess, row.left[PRINCIPAL])
        if part > 0:
            book.charge(row, PRINCIPAL, -part, event_id, Rule.TRANCHE)
            excess -= part


def reschedule(book: Book, event: Rescheduled) -> None:
    """Replace the instalments not yet due by new ones."""
    on = event.value_on
    coming = [row for row in book.rows if row.due_on > on and row.owed]
    late = [row for row in book.rows if row.due_on <= on and row.owed]
    sources = coming if event.arrears is Arrears.KEEP else [*late, *coming]
    if not sources:
        book.remark(event.id, NOTHING_LEFT, 0, 0)
        return
    begin = coming[0].from_on if coming else on
    dates = _new_dates(book.terms, event, coming)
    left = [sum(row.left[part] for row in coming) for part in range(4)]
    overdue = [0, 0, 0, 0]
    if event.arrears is not Arrears.KEEP:
        overdue = [sum(row.left[part] for row in late) for part in range(4)]
    paid_ahead = sum(row.paid[INTEREST] for row in coming)
    for row in sources:
        _cut(book, row, event.id)
    principal = left[PRINCIPAL] + overdue[PRINCIPAL]
    if event.arrears is Arrears.CAPITALISE:
        added = overdue[PENALTY] + overdue[FEE] + overdue[INTEREST]
        book.capitalised += added
        principal += added
        overdue = [0, 0, 0, 0]
    book.rows = [row for row in book.rows if row not in sources or any(row.due)]
    number = max((row.number for row in book.rows), default=0)
    principals, interests = _new_amounts(book, event, principal, begin, dates, left[INTEREST])
    if book.terms.interest is Interest.DECLINING and not event.rows:
        interests[0] -= min(paid_ahead, interests[0])
    fees = split_evenly(left[FEE], len(dates), book.terms.rounding)
    plans = []
    before = min(begin, on)
    for index, due_on in enumerate(dates):
        first = index == 0
        plans.append(
            Instalment(
                number + index + 1,
                before,
                _moved(book.terms, due_on),
                principals[index],
                interests[index] + (overdue[INTEREST] if first else 0),
                fees[index] + (overdue[FEE] if first else 0),
                left[PENALTY] + overdue[PENALTY] if first else 0,
                due_on,
            )
        )
        before = due_on
    book.add_rows(plans, event.id, Rule.RESCHEDULED)
    book.rows.sort(key=lambda row: (row.due_on, row.number))
    book.restructured += 1
    book.new_version(event.id)


def _moved(terms: LoanTerms, day: date) -> date:
    return day if terms.working_days is None else terms.working_days.moved(day)


def _cut(book: Book, row: Row, event_id: str) -> None:
    """Bring what is due on a row down to what was settled of it."""
    for index, left in enumerate(row.left.copy()):
        if left:
            book.charge(row, index, -left, event_id, Rule.RESCHEDULED)
    row.replaced = True


def _new_dates(terms: LoanTerms, event: Rescheduled, coming: list[Row]) -> list[date]:
    """The due dates of the new instalments, before any move off days without work."""
    if event.rows:
        dates = [row.due_on for row in event.rows]
    else:
        count = event.instalments or len(coming) or 1
        seed = (
            _after(coming[0], event.value_on)
            if coming
            else step(event.value_on, terms.frequency, 1)
        )
        if event.first_due is None and coming:
            dates = sorted({_after(row, event.value_on) for row in coming})[:count]
            day = max(row.scheduled_on.day for row in coming)
            dates += [_later(dates[-1], terms, k, day) for k in range(1, count - len(dates) + 1)]
        else:
            first = event.first_due or seed
            dates = [step(first, terms.frequency, k) for k in range(count)]
    if dates[0] <= event.value_on:
        raise NewDatesInThePast(due_on=dates[0], on=event.value_on)
    for number, (one, other) in enumerate(itertools.pairwise(dates), start=2):
        if other <= one:
            raise DatesOutOfOrder(number=number, due_on=other, before=one)
    return dates


def _after(row: Row, on: date) -> date:
    """The scheduled day, or the moved one where only that still lies ahead."""
    return row.scheduled_on if row.scheduled_on > on else row.due_on


def _later(day: date, terms: LoanTerms, periods: int, keep_day: int) -> date:
    if terms.frequency.unit is Unit.MONTHS:
        return add_months(day, terms.frequency.every * periods, keep_day)
    return step(day, terms.frequency, periods)


def _new_amounts(
    book: Book,
    event: Rescheduled,
    principal: int,
    begin: date,
    dates: list[date],
    old_interest: int,
) -> tuple[list[int], list[int]]:
    terms = book.terms
    count = len(dates)
    if event.rows:
        return _given_amounts(book, event, principal, begin, old_interest)
    if not principal:
        return [0] * count, split_evenly(old_interest, count, terms.rounding)
    drawn = [(on, amount) for on, amount in book.drawn if begin < on]
    if sum(amount for _, amount in drawn) > principal:
        drawn = []
    principals, interests = spread_rest(rest_terms(terms, principal, count), begin, dates, drawn)
    if terms.interest is Interest.FLAT:
        interests = split_evenly(old_interest, count, terms.rounding)
    return principals, interests


def _given_amounts(
    book: Book, event: Rescheduled, principal: int, begin: date, old_interest: int
) -> tuple[list[int], list[int]]:
    """The rows as agreed; a balance that a backdated payment changed since is met at the end."""
    terms = book.terms
    amounts = [row.principal_minor for row in event.rows]
    total = sum(amounts)
    if total != principal:
        book.remark(event.id, "principal to reschedule", total, total - principal)
        amounts[-1] += principal - total
        for index in range(len(amounts) - 1, 0, -1):
            if amounts[index] < 0:
                amounts[index - 1] += amounts[index]
                amounts[index] = 0
    flat = split_evenly(old_interest, len(amounts), terms.rounding)
    interests: list[int] = []
    balance = principal
    start = begin
    for row, amount, even in zip(event.rows, amounts, flat, strict=True):
        interests.append(_row_interest(terms, row, balance, start, even))
        balance -= amount
        start = max(start, row.due_on)
    return amounts, interests


def _row_interest(
    terms: LoanTerms, row: NewInstalment, balance: int, start: date, even: int
) -> int:
    if row.interest_minor is not None:
        return row.interest_minor
    if terms.interest is not Interest.DECLINING:
        return even
    if row.due_on <= start:
        # The time up to `start` is paid for already, or was free.
        return 0
    rate = period_rate(terms, start, row.due_on, context_of(terms), whole=False)
    return apply_rate(balance, rate, terms.rounding)


def pause(book: Book, event: Paused) -> None:
    """Move what would fall due in the pause, and all that follows, by whole periods."""
    terms = book.terms
    moving = [row for row in book.rows if row.owed and row.due_on >= event.from_on]
    book.restructured += 1
    if moving and moving[0].due_on <= event.to_on:
        periods = 1
        days = [row.scheduled_on for row in moving]
        keep = max(day.day for day in days)
        while _moved(terms, _later(days[0], terms, periods, keep)) <= event.to_on:
            periods += 1
        before = moving[0].from_on
        if not event.with_interest:
            # Nothing is earned in the pause: the running period starts after it.
            before = _later(before, terms, periods, before.day)
        for row in moving:
            row.scheduled_on = _later(row.scheduled_on, terms, periods, keep)
            row.due_on = _moved(terms, row.scheduled_on)
            row.from_on = before
            before = row.due_on
        if event.with_interest and terms.interest is Interest.DECLINING:
            rate = unit_rate(terms, context_of(terms)) * terms.frequency.every * periods
            balance = sum(row.left[PRINCIPAL] for row in book.rows)
            amount = apply_rate(balance, rate, terms.rounding)
            if amount:
                book.charge(moving[0], INTEREST, amount, event.id, Rule.PAUSE)
        book.rows.sort(key=lambda row: (row.due_on, row.number))
    book.new_version(event.id)

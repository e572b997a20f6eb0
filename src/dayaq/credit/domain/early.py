"""What paying before the day takes off: in full, and in part on a declining balance.

In full, interest is owed to the day where the terms say so (`unearned_of`). In part, where they
say so (`EarlyPrincipal.LESS_INTEREST`), the loan ends sooner and costs less (`shortened`): what
was paid early settles the last instalments. Each of the others stays as large as it was agreed
(equal instalments) or keeps its principal (any other amortisation), and bears interest on what is
still owed: in the running period on the old balance up to the day of the payment, on the new one
from then on.
"""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from dayaq.credit.domain import progressive
from dayaq.credit.domain.calendar import is_whole
from dayaq.credit.domain.numbers import apply_rate, divide
from dayaq.credit.domain.rates import context_of, period_rate
from dayaq.credit.domain.spread import Drawn, interest_by_stretch
from dayaq.credit.domain.state import FEE, INTEREST
from dayaq.credit.domain.terms import Amortisation, InstalmentRule, LoanTerms, Payoff


class Coming(NamedTuple):
    """What is left of an instalment that is not due yet, and the days that bear its interest."""

    number: int
    begin: date
    end: date
    interest_minor: int
    principal_minor: int


class Left(NamedTuple):
    """What is left of it afterwards, and what of the early money it takes."""

    interest_minor: int
    principal_minor: int
    settled_minor: int


def shortened(
    terms: LoanTerms, rows: Sequence[Coming], drawn: Drawn, on: date, early_minor: int
) -> list[Left]:
    """The coming instalments once `early_minor` of their principal is paid on `on`.

    `drawn` says how the balance changed before in the running period: payouts above zero,
    earlier such payments below. What is saved is the interest before less the interest after,
    so interest that has other reasons (a pause) stays.
    """
    owed = sum(row.principal_minor for row in rows)
    left = owed - early_minor
    put_off = 0
    amounts: list[tuple[int, int]] = []
    after = [*drawn, (on, -early_minor)]
    for row in rows:
        saved = _interest(terms, row, owed, drawn) - _interest(terms, row, left, after)
        put_off += max(saved, 0)
        interest = row.interest_minor
        if row.number > terms.interest_grace:
            interest = max(interest - put_off, 0)
            put_off = 0
        principal = row.principal_minor
        if principal and terms.amortisation is Amortisation.EQUAL_INSTALMENTS:
            principal += row.interest_minor - interest
        principal = min(principal, left)
        amounts.append((interest, principal))
        owed -= row.principal_minor
        left -= principal
    settled = _settled(rows, [principal for _, principal in amounts], early_minor)
    return [Left(*amount, part) for amount, part in zip(amounts, settled, strict=True)]


def _interest(terms: LoanTerms, row: Coming, balance: int, drawn: Drawn) -> int:
    """Interest of one period on `balance`, which became that by what was `drawn` in it."""
    begin = max(row.begin, terms.interest_from or row.begin)
    if row.number <= terms.interest_free or begin >= row.end:
        return 0
    drawn = [(day, part) for day, part in drawn if begin < day]
    context = context_of(terms)
    if terms.instalment_rule is InstalmentRule.PROGRESSIVE:
        exact = balance * Fraction(progressive.period_factor(terms, begin, row.end, context))
        for day, part in drawn:
            exact -= part * Fraction(progressive.period_factor(terms, begin, day, context, row.end))
        return divide(exact.numerator, exact.denominator, terms.rounding)
    if drawn:
        return interest_by_stretch(terms, begin, row.end, balance, drawn)
    whole = is_whole(begin, row.end, terms.frequency)
    rate = period_rate(terms, begin, row.end, context, whole=whole)
    return apply_rate(balance, rate, terms.rounding)


def _settled(rows: Sequence[Coming], principals: list[int], early_minor: int) -> list[int]:
    """Which rows the early money settles: those that ask for nothing any more, in order, after
    what is beyond them on the last row that still does."""
    asking = [index for index, principal in enumerate(principals) if principal]
    last = asking[-1] if asking else -1
    beyond = sum(row.principal_minor for row in rows[last + 1 :])
    parts = [0] * len(rows)
    left = early_minor
    if left > beyond:
        parts[last] = left - beyond
        left = beyond
    for index in range(last + 1, len(rows)):
        parts[index] = min(rows[index].principal_minor, left)
        left -= parts[index]
    return parts


def unearned_of(
    terms: LoanTerms,
    from_on: date,
    due_on: date,
    due: Sequence[int],
    left: Sequence[int],
    on: date,
) -> list[tuple[int, int]]:
    """What a repayment in full on `on` takes off an instalment: (component, amount).

    The interest of the running period is earned day by day; of coming periods nothing is
    earned, and their agreed fees are not due either. Nothing is taken off when the terms say
    that interest is owed as scheduled.
    """
    if terms.payoff is Payoff.AS_SCHEDULED or due_on <= on:
        return []
    running = from_on < on
    earned = 0
    if running:
        days = (due_on - from_on).days
        earned = divide(due[INTEREST] * (on - from_on).days, days, terms.rounding)
    settled = due[INTEREST] - left[INTEREST]
    off = [(INTEREST, max(left[INTEREST] - max(earned - settled, 0), 0))]
    return off if running else [*off, (FEE, left[FEE])]

"""Spreading what remains of a loan anew: after a tranche, after a rescheduling.

The rest keeps the interest and the rounding of the terms and loses everything that belonged to
the beginning (grace, fees, first date, custom rows). Where the rest is too small for the
multiple, it is divided to the minor unit.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from dayaq.credit.domain.errors import InstalmentBelowInterest, MultipleTooLarge, RepaidEarly
from dayaq.credit.domain.instalments import Instalment
from dayaq.credit.domain.numbers import apply_rate, divide, split_evenly
from dayaq.credit.domain.rates import context_of, period_rate
from dayaq.credit.domain.spread import Amounts, Drawn, interest_by_stretch, spread
from dayaq.credit.domain.terms import (
    Amortisation,
    Interest,
    LoanTerms,
    TrancheRule,
)


def with_tranche(
    terms: LoanTerms, rows: Sequence[Instalment], drawn: Drawn, lent_minor: int
) -> Amounts:
    """Principal and interest of `rows` once more is lent: the last of the payouts `drawn`, the
    others being those before it.

    Rows due up to `on` stay. By the terms' tranche rule the rest is spread evenly over the
    others, or every other row but the last is the part it would have been had all `lent_minor`
    been lent at the start, and the last takes the rest. In the running period each payout bears
    interest from its own day. Grace that is not over goes on.
    """
    on, amount = drawn[-1]
    kept = [row for row in rows if row.due_on <= on]
    coming = [row for row in rows if row.due_on > on]
    principals = [row.principal_minor for row in kept]
    interests = [row.interest_minor for row in kept]
    balance = sum(row.principal_minor for row in coming) + amount
    dates = [row.scheduled_on or row.due_on for row in coming]
    begin = max(coming[0].from_on, terms.interest_from or coming[0].from_on)
    drawn = [(day, part) for day, part in drawn if begin < day]
    plain = _plain(terms, balance, coming)
    parts, earned = spread_rest(plain, begin, dates, drawn)
    if terms.tranche_rule is TrancheRule.AS_FROM_START:
        each = divide(lent_minor, terms.paying_instalments, terms.rounding)
        parts = _capped([each] * (len(coming) - 1), balance, plain.principal_grace)
        if terms.interest is Interest.DECLINING:
            earned = _interest_on(plain, begin, dates, parts, drawn)
    if terms.interest is Interest.FLAT:
        free = _free_left(terms, coming)
        start = max(on, begin, dates[free - 1]) if free else max(on, begin)
        rate = period_rate(terms, start, dates[-1], context_of(terms), whole=False)
        total = sum(row.interest_minor for row in coming)
        total += apply_rate(amount, rate, terms.rounding)
        earned = [0] * free + split_evenly(total, len(coming) - free, terms.rounding)
    return principals + parts, interests + earned


def _plain(terms: LoanTerms, balance: int, coming: Sequence[Instalment]) -> LoanTerms:
    """The terms of the coming rows, with what is left of each grace."""
    rest = rest_terms(terms, balance, len(coming))
    free = _free_left(terms, coming) if rest.bears_interest else 0
    return replace(rest, principal_grace=_grace_left(coming), interest_free=free)


def _free_left(terms: LoanTerms, coming: Sequence[Instalment]) -> int:
    """How many of the coming rows are still free of interest."""
    passed = coming[0].number - 1
    return min(max(terms.interest_free - passed, 0), len(coming) - 1)


def _capped(parts: list[int], balance: int, grace: int) -> list[int]:
    """Parts never above what is left; nothing in the grace; the last row takes the rest."""
    principals = []
    for index, part in enumerate(parts):
        principal = 0 if index < grace else min(part, balance)
        principals.append(principal)
        balance -= principal
    return [*principals, balance]


def _interest_on(
    terms: LoanTerms, begin: date, dates: list[date], principals: list[int], drawn: Drawn = ()
) -> list[int]:
    """Interest of each period on the balance that the given principal leaves."""
    context = context_of(terms)
    balance = terms.principal_minor
    interests: list[int] = []
    start = begin
    for due_on, principal in zip(dates, principals, strict=True):
        if len(interests) < terms.interest_free or due_on <= start:
            interests.append(0)
        elif drawn and not interests:
            interests.append(interest_by_stretch(terms, start, due_on, balance, drawn))
        else:
            rate = period_rate(terms, start, due_on, context, whole=False)
            interests.append(apply_rate(balance, rate, terms.rounding))
        balance -= principal
        start = max(start, due_on)
    return interests


def _grace_left(coming: Sequence[Instalment]) -> int:
    grace = 0
    while grace < len(coming) - 1 and coming[grace].principal_minor == 0:
        grace += 1
    return grace if coming[grace].principal_minor else 0


def rest_terms(terms: LoanTerms, principal_minor: int, instalments: int) -> LoanTerms:
    """The terms for a rest. A flat loan's interest is agreed already, so its rest bears none."""
    flat = terms.interest is Interest.FLAT
    fits = terms.multiple_minor * instalments <= principal_minor
    return replace(
        terms,
        principal_minor=principal_minor,
        instalments=instalments,
        interest=Interest.NONE if flat else terms.interest,
        annual_rate=Decimal(0) if flat else terms.annual_rate,
        amortisation=(
            Amortisation.EQUAL_PRINCIPAL
            if terms.amortisation is Amortisation.EQUAL_PRINCIPAL
            else Amortisation.EQUAL_INSTALMENTS
        ),
        principal_grace=0,
        interest_grace=0,
        interest_free=0,
        interest_from=None,
        first_due=None,
        balloon_minor=0,
        custom=(),
        tranches=(),
        fees=(),
        multiple_minor=terms.multiple_minor if fits else 1,
    )


def spread_rest(terms: LoanTerms, begin: date, dates: list[date], drawn: Drawn = ()) -> Amounts:
    """`spread` of a rest from `begin`, whose first period may have any length.

    Falls back to the minor unit where the multiple leaves the last row nothing, and to equal
    parts of principal where the annuity would not cover the interest of a long first period; a
    rest smaller than its number of rows falls due with the last.
    """
    from_begin = replace(terms, interest_from=begin) if terms.bears_interest else terms
    try:
        return spread(from_begin, begin, dates, drawn)
    except (InstalmentBelowInterest, MultipleTooLarge, RepaidEarly):
        if terms.multiple_minor > 1:
            return spread_rest(replace(terms, multiple_minor=1), begin, dates, drawn)
        each = terms.principal_minor // terms.paying_instalments
        parts = _capped([each] * (len(dates) - 1), terms.principal_minor, terms.principal_grace)
        return parts, _interest_on(terms, begin, dates, parts, drawn)

"""Principal and interest of each instalment, for every kind of interest.

All functions return two lists of minor units, one entry for each due date. The last instalment
takes whatever rounding left over. Rules 4 to 7 of the reference.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from dayaq.credit.domain import progressive
from dayaq.credit.domain.calendar import is_whole, step
from dayaq.credit.domain.equal_instalment import equal_instalment
from dayaq.credit.domain.errors import InstalmentBelowInterest, MultipleTooLarge, RepaidEarly
from dayaq.credit.domain.numbers import apply_rate, divide, to_multiple
from dayaq.credit.domain.rates import (
    annuity_rate,
    context_of,
    elapsed_units,
    period_rate,
    unit_rate,
)
from dayaq.credit.domain.terms import (
    Amortisation,
    InstalmentRule,
    Interest,
    InterestPeriod,
    LoanTerms,
)
from dayaq.kernel.money import minor_digits

Amounts = tuple[list[int], list[int]]
#: Money of the balance that came on a later day of the first period: (day, amount).
Drawn = Sequence[tuple[date, int]]


def spread(terms: LoanTerms, start: date, dates: list[date], drawn: Drawn = ()) -> Amounts:
    """Principal and interest by instalment for money lent on `start` and due on `dates`.

    `drawn` says which part of it came later, between `start` and the first due date.
    """
    if terms.interest is Interest.NONE:
        return _even_principal(terms, [0] * terms.instalments), [0] * terms.instalments
    if terms.interest is Interest.FLAT:
        interests = _flat_interest(terms, start, dates)
        return _even_principal(terms, interests), interests
    if terms.instalment_rule is InstalmentRule.PROGRESSIVE:
        return progressive.spread(terms, start, dates, drawn)
    return _declining(terms, start, dates, drawn)


def _even_principal(terms: LoanTerms, interests: list[int]) -> list[int]:
    """Equal parts after the grace; with a multiple, principal and interest *together* are one."""
    count = terms.instalments
    if terms.amortisation is Amortisation.CUSTOM:
        return [row.principal_minor for row in terms.custom]
    each = _principal_part(terms)
    principals = [0] * count
    left = terms.principal_minor
    multiple = terms.multiple_minor
    rounded = to_multiple(each, multiple, terms.rounding)
    for index in range(terms.principal_grace, count - 1):
        part = rounded
        if multiple > 1:
            interest = interests[index]
            part += to_multiple(interest, multiple, terms.rounding) - interest
        principals[index] = part
        left -= part
    if left <= 0 or rounded <= 0:
        raise MultipleTooLarge(instalment=each, multiple=multiple, instalments=count)
    principals[-1] = left
    return principals


def _principal_part(terms: LoanTerms) -> int:
    """Principal of an ordinary instalment, rounded to the minor unit."""
    if terms.amortisation is Amortisation.BALLOON:
        spread_minor = terms.principal_minor - terms.balloon_minor
        return divide(spread_minor, terms.paying_instalments - 1, terms.rounding)
    return divide(terms.principal_minor, terms.paying_instalments, terms.rounding)


def _flat_interest(terms: LoanTerms, start: date, dates: list[date]) -> list[int]:
    """Total of the term, in equal parts (rule 6), with grace as rule 7 and the table say.

    Equal instalments average the interest of the grace over the others; equal principal (and
    any other) collects it at once in the first instalment after the grace. Interest-free
    instalments make the total smaller.
    """
    count = terms.instalments
    total = _flat_total(terms, start, dates)
    each = divide(total, count, terms.rounding)
    free, grace = terms.interest_free, terms.interest_grace
    total = max(total - each * free, 0)
    without = max(free, grace)
    interests = [0] * count
    deferred = 0
    if terms.amortisation is Amortisation.EQUAL_INSTALMENTS:
        each = divide(total, count - without, terms.rounding)
    else:
        deferred = each * max(grace - free, 0)
    left = total
    for index in range(without, count - 1):
        part = min(each + deferred, left)
        deferred = 0
        interests[index] = part
        left -= part
    interests[-1] = left
    return interests


def _flat_total(terms: LoanTerms, start: date, dates: list[date]) -> int:
    context = context_of(terms)
    rate = unit_rate(terms, context)
    begin = terms.interest_from or start
    if terms.interest_period is InterestPeriod.DAILY:
        units = Decimal((dates[-1] - begin).days)
    elif (
        terms.partial_periods
        or terms.interest_from is not None
        or terms.amortisation is Amortisation.CUSTOM
    ):
        elapsed = elapsed_units(terms, begin, dates[-1])
        units = context.divide(Decimal(elapsed.numerator), Decimal(elapsed.denominator))
    else:
        units = Decimal(terms.frequency.every * terms.instalments)
    numerator, denominator = rate.as_integer_ratio()
    unit_numerator, unit_denominator = units.as_integer_ratio()
    return divide(
        terms.principal_minor * numerator * unit_numerator,
        denominator * unit_denominator,
        terms.rounding,
    )


def _declining(terms: LoanTerms, start: date, dates: list[date], drawn: Drawn) -> Amounts:
    """Interest on the balance of each period; principal by the kind of amortisation."""
    total = _declining_instalment(terms)
    part = _principal_part(terms) if total is None else 0
    balance = terms.principal_minor
    principals: list[int] = []
    interests: list[int] = []
    deferred = 0
    interest_of = _interest_by_period(terms, start, dates, drawn)
    last = terms.instalments - 1
    for index in range(terms.instalments):
        own = interest_of(index, balance)
        if terms.amortisation is Amortisation.CUSTOM:
            principal = terms.custom[index].principal_minor
        elif index < terms.principal_grace:
            principal = 0
        elif index == last:
            principal = balance
        elif total is not None:
            principal = min(total - own, balance)
            if principal < 0:
                raise InstalmentBelowInterest(number=index + 1, instalment=total, interest=own)
        else:
            principal = min(part, balance)
        principals.append(principal)
        balance -= principal
        if index < terms.interest_grace:
            deferred += own
            interests.append(0)
        else:
            interests.append(own + deferred)
            deferred = 0
    if principals[-1] <= 0 and terms.amortisation is not Amortisation.CUSTOM:
        raise RepaidEarly(
            number=sum(1 for principal in principals if principal) + terms.principal_grace,
            instalments=terms.instalments,
        )
    return principals, interests


def _declining_instalment(terms: LoanTerms) -> int | None:
    """The equal instalment, or None where the principal is what stays equal."""
    if terms.amortisation is not Amortisation.EQUAL_INSTALMENTS:
        return None
    return equal_instalment(
        terms.principal_minor,
        annuity_rate(terms, context_of(terms)),
        terms.paying_instalments,
        digits=minor_digits(terms.currency),
        multiple_minor=terms.multiple_minor,
        rounding=terms.rounding,
    )


def _interest_by_period(
    terms: LoanTerms, start: date, dates: list[date], drawn: Drawn
) -> Callable[[int, int], int]:
    """A function of (index, balance): the interest of that period before any grace."""
    context = context_of(terms)
    rounding = terms.rounding
    begins = interest_begins(terms, start, dates)
    ratios: dict[object, tuple[int, int]] = {}

    def ratio(begin: date, end: date, whole: bool) -> tuple[int, int]:
        key = "whole" if whole and by_period else (begin, end)
        found = ratios.get(key)
        if found is None:
            rate = period_rate(terms, begin, end, context, whole=whole)
            found = ratios[key] = rate.as_integer_ratio()
        return found

    by_period = terms.interest_period is InterestPeriod.SAME_AS_REPAYMENT
    regular = (
        terms.amortisation is not Amortisation.CUSTOM
        and terms.interest_from is None
        and not terms.partial_periods
    )

    def interest_of(index: int, balance: int) -> int:
        begin, end = begins[index], dates[index]
        if index < terms.interest_free or begin >= end:
            return 0
        if drawn and not index:
            return interest_by_stretch(terms, begin, end, balance, drawn)
        whole = regular or is_whole(begin, end, terms.frequency)
        numerator, denominator = ratio(begin, end, whole)
        return divide(balance * numerator, denominator, rounding)

    return interest_of


def interest_by_stretch(
    terms: LoanTerms, begin: date, end: date, balance: int, drawn: Drawn
) -> int:
    """Interest of a period in which money was drawn: each stretch on its own balance, rounded
    each (rule 1: every amount is rounded when it comes into being)."""
    context = context_of(terms)
    held = balance - sum(amount for _, amount in drawn)
    interest = 0
    days = [on for on, _ in drawn]
    for first, last, more in zip(
        [begin, *days], [*days, end], [*(amount for _, amount in drawn), 0], strict=True
    ):
        if first < last:
            rate = period_rate(terms, first, last, context, whole=False)
            interest += apply_rate(held, rate, terms.rounding)
        held += more
    return interest


def interest_begins(terms: LoanTerms, start: date, dates: list[date]) -> list[date]:
    """From which day each instalment counts interest.

    Without a day from which interest runs, a first instalment later than one period after the
    disbursement bears one period of interest, not the whole time.
    """
    first = start
    if terms.amortisation is not Amortisation.CUSTOM and terms.first_due is not None:
        first = max(start, step(dates[0], terms.frequency, -1))
    if terms.interest_from is not None:
        first = max(start, terms.interest_from)
    return [first, *(max(first, day) for day in dates[:-1])]

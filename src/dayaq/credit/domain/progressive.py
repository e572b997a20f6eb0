"""The progressive rule of the equal instalment (rule 5 of the reference)."""

from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from dayaq.credit.domain.calendar import Unit, is_whole, step
from dayaq.credit.domain.errors import InstalmentBelowInterest, RepaidEarly
from dayaq.credit.domain.numbers import apply_rate, divide, to_minor, to_multiple
from dayaq.credit.domain.rates import HUNDRED, context_of, days_in_year, split_at_new_year
from dayaq.credit.domain.terms import LoanTerms, MonthBasis, YearBasis
from dayaq.kernel.money import minor_digits

ZERO, ONE = Decimal(0), Decimal(1)
#: Cuts a factor to `rate_digits` decimals, half to even, without losing digits before that.
EXACT = Context(prec=60)


def spread(
    terms: LoanTerms, start: date, dates: list[date], drawn: Sequence[tuple[date, int]] = ()
) -> tuple[list[int], list[int]]:
    """Principal and interest by instalment; grace as in the cumulative rule.

    Money `drawn` in the first period bears interest from its own day; the stretches of that
    period are added before they are rounded.
    """
    context = context_of(terms)
    first = max(start, terms.interest_from or start)
    begins = [first, *(max(first, day) for day in dates[:-1])]
    factors = [
        period_factor(terms, begin, end, context) if begin < end else ZERO
        for begin, end in zip(begins, dates, strict=True)
    ]
    for index in range(terms.interest_free):
        factors[index] = ZERO
    saved = [
        (amount, period_factor(terms, begins[0], on, context, dates[0]))
        for on, amount in drawn
        if factors[0] and begins[0] < on
    ]
    payment = first_instalment(terms, factors[terms.principal_grace :], context)
    amounts = _roll(terms, factors, payment, saved)
    better = _evened_out(terms, factors, payment, amounts, saved)
    principals, interests = better or amounts
    if principals[-1] <= 0:
        raise RepaidEarly(
            number=sum(1 for principal in principals if principal) + terms.principal_grace,
            instalments=terms.instalments,
        )
    deferred = 0
    for index in range(terms.interest_grace):
        deferred += interests[index]
        interests[index] = 0
    interests[terms.interest_grace] += deferred
    return principals, interests


def period_factor(
    terms: LoanTerms, begin: date, end: date, context: Context, due_on: date | None = None
) -> Decimal:
    """The interest of one unit of balance from `begin` to `end`, in the period that ends on
    `due_on` (on `end` when not given)."""
    rate = context.divide(terms.annual_rate, HUNDRED)
    if terms.year_basis is YearBasis.ACTUAL and end.year > begin.year:
        fraction = Decimal(0)
        for days, year in split_at_new_year(begin, end):
            fraction = context.add(fraction, context.divide(Decimal(days), Decimal(year)))
        return context.multiply(rate, fraction)
    year = (
        days_in_year(begin.year) if terms.year_basis is YearBasis.ACTUAL else int(terms.year_basis)
    )
    # Actual over calculated days is 1 for a whole period; the two roundings are part of the rule.
    due_on = due_on or end
    whole = is_whole(begin, due_on, terms.frequency)
    regular = begin if whole else step(due_on, terms.frequency, -1)
    actual, calculated = Decimal((end - begin).days), Decimal((due_on - regular).days)
    days = _days_in_period(terms, regular, due_on)
    factor = context.multiply(rate, context.divide(Decimal(days), Decimal(year)))
    factor = context.divide(context.multiply(factor, actual), calculated)
    return factor.quantize(Decimal(1).scaleb(-terms.rate_digits), ROUND_HALF_EVEN, EXACT)


def _days_in_period(terms: LoanTerms, begin: date, end: date) -> int:
    """Days of a whole period: 30 a month by that basis, as they are otherwise."""
    if terms.frequency.unit is Unit.MONTHS and terms.month_basis is MonthBasis.DAYS_30:
        return 30 * terms.frequency.every
    return (end - begin).days


def first_instalment(terms: LoanTerms, factors: list[Decimal], context: Context) -> int:
    """`P * product(1 + rf) / fn` with `f1 = 1` and `fk = 1 + f(k-1) * (1 + rfk)`."""
    product, divisor = ONE, Decimal(0)
    for index, factor in enumerate(factors):
        growth = context.add(ONE, factor)
        product = context.multiply(product, growth)
        divisor = context.add(ONE, context.multiply(divisor, growth)) if index else ONE
    payment = context.divide(context.multiply(Decimal(terms.principal_minor), product), divisor)
    return to_multiple(to_minor(payment, terms.rounding), terms.multiple_minor, terms.rounding)


def _roll(
    terms: LoanTerms, factors: list[Decimal], payment: int, saved: list[tuple[int, Decimal]]
) -> tuple[list[int], list[int]]:
    balance = terms.principal_minor
    principals: list[int] = []
    interests: list[int] = []
    last = len(factors) - 1
    for index, factor in enumerate(factors):
        if saved and not index:
            interest = _first_interest(terms, balance, factor, saved)
        else:
            interest = apply_rate(balance, factor, terms.rounding)
        if index == last:
            principal = balance
        elif index < terms.principal_grace:
            principal = 0
        else:
            principal = min(payment - interest, balance)
            if principal < 0:
                raise InstalmentBelowInterest(
                    number=index + 1, instalment=payment, interest=interest
                )
        principals.append(principal)
        interests.append(interest)
        balance -= principal
    return principals, interests


def _first_interest(
    terms: LoanTerms, balance: int, factor: Decimal, saved: list[tuple[int, Decimal]]
) -> int:
    """Interest of the whole balance, less what was not yet drawn would have borne; exact until
    the one rounding at the end."""
    exact = balance * Fraction(factor)
    for amount, not_borne in saved:
        exact -= amount * Fraction(not_borne)
    return divide(exact.numerator, exact.denominator, terms.rounding)


def _evened_out(
    terms: LoanTerms,
    factors: list[Decimal],
    payment: int,
    amounts: tuple[list[int], list[int]],
    saved: list[tuple[int, Decimal]],
) -> tuple[list[int], list[int]] | None:
    """One attempt to bring the last instalment nearer to the others; None keeps the first.

    Tried when a hundred times the difference (in major units) exceeds half the number of
    instalments; kept only when the new difference is smaller.
    """
    count = len(factors) - terms.principal_grace
    difference = amounts[0][-1] + amounts[1][-1] - payment
    if abs(difference) * 100 <= (count // 2) * 10 ** minor_digits(terms.currency):
        return None
    shift = divide(abs(difference), count, terms.rounding)
    adjusted = to_multiple(
        payment + (shift if difference > 0 else -shift), terms.multiple_minor, terms.rounding
    )
    if adjusted == payment:
        return None
    second = _roll(terms, factors, adjusted, saved)
    if abs(second[0][-1] + second[1][-1] - adjusted) < abs(difference):
        return second
    return None

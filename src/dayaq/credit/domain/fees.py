"""Fees agreed in advance: how much, and in which instalment (rule 9 of the reference)."""

from datetime import date
from decimal import Decimal

from dayaq.credit.domain.errors import BadFee
from dayaq.credit.domain.numbers import apply_rate
from dayaq.credit.domain.terms import Fee, FeeBasis, FeeWhen, LoanTerms

HUNDRED = Decimal(100)


def fee_amount(terms: LoanTerms, fee: Fee, principal_minor: int, interest_minor: int) -> int:
    """A flat amount, or the percentage of the given base, rounded to the minor unit."""
    if fee.basis is FeeBasis.FLAT:
        return fee.amount_minor
    base = {
        FeeBasis.PRINCIPAL: principal_minor,
        FeeBasis.PRINCIPAL_AND_INTEREST: principal_minor + interest_minor,
        FeeBasis.INTEREST: interest_minor,
    }[fee.basis]
    return apply_rate(base, fee.percent / HUNDRED, terms.rounding)


def instalment_for(day: date, start: date, due_dates: list[date]) -> int | None:
    """The index of the instalment in which `day` lies: from < day <= due, and the first also
    from its own start. None when the day lies outside all of them.
    """
    if not due_dates or day < start or day > due_dates[-1]:
        return None
    return next(index for index, due_on in enumerate(due_dates) if day <= due_on)


def fees_by_instalment(
    terms: LoanTerms,
    start: date,
    due_dates: list[date],
    principals: list[int],
    interests: list[int],
) -> list[int]:
    """What each instalment carries of the agreed fees.

    Raises BadFee for a fee on a date outside the schedule.
    """
    fees = [0] * len(due_dates)
    for fee in terms.fees:
        if fee.when is FeeWhen.EACH_INSTALMENT:
            for index in range(len(fees)):
                fees[index] += fee_amount(terms, fee, principals[index], interests[index])
        elif fee.when is FeeWhen.ON_DATE and fee.on is not None:
            found = instalment_for(fee.on, start, due_dates)
            if found is None:
                raise BadFee(name=fee.name, remedy="its date lies outside the schedule")
            fees[found] += fee_amount(terms, fee, terms.principal_minor, sum(interests))
    return fees

"""What a loan costs its client: total, APR and effective rate on the client's real cash flows.

The periodic rate i solves `sum(CF_k / (1 + i)^t_k) = 0` over what the client gets and pays,
fees included; t is counted in repayment periods. APR = i x periods in a year, effective rate =
(1 + i)^periods - 1 (formula 29 of the indicator list). A loan without any charge has 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal, localcontext
from fractions import Fraction

from dayaq.credit.domain.calendar import PERIODS_IN_YEAR
from dayaq.credit.domain.rates import elapsed_units
from dayaq.credit.domain.schedule import Schedule, build_schedule
from dayaq.credit.domain.terms import LoanTerms

CONTEXT = Context(prec=34, rounding=ROUND_HALF_EVEN)
EXACT = Decimal("1e-8")
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """The figures of the disclosure sheet. Rates are `Decimal` percent, exact to eight
    decimals: whoever prints them rounds, once."""

    principal_minor: int
    received_minor: int
    paid_minor: int
    interest_minor: int
    fee_minor: int
    cost_minor: int
    instalments: int
    first_due_on: date
    last_due_on: date
    largest_instalment_minor: int
    apr: Decimal
    effective_rate: Decimal


def disclosure(terms: LoanTerms, disbursed_on: date) -> Disclosure:
    """The disclosure of `terms` paid out on `disbursed_on`."""
    return disclosure_of(terms, build_schedule(terms, disbursed_on))


def disclosure_of(terms: LoanTerms, schedule: Schedule) -> Disclosure:
    """The disclosure of a schedule that was built already."""
    rows = schedule.instalments
    cost = schedule.interest_minor + schedule.fee_minor
    apr, effective = rates(terms, schedule) if cost else (Decimal(0), Decimal(0))
    upfront = schedule.fee_deducted_minor + schedule.fee_at_disbursement_minor
    return Disclosure(
        principal_minor=schedule.principal_minor,
        received_minor=schedule.principal_minor - upfront,
        paid_minor=schedule.total_minor,
        interest_minor=schedule.interest_minor,
        fee_minor=schedule.fee_minor,
        cost_minor=cost,
        instalments=len(rows),
        first_due_on=rows[0].due_on,
        last_due_on=rows[-1].due_on,
        largest_instalment_minor=max(row.total_minor for row in rows),
        apr=apr,
        effective_rate=effective,
    )


def cash_flows(terms: LoanTerms, schedule: Schedule) -> list[tuple[Fraction, int]]:
    """(time in repayment periods, amount): negative is what the client gets."""
    every = terms.frequency.every
    upfront = schedule.fee_deducted_minor + schedule.fee_at_disbursement_minor
    later = [(tranche.on, tranche.amount_minor) for tranche in terms.tranches]
    first = schedule.principal_minor - sum(amount for _, amount in later)
    start = schedule.disbursed_on
    flows = [(Fraction(0), upfront - first)]
    flows += [(elapsed_units(terms, start, on) / every, -amount) for on, amount in later]
    for row in schedule.instalments:
        due_on = row.scheduled_on or row.due_on
        flows.append((elapsed_units(terms, start, due_on) / every, row.total_minor))
    return sorted(flow for flow in flows if flow[1])


def rates(terms: LoanTerms, schedule: Schedule) -> tuple[Decimal, Decimal]:
    """APR and effective annual rate in percent."""
    rate = internal_rate(cash_flows(terms, schedule))
    periods = Decimal(PERIODS_IN_YEAR[terms.frequency.unit]) / terms.frequency.every
    with localcontext(CONTEXT):
        apr = rate * periods * HUNDRED
        effective = ((1 + rate) ** periods - 1) * HUNDRED
        return apr.quantize(EXACT), effective.quantize(EXACT)


def internal_rate(flows: Sequence[tuple[Fraction, int]]) -> Decimal:
    """The periodic rate at which the flows are worth nothing; >= 0, by halving an interval.

    The value of the flows grows with the rate (money is received first), so the root is unique.
    Exact to 12 decimals. A loan that costs more than 1,000,000 % a period is beyond disclosure
    and gives that bound.
    """
    with localcontext(CONTEXT):
        times = [Decimal(t.numerator) / t.denominator for t, _ in flows]
        amounts = [Decimal(amount) for _, amount in flows]

        def value(rate: Decimal) -> Decimal:
            growth = 1 + rate
            return sum((a / growth**t for t, a in zip(times, amounts, strict=True)), Decimal(0))

        low, high = Decimal(0), Decimal("0.01")
        while value(high) > 0 and high < 10_000:
            low, high = high, high * 2
        while high - low > Decimal("1e-13"):
            middle = (low + high) / 2
            if value(middle) > 0:
                low = middle
            else:
                high = middle
        return (low + high) / 2

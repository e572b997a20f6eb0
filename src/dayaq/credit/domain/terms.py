"""The terms of a loan: everything that was agreed before the first manat left the fund.

Amounts are integers of minor units (`_minor`), rates are `Decimal` percent a year (12 means
12 %). A `LoanTerms` that exists is sound: contradictions are refused when it is made.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dayaq.credit.domain.allocation import AllocationOrder, Excess, order_named
from dayaq.credit.domain.calendar import Frequency, WorkingDays
from dayaq.credit.domain.numbers import Rounding

ZERO = Decimal(0)


class Interest(StrEnum):
    """On what interest is charged: nothing, the amount lent, or the balance still owed."""

    NONE = "none"
    FLAT = "flat"
    DECLINING = "declining"


class Amortisation(StrEnum):
    """How the amount is spread over the instalments."""

    EQUAL_INSTALMENTS = "equal_instalments"
    EQUAL_PRINCIPAL = "equal_principal"
    CUSTOM = "custom"
    BALLOON = "balloon"


class InterestPeriod(StrEnum):
    """Interest by the repayment period, whatever its days, or by the days that passed."""

    SAME_AS_REPAYMENT = "same_as_repayment"
    DAILY = "daily"


class YearBasis(StrEnum):
    """Days in the year for daily interest."""

    ACTUAL = "actual"
    DAYS_365 = "365"
    DAYS_360 = "360"
    DAYS_364 = "364"


class MonthBasis(StrEnum):
    """Days in the month for daily interest."""

    ACTUAL = "actual"
    DAYS_30 = "30"


class InstalmentRule(StrEnum):
    """How the equal instalment of a declining loan is found (rules 4 and 5 of the reference).

    CUMULATIVE: the annuity formula once, in double precision. PROGRESSIVE: the product of
    period factors in `rate_digits` digits, then one attempt to even out the last instalment.
    """

    CUMULATIVE = "cumulative"
    PROGRESSIVE = "progressive"


class Payoff(StrEnum):
    """Interest on early repayment in full: to the day, or all that was scheduled."""

    TO_THE_DAY = "to_the_day"
    AS_SCHEDULED = "as_scheduled"


class EarlyPrincipal(StrEnum):
    """What principal paid before it is due does to a declining balance.

    AS_AGREED: the coming instalments keep the interest that was agreed. LESS_INTEREST: interest
    follows what is still owed, and the loan ends sooner (`early.py`).
    """

    AS_AGREED = "as_agreed"
    LESS_INTEREST = "less_interest"


class TrancheRule(StrEnum):
    """How money paid out later changes the coming instalments.

    SPREAD: everything still owed is spread over them anew. AS_FROM_START: each becomes the part
    it would have been had all been lent at the start; the last takes the rest.
    """

    SPREAD = "spread"
    AS_FROM_START = "as_from_start"


class FeeWhen(StrEnum):
    """When a fee falls due."""

    DISBURSEMENT = "disbursement"
    EACH_INSTALMENT = "each_instalment"
    ON_DATE = "on_date"


class FeeBasis(StrEnum):
    """What a fee is computed from."""

    FLAT = "flat"
    PRINCIPAL = "percent_of_principal"
    PRINCIPAL_AND_INTEREST = "percent_of_principal_and_interest"
    INTEREST = "percent_of_interest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """A fee agreed in advance.

    `amount_minor` for a flat fee, `percent` otherwise. A fee at disbursement is `deducted` from
    what is paid out, or else paid by the client on the same day; it is no part of the schedule.
    A fee `on_date` falls in the instalment with from < date <= due (rule 9 of the reference).
    """

    name: str
    when: FeeWhen = FeeWhen.DISBURSEMENT
    basis: FeeBasis = FeeBasis.FLAT
    amount_minor: int = 0
    percent: Decimal = ZERO
    deducted: bool = True
    on: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "when", FeeWhen(self.when))
        object.__setattr__(self, "basis", FeeBasis(self.basis))


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """A charge on an instalment that stays unpaid; absent by default.

    Charged once `wait_days` have passed since the due date and, when `repeat_days` is given,
    again every so many days; `percent` of the instalment's unpaid principal (and interest), or
    a flat amount.
    """

    wait_days: int = 0
    basis: FeeBasis = FeeBasis.PRINCIPAL
    amount_minor: int = 0
    percent: Decimal = ZERO
    repeat_days: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "basis", FeeBasis(self.basis))


@dataclass(frozen=True, slots=True)
class CustomInstalment:
    """One agreed row of a custom schedule; interest is computed from the terms."""

    due_on: date
    principal_minor: int


@dataclass(frozen=True, slots=True)
class Tranche:
    """A part of the loan planned to be paid out on a later day."""

    on: date
    amount_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTerms:
    """What was agreed. See `docs/credit-engine.md` for each rule with a worked example.

    Grace counts instalments: `principal_grace` no principal, interest falls due as usual;
    `interest_grace` interest accrues and is collected later; `interest_free` no interest at
    all. `multiple_minor` rounds the whole instalment (100 is whole manat), the last one takes
    the rest; instalments that fall with the balance (equal principal) are not rounded.
    `arrears_grace_days` pass after a due date before the loan counts as late.
    `balloon_minor` is the principal of the last instalment of a balloon loan.
    `interest_from` starts interest later than the disbursement. `partial_periods` makes
    interest by the repayment period count months and days of an irregular period.

    Raises a subclass of TermsError for each contradiction.
    """

    principal_minor: int
    instalments: int
    currency: str = "AZN"
    frequency: Frequency = field(default_factory=Frequency)
    interest: Interest = Interest.NONE
    annual_rate: Decimal = ZERO
    amortisation: Amortisation = Amortisation.EQUAL_INSTALMENTS
    interest_period: InterestPeriod = InterestPeriod.SAME_AS_REPAYMENT
    partial_periods: bool = False
    year_basis: YearBasis = YearBasis.DAYS_365
    month_basis: MonthBasis = MonthBasis.ACTUAL
    instalment_rule: InstalmentRule = InstalmentRule.CUMULATIVE
    first_due: date | None = None
    interest_from: date | None = None
    principal_grace: int = 0
    interest_grace: int = 0
    interest_free: int = 0
    arrears_grace_days: int = 0
    multiple_minor: int = 1
    balloon_minor: int = 0
    custom: tuple[CustomInstalment, ...] = ()
    tranches: tuple[Tranche, ...] = ()
    tranche_rule: TrancheRule = TrancheRule.SPREAD
    working_days: WorkingDays | None = None
    rounding: Rounding = Rounding.HALF_EVEN
    rate_digits: int = 12
    allocation: AllocationOrder = field(default_factory=lambda: order_named("standard"))
    excess: Excess = Excess.NEXT_INSTALMENTS
    early_principal: EarlyPrincipal = EarlyPrincipal.AS_AGREED
    payoff: Payoff = Payoff.TO_THE_DAY
    fees: tuple[Fee, ...] = ()
    penalty: Penalty | None = None

    def __post_init__(self) -> None:
        from dayaq.credit.domain.terms_rules import refuse_contradictions

        refuse_contradictions(self)

    @property
    def bears_interest(self) -> bool:
        return self.interest is not Interest.NONE

    @property
    def paying_instalments(self) -> int:
        """Instalments that carry principal."""
        return self.instalments - self.principal_grace

"""The credit engine: a loan is its terms plus its events; everything else is computed.

Pure Python (no Django, no clock, no I/O). Amounts are integers of minor units (`_minor`), rates
are `Decimal` percent a year, days are `datetime.date`. `docs/credit-engine.md` explains the rules
with worked examples.

    terms = LoanTerms(principal_minor=100_000, instalments=12, multiple_minor=100)
    schedule = build_schedule(terms, date(2026, 1, 31))          # 11 x 83.00 + 87.00
    events = [Disbursed(id="d", value_on=date(2026, 1, 31), amount_minor=100_000),
              Paid(id="p", value_on=date(2026, 2, 28), sequence=1, amount_minor=8_300)]
    state = replay(terms, events)                                # allocations, versions, status
    now = position_at(terms, events, date(2026, 4, 15))          # days past due 15

`accept(terms, events, new)` says whether a new event fits; `disclosure(terms, on)` what the loan
costs; `explain(state, "outstanding")` why a figure is what it is. All refusals are subclasses of
`TermsError` or `EventError`, both of `CreditError`.
"""

from dayaq.credit.domain import errors as errors
from dayaq.credit.domain.allocation import (
    ORDERS,
    AllocationOrder,
    Component,
    Due,
    Excess,
    Stage,
    order_from_pairs,
    order_named,
)
from dayaq.credit.domain.calendar import Frequency, MoveTo, Unit, WorkingDays
from dayaq.credit.domain.codec import (
    event_from_data,
    event_to_data,
    terms_from_data,
    terms_to_data,
)
from dayaq.credit.domain.disclosure import Disclosure, disclosure, disclosure_of
from dayaq.credit.domain.errors import CreditError, EventError, TermsError
from dayaq.credit.domain.events import (
    Arrears,
    ConvertedToGrant,
    Disbursed,
    Event,
    FeeCharged,
    Forgiven,
    HandedOver,
    NewInstalment,
    Paid,
    Paused,
    Recovered,
    Refunded,
    Rescheduled,
    Reversed,
    Waived,
    WrittenOff,
)
from dayaq.credit.domain.explain import Explanation, NoSuchFigure, Reason, explain
from dayaq.credit.domain.instalments import Instalment
from dayaq.credit.domain.numbers import Rounding
from dayaq.credit.domain.position import BUCKETS, Position, bucket, position, position_at
from dayaq.credit.domain.provision import (
    SA_DHAN,
    TABLES,
    Band,
    PeriodLine,
    PortfolioLine,
    annual_loss_rate,
    period_line,
    portfolio_line,
    provision,
)
from dayaq.credit.domain.replay import accept, effective, replay
from dayaq.credit.domain.schedule import Schedule, build_schedule
from dayaq.credit.domain.state import (
    Allocation,
    Change,
    InstalmentState,
    LoanState,
    Parts,
    Remark,
    Rule,
    ScheduleVersion,
    Status,
)
from dayaq.credit.domain.terms import (
    Amortisation,
    CustomInstalment,
    EarlyPrincipal,
    Fee,
    FeeBasis,
    FeeWhen,
    InstalmentRule,
    Interest,
    InterestPeriod,
    LoanTerms,
    MonthBasis,
    Payoff,
    Penalty,
    Tranche,
    TrancheRule,
    YearBasis,
)

__all__ = [
    "BUCKETS",
    "ORDERS",
    "SA_DHAN",
    "TABLES",
    "Allocation",
    "AllocationOrder",
    "Amortisation",
    "Arrears",
    "Band",
    "Change",
    "Component",
    "ConvertedToGrant",
    "CreditError",
    "CustomInstalment",
    "Disbursed",
    "Disclosure",
    "Due",
    "EarlyPrincipal",
    "Event",
    "EventError",
    "Excess",
    "Explanation",
    "Fee",
    "FeeBasis",
    "FeeCharged",
    "FeeWhen",
    "Forgiven",
    "Frequency",
    "HandedOver",
    "Instalment",
    "InstalmentRule",
    "InstalmentState",
    "Interest",
    "InterestPeriod",
    "LoanState",
    "LoanTerms",
    "MonthBasis",
    "MoveTo",
    "NewInstalment",
    "NoSuchFigure",
    "Paid",
    "Parts",
    "Paused",
    "Payoff",
    "Penalty",
    "PeriodLine",
    "PortfolioLine",
    "Position",
    "Reason",
    "Recovered",
    "Refunded",
    "Remark",
    "Rescheduled",
    "Reversed",
    "Rounding",
    "Rule",
    "Schedule",
    "ScheduleVersion",
    "Stage",
    "Status",
    "TermsError",
    "Tranche",
    "TrancheRule",
    "Unit",
    "Waived",
    "WorkingDays",
    "WrittenOff",
    "YearBasis",
    "accept",
    "annual_loss_rate",
    "bucket",
    "build_schedule",
    "disclosure",
    "disclosure_of",
    "effective",
    "errors",
    "event_from_data",
    "event_to_data",
    "explain",
    "order_from_pairs",
    "order_named",
    "period_line",
    "portfolio_line",
    "position",
    "position_at",
    "provision",
    "replay",
    "terms_from_data",
    "terms_to_data",
]

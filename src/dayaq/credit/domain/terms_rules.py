"""What terms may not say. Called when a `LoanTerms` is made; each rule has its own error."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from dayaq.credit.domain import errors
from dayaq.credit.domain import terms as t
from dayaq.credit.domain.allocation import Excess
from dayaq.credit.domain.numbers import Rounding
from dayaq.kernel.money import MAX_MINOR

if TYPE_CHECKING:
    from dayaq.credit.domain.terms import Fee, LoanTerms, Penalty

MAX_INSTALMENTS = 1200
MAX_RATE = Decimal(1000)
WHOLE_NUMBERS = (
    "principal_minor",
    "instalments",
    "principal_grace",
    "interest_grace",
    "interest_free",
    "arrears_grace_days",
    "multiple_minor",
    "balloon_minor",
    "rate_digits",
)


def refuse_contradictions(terms: LoanTerms) -> None:
    """Raise the TermsError of the first rule that `terms` break."""
    _bring_to_type(terms)
    _refuse_bad_amounts(terms)
    _refuse_bad_interest(terms)
    _refuse_bad_grace(terms)
    _refuse_bad_amortisation(terms)
    _refuse_bad_tranches(terms)
    for fee in terms.fees:
        _refuse_bad_fee(fee)
    _refuse_fees_that_leave_nothing(terms)
    if terms.penalty is not None:
        _refuse_bad_penalty(terms.penalty)


def _bring_to_type(terms: LoanTerms) -> None:
    """Codes read from a form or a database become members, a whole rate a decimal one.

    Anything else of the wrong kind is refused: a float has no place near money.
    """
    for name, kind in (
        ("interest", t.Interest),
        ("amortisation", t.Amortisation),
        ("interest_period", t.InterestPeriod),
        ("year_basis", t.YearBasis),
        ("month_basis", t.MonthBasis),
        ("instalment_rule", t.InstalmentRule),
        ("rounding", Rounding),
        ("excess", Excess),
        ("payoff", t.Payoff),
        ("early_principal", t.EarlyPrincipal),
        ("tranche_rule", t.TrancheRule),
    ):
        value = getattr(terms, name)
        if type(value) is not kind:
            try:
                object.__setattr__(terms, name, kind(value))
            except ValueError:
                known = ", ".join(kind)
                raise errors.UnknownCode(term=name, value=value, known=known) from None
    rate: object = terms.annual_rate
    if type(rate) is int:
        object.__setattr__(terms, "annual_rate", Decimal(rate))
    _refuse_wrong_kinds(
        terms, whole=WHOLE_NUMBERS, decimal=("annual_rate",), days=("first_due", "interest_from")
    )
    for row in terms.custom:
        _refuse_wrong_kinds(row, whole=("principal_minor",), days=("due_on",))
    for tranche in terms.tranches:
        _refuse_wrong_kinds(tranche, whole=("amount_minor",), days=("on",))
    for fee in terms.fees:
        _refuse_wrong_kinds(fee, whole=("amount_minor",), decimal=("percent",), days=("on",))
    if terms.penalty is not None:
        counts = ["amount_minor", "wait_days"]
        if terms.penalty.repeat_days is not None:
            counts.append("repeat_days")
        _refuse_wrong_kinds(terms.penalty, whole=counts, decimal=("percent",))


def _refuse_wrong_kinds(
    part: object, *, whole: Sequence[str], decimal: Sequence[str] = (), days: Sequence[str] = ()
) -> None:
    """A float, a text or a truth value has no place where a number or a day belongs."""
    for name in whole:
        value = getattr(part, name)
        if type(value) is not int:
            raise errors.NotAWholeNumber(term=name, value=repr(value))
    for name in decimal:
        value = getattr(part, name)
        if type(value) is not Decimal:
            raise errors.NotADecimal(term=name, value=repr(value))
    for name in days:
        value = getattr(part, name)
        if value is not None and type(value) is not date:
            raise errors.NotADay(term=name, value=repr(value))


def _refuse_bad_amounts(terms: LoanTerms) -> None:
    if not 1 <= terms.principal_minor <= MAX_MINOR:
        raise errors.PrincipalOutOfRange(amount=terms.principal_minor, limit=MAX_MINOR)
    code = terms.currency
    if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
        raise errors.UnknownCurrency(currency=terms.currency)
    if not 1 <= terms.instalments <= MAX_INSTALMENTS:
        raise errors.NoInstalments(instalments=terms.instalments, limit=MAX_INSTALMENTS)
    if terms.multiple_minor < 1:
        raise errors.NotPositive(name="The multiple", value=terms.multiple_minor)
    if not 4 <= terms.rate_digits <= 28:
        raise errors.TermsDoNotCombine(
            one="Rates", other=f"{terms.rate_digits} digits", remedy="use 4 to 28 digits"
        )
    if terms.arrears_grace_days < 0:
        raise errors.NegativeTerm(name="Days of grace on arrears", value=terms.arrears_grace_days)
    even = -(-terms.principal_minor // terms.paying_instalments) if terms.paying_instalments else 0
    if terms.multiple_minor > 1 and terms.multiple_minor > even > 0:
        raise errors.MultipleTooLarge(
            instalment=even, multiple=terms.multiple_minor, instalments=terms.instalments
        )


def _refuse_bad_interest(terms: LoanTerms) -> None:
    if not terms.annual_rate.is_finite() or not 0 <= terms.annual_rate <= MAX_RATE:
        raise errors.RateOutOfRange(rate=terms.annual_rate, limit=MAX_RATE)
    if not terms.bears_interest and terms.annual_rate:
        raise errors.RateWithoutInterest(rate=terms.annual_rate)
    if terms.bears_interest and not terms.annual_rate:
        raise errors.InterestWithoutRate(interest=terms.interest)
    if not terms.bears_interest and terms.interest_from is not None:
        raise errors.TermsDoNotCombine(
            one="No interest", other="a day from which interest runs", remedy="leave out the day"
        )
    if terms.instalment_rule is t.InstalmentRule.PROGRESSIVE and not (
        terms.interest is t.Interest.DECLINING
        and terms.amortisation is t.Amortisation.EQUAL_INSTALMENTS
    ):
        raise errors.TermsDoNotCombine(
            one="The progressive rule",
            other=f"{terms.interest} interest with {terms.amortisation}",
            remedy="it belongs to declining interest in equal instalments",
        )
    if terms.early_principal is t.EarlyPrincipal.LESS_INTEREST and not (
        terms.interest is t.Interest.DECLINING
        and terms.excess is Excess.PRINCIPAL
        and terms.payoff is t.Payoff.TO_THE_DAY
    ):
        raise errors.TermsDoNotCombine(
            one="Less interest for principal paid early",
            other="these terms",
            remedy="it belongs to declining interest whose excess goes to principal, paid off with"
            " interest to the day",
        )


def _refuse_bad_grace(terms: LoanTerms) -> None:
    for kind, grace in (
        ("grace on principal", terms.principal_grace),
        ("grace on interest", terms.interest_grace),
        ("interest-free time", terms.interest_free),
    ):
        if grace < 0:
            raise errors.NegativeTerm(name=kind.capitalize(), value=grace)
        if grace >= terms.instalments and grace:
            raise errors.GraceTooLong(grace=grace, kind=kind, instalments=terms.instalments)
        if grace and not terms.bears_interest and kind != "grace on principal":
            raise errors.TermsDoNotCombine(
                one="No interest", other=kind, remedy="grace on principal is enough"
            )


def _refuse_bad_amortisation(terms: LoanTerms) -> None:
    custom = terms.amortisation is t.Amortisation.CUSTOM
    if custom and len(terms.custom) != terms.instalments:
        raise errors.CustomScheduleMissing()
    if terms.custom and not custom:
        raise errors.CustomScheduleUnexpected()
    if custom:
        _refuse_bad_rows(terms)
    balloon = terms.amortisation is t.Amortisation.BALLOON
    if balloon != bool(terms.balloon_minor) or not 0 <= terms.balloon_minor < terms.principal_minor:
        raise errors.BalloonOutOfRange(balloon=terms.balloon_minor, principal=terms.principal_minor)
    if balloon and terms.instalments - terms.principal_grace < 2:
        raise errors.TermsDoNotCombine(
            one="A balloon",
            other="a single instalment that repays",
            remedy="give two or more of them",
        )


def _refuse_bad_rows(terms: LoanTerms) -> None:
    if terms.principal_grace or terms.multiple_minor > 1 or terms.first_due is not None:
        raise errors.TermsDoNotCombine(
            one="A custom schedule",
            other="grace on principal, a multiple or a first date",
            remedy="its rows say all of this",
        )
    before: date | None = None
    for number, row in enumerate(terms.custom, start=1):
        if row.principal_minor < 0:
            raise errors.NegativeTerm(
                name=f"The principal of instalment {number}", value=row.principal_minor
            )
        if before is not None and row.due_on <= before:
            raise errors.DatesOutOfOrder(number=number, due_on=row.due_on, before=before)
        before = row.due_on
    total = sum(row.principal_minor for row in terms.custom)
    if total != terms.principal_minor:
        raise errors.CustomScheduleDoesNotSum(total=total, principal=terms.principal_minor)


def _refuse_bad_tranches(terms: LoanTerms) -> None:
    if not terms.tranches:
        return
    if terms.amortisation in (t.Amortisation.CUSTOM, t.Amortisation.BALLOON):
        raise errors.TermsDoNotCombine(
            one="Planned tranches",
            other=f"a {terms.amortisation} schedule",
            remedy="use equal instalments or equal principal",
        )
    before: date | None = None
    for number, tranche in enumerate(terms.tranches, start=2):
        if tranche.amount_minor <= 0:
            raise errors.NotPositive(name="A tranche", value=tranche.amount_minor)
        if before is not None and tranche.on <= before:
            raise errors.DatesOutOfOrder(number=number, due_on=tranche.on, before=before)
        before = tranche.on
    total = sum(tranche.amount_minor for tranche in terms.tranches)
    if total >= terms.principal_minor:
        raise errors.TranchesDoNotSum(total=total, principal=terms.principal_minor)


def _refuse_bad_fee(fee: Fee) -> None:
    flat = fee.basis is t.FeeBasis.FLAT
    if flat and not (0 < fee.amount_minor <= MAX_MINOR and not fee.percent):
        raise errors.BadFee(name=fee.name, remedy="a flat fee has an amount and no percentage")
    if not flat and not (0 < fee.percent <= 100 and not fee.amount_minor):
        raise errors.BadFee(
            name=fee.name, remedy="a percentage lies between 0 and 100 and comes without an amount"
        )
    if (fee.when is t.FeeWhen.ON_DATE) != (fee.on is not None):
        raise errors.BadFee(name=fee.name, remedy="a date belongs to a fee on a date, only there")


def _refuse_fees_that_leave_nothing(terms: LoanTerms) -> None:
    """What is deducted must leave something of the first payout."""
    paid_out = terms.principal_minor - sum(tranche.amount_minor for tranche in terms.tranches)
    left = Decimal(paid_out)
    for fee in terms.fees:
        if fee.when is t.FeeWhen.DISBURSEMENT and fee.deducted:
            left -= fee.amount_minor
            if fee.basis in (t.FeeBasis.PRINCIPAL, t.FeeBasis.PRINCIPAL_AND_INTEREST):
                left -= terms.principal_minor * fee.percent / 100
            if left <= 0:
                raise errors.BadFee(
                    name=fee.name, remedy="what is deducted leaves nothing of the first payout"
                )


def _refuse_bad_penalty(penalty: Penalty) -> None:
    flat = penalty.basis is t.FeeBasis.FLAT
    if flat != bool(penalty.amount_minor) or flat == bool(penalty.percent):
        raise errors.BadFee(name="penalty", remedy="give either an amount or a percentage")
    if penalty.amount_minor > MAX_MINOR:
        raise errors.BadFee(name="penalty", remedy="it is beyond all measure")
    if penalty.wait_days < 0 or penalty.amount_minor < 0 or not 0 <= penalty.percent <= 100:
        raise errors.BadFee(name="penalty", remedy="nothing in it is negative or above 100 %")
    if penalty.basis is t.FeeBasis.INTEREST:
        raise errors.BadFee(name="penalty", remedy="it is computed from principal, not interest")
    if penalty.repeat_days is not None and penalty.repeat_days < 1:
        raise errors.BadFee(name="penalty", remedy="it repeats after one day or more")

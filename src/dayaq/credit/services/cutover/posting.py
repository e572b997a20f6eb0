"""What two people signed becomes loans, receipts and entries, each under a key of its own.

All money goes through the account `brought_over`: contributions and repayments into it,
lending and spending out of it, and on the day of the cut-over the bank and the cash box take
what is left. Nought on that account afterwards is the proof that the workbook told everything.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from dayaq.credit.domain.cutover.checking import payments_of
from dayaq.credit.domain.cutover.rows import LoanRow, PaymentRow
from dayaq.credit.models import (
    ApplicationStatus,
    Cutover,
    EventKind,
    Loan,
    LoanApplication,
    LoanStatus,
    PaidBy,
    PaymentMethod,
    ProductVersion,
    Receipt,
)
from dayaq.credit.queries.cutover import Examined, mode_of, receipt_number, terms_json
from dayaq.credit.services.replaying import Fact, append
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import Place, User
from dayaq.kernel.events import record
from dayaq.kernel.ids import next_code
from dayaq.kernel.names import fold, skeleton
from dayaq.ledger import services as ledger
from dayaq.ledger.fund.services import bring_contribution_over
from dayaq.people.services import PersonData, bring_person_over

ACCOUNT = "brought_over"


def post(
    by: Actor, cutover: Cutover, seen: Examined, *, on: dt.date, at: dt.datetime, event_id: UUID
) -> None:
    """Write everything a signed workbook tells, in the transaction of the second signature."""
    _contributions_and_spending(by, cutover, seen, at, event_id)
    if cutover.product_version.locked_at is None:
        ProductVersion.objects.filter(pk=cutover.product_version_id).update(locked_at=at)
    officers = User.objects.in_bulk(set(seen.officers.values()))
    made: dict[tuple[str, UUID], UUID] = {}
    # By day: somebody's second loan comes after the first one is repaid.
    for row in sorted(seen.book.loans, key=lambda one: (one.disbursed_on, one.row)):
        officer = officers[seen.officers[fold(row.officer)]]
        district = seen.districts[skeleton(row.district)]
        person_id = _person(by, cutover, seen, row, officer, district, made, on, at)
        loan = _loan(by, cutover, seen, row, officer, district, person_id, at)
        _events(by, cutover, seen, row, loan, on, at)
    _cash_and_bank(by, cutover, seen, at, event_id)


def _contributions_and_spending(
    by: Actor, cutover: Cutover, seen: Examined, at: dt.datetime, event_id: UUID
) -> None:
    for row in seen.book.money:
        if row.kind not in ("contribution", "spending") or not row.amount_minor:
            continue
        window = seen.windows[fold(row.window)]
        key = f"cutover:{cutover.number}:{row.kind}:{row.row}"
        on = row.on or cutover.cutover_on
        if row.kind == "contribution":
            bring_contribution_over(
                by=by,
                window_code=window,
                amount_minor=row.amount_minor,
                key=key,
                on=on,
                at=at,
                event_id=event_id,
            )
            continue
        ledger.post(
            key=key,
            on=on,
            at=at,
            by=by,
            memo="spending",
            transfers=[ledger.Leg("expense.brought_over", ACCOUNT, row.amount_minor, window)],
            event_id=event_id,
        )


def _cash_and_bank(
    by: Actor, cutover: Cutover, seen: Examined, at: dt.datetime, event_id: UUID
) -> None:
    legs = [
        ledger.Leg(kind, ACCOUNT, seen.checked.totals[kind])
        for kind in ("bank", "cash")
        if seen.checked.totals[kind]
    ]
    rest = seen.checked.remainder_minor
    if rest > 0:
        legs.append(ledger.Leg("suspense", ACCOUNT, rest))
    elif rest < 0:
        legs.append(ledger.Leg(ACCOUNT, "suspense", -rest))
    if legs:
        ledger.post(
            key=f"cutover:{cutover.number}:balances",
            on=cutover.cutover_on,
            at=at,
            by=by,
            memo="cutover",
            transfers=legs,
            event_id=event_id,
        )


def _person(
    by: Actor,
    cutover: Cutover,
    seen: Examined,
    row: LoanRow,
    officer: User,
    district: Place,
    made: dict[tuple[str, UUID], UUID],
    on: dt.date,
    at: dt.datetime,
) -> UUID:
    """The borrower's id; somebody new is registered once, however many loans they had."""
    borrower = seen.borrowers[row.number]
    if borrower.person_id is not None:
        return borrower.person_id
    who = (fold(row.full_name), district.pk)
    if who in made:
        return made[who]
    person = bring_person_over(
        by=by,
        on=on,
        at=at,
        person=PersonData(
            given_name=row.given_name,
            surname=row.surname,
            patronymic=row.patronymic,
            patronymic_suffix=row.patronymic_suffix,
            sex=row.sex,
            district_id=district.pk,
            settlement=row.settlement[:120],
            phone=row.phone[:40],
        ),
        officer_id=officer.pk,
        organisation_id=officer.organisation_id,
        legal_basis=cutover.legal_basis,
        source="workbook",
    )
    made[who] = person.pk
    return person.pk


def _loan(
    by: Actor,
    cutover: Cutover,
    seen: Examined,
    row: LoanRow,
    officer: User,
    district: Place,
    person_id: UUID,
    at: dt.datetime,
) -> Loan:
    """The loan and its application, as the workbook tells them: who decided then, it does not."""
    terms = terms_json(cutover, seen.book, row)
    assert officer.organisation_id is not None  # noqa: S101 - staging asked for it
    application = LoanApplication.objects.create(
        code=next_code("loan_application", "AP"),
        programme_id=by.programme_id,
        person_id=person_id,
        product_version_id=cutover.product_version_id,
        amount_minor=row.principal_minor,
        currency=cutover.product_version.currency,
        instalments=terms["instalments"],
        purpose=f"№ {row.number}",
        applied_on=row.disbursed_on,
        status=ApplicationStatus.LENT,
        officer=officer,
        district=district,
        organisation_id=officer.organisation_id,
        recorded_at=at,
    )
    return Loan.objects.create(
        code=next_code("loan", "LN"),
        programme_id=by.programme_id,
        person_id=person_id,
        application=application,
        product_version_id=cutover.product_version_id,
        cycle=Loan.objects.filter(person_id=person_id).exclude(status=LoanStatus.CANCELLED).count()
        + 1,
        principal_minor=row.principal_minor,
        currency=cutover.product_version.currency,
        instalments=terms["instalments"],
        terms=terms,
        window=seen.windows[fold(row.window)],
        status=LoanStatus.AGREED,
        officer=officer,
        district=district,
        organisation_id=officer.organisation_id,
        cutover=cutover,
        agreed_on=row.disbursed_on,
    )


def _events(
    by: Actor,
    cutover: Cutover,
    seen: Examined,
    row: LoanRow,
    loan: Loan,
    on: dt.date,
    at: dt.datetime,
) -> None:
    event_id = record(
        "credit.loan_brought_over",
        by=by,
        on=on,
        at=at,
        subjects=[
            ("loan", loan.pk),
            ("person", loan.person_id),
            ("application", loan.application_id),
            ("cutover", cutover.pk),
        ],
        data={"loan": loan.code, "number": row.number},
    )
    disbursed = Fact(
        kind=EventKind.DISBURSED,
        value_on=row.disbursed_on,
        key="cutover:disburse",
        amount_minor=row.principal_minor,
        data={"voucher": row.number, "method": ACCOUNT},
    )
    append(loan, disbursed, by=by, on=on, at=at, event_id=event_id, money=ACCOUNT)
    for payment in payments_of(seen.book, row, mode_of(cutover), cutover.cutover_on):
        _payment(by, cutover, loan, payment, on, at)


def _payment(
    by: Actor, cutover: Cutover, loan: Loan, payment: PaymentRow, on: dt.date, at: dt.datetime
) -> None:
    """One payment: its receipt, its own event (an auditor looks for one), and its posting."""
    receipt = _receipt(by, cutover, loan, payment, at)
    event_id = record(
        "credit.receipt_brought_over",
        by=by,
        on=payment.paid_on,
        at=at,
        subjects=[("loan", loan.pk), ("person", loan.person_id), ("cutover", cutover.pk)],
        data={
            "loan": loan.code,
            "receipt": receipt.label,
            "amount_minor": payment.amount_minor,
            "number": cutover.number,
        },
    )
    paid = Fact(
        kind=EventKind.PAID,
        value_on=payment.paid_on,
        key=f"cutover:payment:{payment.row}",
        amount_minor=payment.amount_minor,
        receipt_id=receipt.pk,
    )
    append(loan, paid, by=by, on=on, at=at, event_id=event_id, money=ACCOUNT)


def _receipt(
    by: Actor, cutover: Cutover, loan: Loan, payment: PaymentRow, at: dt.datetime
) -> Receipt:
    """The receipt as it was written, or the workbook's row where no number was."""
    number = receipt_number(payment.receipt) or (f"CO{cutover.number}", payment.row)
    return Receipt.objects.create(
        series=number[0],
        number=number[1],
        loan=loan,
        paid_on=payment.paid_on,
        amount_minor=payment.amount_minor,
        currency=loan.currency,
        method=PaymentMethod.CASH,
        paid_by=PaidBy.BORROWER,
        collected_by_id=loan.officer_id,
        recorded_by_id=by.user_id,
        recorded_at=at,
    )

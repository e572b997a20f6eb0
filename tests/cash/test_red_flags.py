"""Each sign of the queue at its edge: just there, and just not there."""

from __future__ import annotations

import datetime as dt

import pytest

from dayaq.cash.queries.flags import Flag, open_flags
from dayaq.cash.services import box
from dayaq.credit import services as credit
from dayaq.credit.models import Loan, Receipt
from dayaq.people import services as people
from tests import build
from tests.credit import helpers as lending
from tests.people import helpers as registering

pytestmark = pytest.mark.django_db
ON, AT = build.TODAY, build.AT


def found(kind: str, on: dt.date = ON) -> list[Flag]:
    return [flag for flag in open_flags(build.programme(), on) if flag.kind == kind]


def borrowers(made: lending.Setting, count: int, **same: object) -> list[Loan]:
    """So many loans, all appraised by the officer and approved in one committee."""
    persons = []
    for number in range(count):
        changes = {"given_name": f"Zaur{number}", "phone": f"+9945021234{number:02d}", **same}
        person = registering.register(made.officer, **changes)  # type: ignore[arg-type]
        persons.append(registering.verify(person, by=made.authority) or person)
    lending.train(made, *persons)
    sitting = lending.meeting(made)
    loans = []
    for person in persons:
        application = lending.apply(made, person)
        lending.appraise(made, application)
        lending.decide(made, application, sitting)
        application.refresh_from_db()
        loans.append(lending.disburse(made, lending.sign(made, application)))
    return loans


def test_a_receipt_number_is_missing_only_below_one_that_is_used(made: lending.Setting) -> None:
    loan = lending.lent(made)
    lending.book(made)
    lending.pay(made, loan, 1, 10_00, ON)
    lending.pay(made, loan, 2, 10_00, ON)
    assert found("gap") == []
    lending.pay(made, loan, 4, 10_00, ON)
    (flag,) = found("gap")
    assert "number 3 is missing" in flag.text
    credit.spoil_blank(by=made.officer, series="FZ", number=3, reason="Rain", on=ON, at=AT)
    assert found("gap") == []


def test_cash_is_late_on_the_day_after_the_last_allowed_one(made: lending.Setting) -> None:
    loan = lending.lent(made)
    lending.book(made)
    lending.pay(made, loan, 1, 10_00, ON)
    box.set_cash_limit(
        by=made.manager, officer_id=made.officer.user_id, limit_minor=500_00, days=2, on=ON, at=AT
    )
    assert found("late", ON + dt.timedelta(days=2)) == []
    (flag,) = found("late", ON + dt.timedelta(days=3))
    assert flag.officer_id == made.officer.user_id
    row = box.declare_hand_over(by=made.officer, amount_minor=10_00, on=ON, at=AT)
    box.receive_hand_over(by=made.cashier, hand_over_id=row.pk, counted_minor=10_00, on=ON, at=AT)
    assert found("late", ON + dt.timedelta(days=3)) == []


def test_one_telephone_of_two_households_and_not_of_one(made: lending.Setting) -> None:
    first, second = borrowers(made, 2, phone="+994502223344")
    (flag,) = found("phone")
    assert first.code in flag.text
    assert second.code in flag.text

    people.record_household(
        by=made.officer, on=ON, at=AT, person_id=first.person_id,
        members=[
            people.MemberData(
                name="Zaur1", relation="sibling", sex="male", birth_year=1970,
                person_id=second.person_id,
            )
        ],
        snapshot=None,
    )  # fmt: skip
    assert found("phone") == []


@pytest.mark.parametrize(("receipts", "is_sign"), [(60, True), (61, False)])
def test_three_reversals_of_sixty_are_many_and_of_sixty_one_are_not(
    made: lending.Setting, receipts: int, is_sign: bool
) -> None:
    loan = lending.lent(made)
    lending.book(made)
    for number in range(1, receipts + 1):
        day = ON - dt.timedelta(days=receipts - number)
        lending.pay(made, loan, number, 1_11, day)
        if number <= 3:
            credit.reverse_receipt(
                by=made.accountant, reason="Mistyped", on=day, at=AT,
                receipt_id=Receipt.objects.get(number=number).pk,
            )  # fmt: skip
    assert bool(found("reversals")) is is_sign


def test_three_receipts_of_one_loan_on_one_day_and_not_two_or_a_reversed_one(
    made: lending.Setting,
) -> None:
    loan = lending.lent(made)
    lending.book(made)
    lending.pay(made, loan, 1, 83_33, ON)
    lending.pay(made, loan, 2, 83_33, ON)
    lending.pay(made, loan, 3, 83_33, ON - dt.timedelta(days=1))
    assert found("at_once") == []
    lending.pay(made, loan, 4, 83_33, ON)
    (flag,) = found("at_once")
    assert flag.loan_id == loan.pk
    credit.reverse_receipt(
        by=made.accountant, reason="Mistyped", on=ON, at=AT,
        receipt_id=Receipt.objects.get(number=4).pk,
    )  # fmt: skip
    assert found("at_once") == []


@pytest.mark.parametrize(("loans", "is_sign"), [(9, False), (10, True)])
def test_the_same_two_decide_ten_loans_and_not_nine(
    made: lending.Setting, loans: int, is_sign: bool
) -> None:
    borrowers(made, loans)
    flags = found("pair", lending.PAID_OUT_ON + dt.timedelta(days=30))
    assert [flag.officer_id for flag in flags] == ([made.officer.user_id] if is_sign else [])

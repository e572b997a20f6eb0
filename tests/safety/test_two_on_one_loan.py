"""Two people act on one loan at the same moment: one effect, and a sentence for the other.

The second begins when the first is done and not yet committed: the worst moment there is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from dayaq.credit import services
from dayaq.credit.models import (
    Agreement,
    Decision,
    Loan,
    LoanApplication,
    LoanEvent,
    LoanStatus,
    Receipt,
    Relief,
    RescheduleRequest,
    WriteOff,
)
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.roles import Role
from dayaq.kernel.db import run_command
from dayaq.kernel.errors import Refused
from dayaq.ledger.queries import loan_balances
from tests import build
from tests.credit import helpers as h
from tests.safety.test_two_at_once import books_balance, overlapping, refusals

DAY = dt.date(2010, 9, 1)
Act = Callable[[Actor], Any]


@dataclass
class Case:
    """What two people of one role do at once; `count` tells how often it was done."""

    role: Role
    act: Act
    count: Callable[[], int]
    other: Act | None = None
    other_role: Role | None = None


def acting(made: h.Setting, role: Role) -> Actor:
    """A second person of the role, who had no hand in the loan so far."""
    return build.actor(role, name=f"İkinci {role.value}")


def first_of(made: h.Setting, role: Role) -> Actor:
    return {
        Role.FIELD_OFFICER: made.officer, Role.CASHIER: made.cashier,
        Role.COMMITTEE_SECRETARY: made.secretary, Role.PROJECT_MANAGER: made.manager,
        Role.PROGRAMME_OFFICER: made.programme_officer, Role.ACCOUNTANT: made.accountant,
    }[role]  # fmt: skip


def told(on: dt.date = DAY) -> dict[str, Any]:
    return {"on": on, "at": h.AT}


# ---- before there is a loan


def apply_twice(made: h.Setting) -> Case:
    person, version = h.applicant(made), h.product(made)
    plan = h.plan(made, person)
    return Case(
        Role.FIELD_OFFICER,
        lambda who: services.apply_for_loan(
            by=who, person_id=person.pk, product_version_id=version.pk, plan_id=plan.pk,
            amount_minor=100_000, instalments=12, purpose="Ten hives of bees",
            **told(h.APPLIED_ON),
        ),
        LoanApplication.objects.count,
    )  # fmt: skip


def decide_twice(made: h.Setting) -> Case:
    application = h.apply(made, h.applicant(made))
    h.appraise(made, application)
    sitting = h.meeting(made)
    return Case(
        Role.COMMITTEE_SECRETARY,
        lambda who: h.decide(made, application, sitting, by=who),
        Decision.objects.count,
    )


def sign_twice(made: h.Setting) -> Case:
    application = h.approved(made)
    services.draw_up_agreement(
        by=made.officer, application_id=application.pk, language="az",
        planned_on=h.PAID_OUT_ON, first_due_on=h.FIRST_DUE_ON, **told(h.SIGNED_ON),
    )  # fmt: skip
    return Case(
        Role.FIELD_OFFICER,
        lambda who: services.sign_agreement(
            by=who, application_id=application.pk, signature_mode="hand",
            lender_signatory="Fərid Məlikov", **told(h.SIGNED_ON),
        ),
        lambda: Loan.objects.count() if Agreement.objects.get().signed_on else 0,
    )  # fmt: skip


def sign_and_withdraw(made: h.Setting) -> Case:
    case = sign_twice(made)
    application = LoanApplication.objects.get()
    case.other = lambda who: services.withdraw(
        by=who, application_id=application.pk, reason="Köçür", **told(h.SIGNED_ON)
    )
    return case


# ---- the money


def pay_out_twice(made: h.Setting) -> Case:
    loan = h.agreed(made)
    return Case(
        Role.CASHIER, lambda who: h.disburse(made, loan, by=who), lambda: events("disbursed")
    )


def pay_out_and_cancel(made: h.Setting) -> Case:
    case = pay_out_twice(made)
    loan = Loan.objects.get()
    case.other_role = Role.PROJECT_MANAGER
    case.other = lambda who: services.cancel_loan(
        by=who, loan_id=loan.pk, reason="Köçür", **told(h.PAID_OUT_ON)
    )
    return case


def one_blank_with_two_amounts(made: h.Setting) -> Case:
    loan = h.lent(made)
    h.book(made)
    return Case(
        Role.FIELD_OFFICER,
        lambda who: services.record_collection(
            by=who, loan_id=loan.pk, slip=h.slip(loan, 1, 8_400, DAY), **told()
        ),
        Receipt.objects.count,
        other=lambda who: services.record_collection(
            by=who, loan_id=loan.pk, slip=h.slip(loan, 1, 9_999, DAY), **told()
        ),
    )


def reverse_twice(made: h.Setting) -> Case:
    loan = h.lent(made)
    h.book(made)
    h.pay(made, loan, 1, 8_400, DAY)
    receipt = Receipt.objects.get()
    return Case(
        Role.ACCOUNTANT,
        lambda who: services.reverse_receipt(
            by=who, receipt_id=receipt.pk, reason="Başqasının pulu", **told()
        ),
        lambda: events("reversed"),
    )


def refund_twice(made: h.Setting) -> Case:
    loan = h.lent(made)
    h.book(made)
    h.pay(made, loan, 1, 110_000, DAY)
    return Case(
        Role.CASHIER,
        lambda who: services.refund_credit(
            by=who, loan_id=loan.pk, amount_minor=10_000, method="bank",
            voucher=f"R-{who.user_id}", **told(),
        ),
        lambda: events("refunded"),
    )  # fmt: skip


def receive_the_cash_twice(made: h.Setting) -> Case:
    loan = h.lent(made)
    h.book(made)
    batch = services.record_collections(
        by=made.officer, officer_id=made.officer.user_id, district_id=build.district().pk,
        slips=[h.slip(loan, 3, 8_333, DAY)], handed_over_minor=8_333, key="evening", **told(),
    )  # fmt: skip
    return Case(
        Role.CASHIER,
        lambda who: services.receive_cash(by=who, batch_id=batch.pk, counted_minor=8_333, **told()),
        lambda: type(batch).objects.filter(received_by__isnull=False).count(),
    )


# ---- when the plan does not hold


def new_terms(who: Actor, loan: Loan) -> RescheduleRequest:
    return services.propose_reschedule(
        by=who, loan_id=loan.pk, kind="new_plan", cause="illness", reason="Xəstədir",
        first_due_on=dt.date(2010, 12, 1), instalments=10, **told(),
    )  # fmt: skip


def propose_new_terms_twice(made: h.Setting) -> Case:
    loan = h.lent(made)
    return Case(
        Role.PROJECT_MANAGER, lambda who: new_terms(who, loan),
        RescheduleRequest.objects.count,
    )  # fmt: skip


def approve_new_terms_twice(made: h.Setting) -> Case:
    request = new_terms(made.manager, h.lent(made))
    return Case(
        Role.PROGRAMME_OFFICER,
        lambda who: services.approve_reschedule(by=who, request_id=request.pk, **told()),
        lambda: events("rescheduled"),
    )


def approve_and_refuse_new_terms(made: h.Setting) -> Case:
    case = approve_new_terms_twice(made)
    request = RescheduleRequest.objects.get()
    case.other = lambda who: services.refuse_reschedule(
        by=who, request_id=request.pk, note="Gözləyək", **told()
    )
    return case


def giving_up(who: Actor, loan: Loan) -> WriteOff:
    return services.propose_write_off(
        by=who, loan_id=loan.pk, cause="disappeared", reason="Tapılmır", **told()
    )


def propose_a_write_off_twice(made: h.Setting) -> Case:
    loan = h.lent(made)
    return Case(Role.PROJECT_MANAGER, lambda who: giving_up(who, loan), WriteOff.objects.count)


def approve_a_write_off_twice(made: h.Setting) -> Case:
    proposal = giving_up(made.manager, h.lent(made))
    return Case(
        Role.PROGRAMME_OFFICER,
        lambda who: services.approve_write_off(by=who, write_off_id=proposal.pk, **told()),
        lambda: events("written_off"),
    )


def granting(who: Actor, loan: Loan) -> Relief:
    return services.propose_relief(
        by=who, loan_id=loan.pk, kind="grant", amount_minor=None, cause="illness",
        reason="Ağır xəstədir", **told(),
    )  # fmt: skip


def propose_to_turn_into_a_grant_twice(made: h.Setting) -> Case:
    loan = h.lent(made)
    return Case(Role.PROJECT_MANAGER, lambda who: granting(who, loan), Relief.objects.count)


def turn_into_a_grant_twice(made: h.Setting) -> Case:
    relief = granting(made.manager, h.lent(made))
    return Case(
        Role.PROGRAMME_OFFICER,
        lambda who: services.approve_relief(by=who, relief_id=relief.pk, **told()),
        lambda: events("granted"),
    )


def turn_into_a_grant_and_write_off(made: h.Setting) -> Case:
    """Both were proposed; whoever comes second finds nothing that is owed."""
    case = turn_into_a_grant_twice(made)
    proposal = giving_up(made.manager, Loan.objects.get())
    case.other = lambda who: services.approve_write_off(by=who, write_off_id=proposal.pk, **told())
    return case


CASES = (
    apply_twice, decide_twice, sign_twice, sign_and_withdraw, pay_out_twice,
    pay_out_and_cancel, one_blank_with_two_amounts, reverse_twice, refund_twice,
    receive_the_cash_twice,
    propose_new_terms_twice, approve_new_terms_twice, approve_and_refuse_new_terms,
    propose_a_write_off_twice, approve_a_write_off_twice, propose_to_turn_into_a_grant_twice,
    turn_into_a_grant_twice, turn_into_a_grant_and_write_off,
)  # fmt: skip


def events(kind: str) -> int:
    return LoanEvent.objects.filter(kind=kind).count()


@pytest.fixture
def made(own_database: None) -> h.Setting:
    return run_command(h.setting)


@pytest.mark.parametrize("prepare", CASES, ids=lambda case: case.__name__)
def test_one_effect_and_a_sentence_for_the_other(
    made: h.Setting, prepare: Callable[[h.Setting], Case]
) -> None:
    case = run_command(lambda: prepare(made))
    before = case.count()
    one = run_command(lambda: first_of(made, case.role))
    two = run_command(lambda: acting(made, case.other_role or case.role))
    second = case.other or case.act

    results = overlapping(lambda: case.act(one), lambda: second(two))

    assert not isinstance(results[0], Exception), results
    assert isinstance(results[1], Refused), results
    assert str(results[1].message)
    assert case.count() == before + 1
    for loan in Loan.objects.filter(disbursed_on__isnull=False):
        assert run_command(lambda: services.rebuild_loans(loan_ids=[loan.pk])) == []  # noqa: B023
        assert loan_balances([loan.pk]).get(loan.pk, 0) == loan.outstanding_minor
    assert books_balance()


def test_a_payment_and_new_terms_at_once_both_stand(made: h.Setting) -> None:
    case = run_command(lambda: approve_new_terms_twice(made))
    loan = Loan.objects.get()
    run_command(lambda: h.book(made))
    officer = run_command(lambda: made.programme_officer)

    results = overlapping(lambda: h.pay(made, loan, 1, 8_400, DAY), lambda: case.act(officer))

    assert refusals(results) == []
    assert Loan.objects.get().outstanding_minor == 100_000 - 8_400
    assert Loan.objects.get().status == LoanStatus.ACTIVE
    assert run_command(lambda: services.rebuild_loans(loan_ids=[loan.pk])) == []
    assert books_balance()


def test_one_receipt_typed_in_by_two_people_counts_once(made: h.Setting) -> None:
    loan = run_command(lambda: h.lent(made))
    run_command(lambda: h.book(made))
    other = run_command(lambda: acting(made, Role.FIELD_OFFICER))

    def typed_in(who: Actor) -> Callable[[], Receipt]:
        return lambda: services.record_collection(
            by=who, loan_id=loan.pk, slip=h.slip(loan, 1, 8_400, DAY), **told()
        )

    first, second = overlapping(typed_in(made.officer), typed_in(other))

    assert (first.pk, second.pk) == (Receipt.objects.get().pk, Receipt.objects.get().pk)
    assert Loan.objects.get().outstanding_minor == 100_000 - 8_400
    assert books_balance()

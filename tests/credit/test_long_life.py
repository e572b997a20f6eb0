"""A loan through its life: parts, charges, what is given up, agreed rows, repaid in full."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction
from django.urls import reverse

from dayaq.credit import services
from dayaq.credit.domain.events import NewInstalment
from dayaq.credit.domain.terms import CustomInstalment
from dayaq.credit.models import EventKind, Holiday, Loan, LoanEvent, Relief, RescheduleRequest
from dayaq.credit.queries.loans import tell
from dayaq.credit.services.arrears import NewTerms
from dayaq.credit.services.visits import Findings
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.db import as_refusal
from dayaq.kernel.errors import NotAllowed, Refused
from dayaq.ledger.queries import balance
from tests import build
from tests.credit import helpers as h
from tests.credit.test_pages import browser, day, send

pytestmark = pytest.mark.django_db

VISITED_ON = dt.date(2010, 7, 20)
SECOND_ON = dt.date(2010, 7, 31)
PARTS = {"later_tranches": [{"percent": "40", "after_days": 60}]}


def in_parts(made: h.Setting) -> Loan:
    """1,000 over 12: 600 on 1 June, 400 planned for 31 July."""
    return h.lent(made, version=h.product(made, multiple_minor=100, also=PARTS))


def visit(made: h.Setting, loan: Loan, *, well_used: bool | None = True) -> None:
    services.record_visit(
        by=made.officer, loan_id=loan.pk, on=VISITED_ON, at=h.AT,
        findings=Findings(purpose="loan_use", business="running", used_as_planned=well_used),
    )  # fmt: skip


def pay_part(
    made: h.Setting, loan: Loan, by: Actor | None = None, minor: int = 40_000
) -> LoanEvent:
    return services.disburse_part(
        by=by or made.cashier, loan_id=loan.pk, amount_minor=minor, method="bank", voucher="V-2",
        on=SECOND_ON, at=h.AT,
    )  # fmt: skip


def give_up(made: h.Setting, loan: Loan, kind: str, minor: int | None = None) -> Relief:
    return services.propose_relief(
        by=made.manager, loan_id=loan.pk, kind=kind, amount_minor=minor, cause="illness",
        reason="Long treatment", on=SECOND_ON, at=h.AT,
    )  # fmt: skip


def approve(made: h.Setting, relief: Relief) -> Loan:
    services.approve_relief(by=made.programme_officer, relief_id=relief.pk, on=SECOND_ON, at=h.AT)
    return Loan.objects.get(pk=relief.loan_id)


def owed_in_books(loan: Loan) -> int:
    return balance(loan.programme_id, f"loans:{loan.window}", subject_id=loan.pk)


def test_the_first_part_leaves_the_fund_and_makes_the_schedule(made: h.Setting) -> None:
    loan = in_parts(made)
    state = tell(loan, SECOND_ON).state
    assert loan.outstanding_minor == 60_000
    assert [row.due.total_minor for row in state.instalments] == [5_000] * 12
    assert owed_in_books(loan) == 60_000


def test_a_further_part_is_spread_over_the_coming_instalments(made: h.Setting) -> None:
    loan = in_parts(made)
    visit(made, loan)
    pay_part(made, loan)
    loan.refresh_from_db()
    told = tell(loan, SECOND_ON)
    assert loan.outstanding_minor == 100_000
    assert owed_in_books(loan) == 100_000
    # 950 are owed after the first: 11 instalments, whole manat, the last takes the rest.
    assert [row.due.total_minor for row in told.state.instalments] == [
        5_000, *[8_600] * 10, 9_000,
    ]  # fmt: skip
    assert len(told.state.versions) == 2


def test_nobody_pays_a_further_part_without_a_good_visit(made: h.Setting) -> None:
    loan = in_parts(made)
    with pytest.raises(Refused, match="visited"):
        pay_part(made, loan)
    visit(made, loan, well_used=False)
    with pytest.raises(Refused, match="visited"):
        pay_part(made, loan)
    assert LoanEvent.objects.filter(loan=loan).count() == 1


def test_no_more_is_paid_out_than_was_agreed(made: h.Setting) -> None:
    loan = in_parts(made)
    visit(made, loan)
    with pytest.raises(Refused, match="left to be paid out"):
        pay_part(made, loan, minor=40_001)


def test_whoever_decided_pays_no_part_by_any_path(made: h.Setting) -> None:
    loan = in_parts(made)
    visit(made, loan)
    with pytest.raises((Refused, NotAllowed)):
        pay_part(made, loan, by=made.officer)
    with pytest.raises(Exception, match="pays out a part") as refused, transaction.atomic():
        a_payout(loan, made.members[0], 40_000)
    assert "three different people" in str(as_refusal(refused.value).message)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("visited", "minor", "said"),
    [(False, 40_000, "follows a visit"), (True, 40_100, "more than was agreed")],
)
def test_the_database_refuses_an_unvisited_or_too_large_part(
    made: h.Setting, visited: bool, minor: int, said: str
) -> None:
    loan = in_parts(made)
    if visited:
        visit(made, loan)
    with pytest.raises(Exception, match=said), transaction.atomic():
        a_payout(loan, made.cashier, minor)


def a_payout(loan: Loan, by: Actor, minor: int) -> LoanEvent:
    return LoanEvent.objects.create(
        loan=loan, seq=2, kind=EventKind.DISBURSED, value_on=SECOND_ON, amount_minor=minor,
        key="by-hand", recorded_on=SECOND_ON, recorded_at=h.AT, recorded_by_id=by.user_id,
    )  # fmt: skip


def test_part_of_a_loan_is_forgiven_on_two_signatures(made: h.Setting) -> None:
    loan = h.lent(made)
    relief = give_up(made, loan, "forgive", 20_000)
    with pytest.raises(Refused, match="other than"):
        services.approve_relief(
            by=replace(made.programme_officer, user_id=made.manager.user_id),
            relief_id=relief.pk, on=SECOND_ON, at=h.AT,
        )  # fmt: skip
    after = approve(made, relief)
    assert after.outstanding_minor == 80_000
    assert owed_in_books(after) == 80_000
    assert balance(after.programme_id, "expense.forgiveness") == 20_000


def test_the_rest_becomes_a_grant(made: h.Setting) -> None:
    after = approve(made, give_up(made, h.lent(made), "grant"))
    assert (after.outstanding_minor, after.status) == (0, "forgiven")
    assert balance(after.programme_id, "expense.granted") == 100_000


def test_nothing_is_given_up_that_is_not_owed(made: h.Setting) -> None:
    loan = h.lent(made)
    with pytest.raises(Refused, match="Nothing of this"):
        give_up(made, loan, "waive_interest")
    with pytest.raises(Refused, match="more than the outstanding"):
        give_up(made, loan, "forgive", 100_001)
    assert not Relief.objects.exists()


def test_the_database_refuses_what_nobody_approved(made: h.Setting) -> None:
    loan = h.lent(made)
    relief = give_up(made, loan, "forgive", 20_000)
    LoanEvent.objects.create(
        loan=loan, seq=2, kind=EventKind.PART_FORGIVEN, value_on=SECOND_ON,
        amount_minor=20_000, key=f"relief:{relief.pk}", recorded_on=SECOND_ON,
        recorded_at=h.AT, recorded_by_id=made.manager.user_id,
    )  # fmt: skip
    # The database asks when the transaction ends; here it is asked at once.
    with (
        pytest.raises(Exception, match="approved by somebody else"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    transaction.set_rollback(True)


def test_the_database_refuses_one_person_for_both_signatures(made: h.Setting) -> None:
    relief = give_up(made, h.lent(made), "forgive", 20_000)
    with pytest.raises(Exception, match="a_relief_takes_two_people"), transaction.atomic():
        Relief.objects.filter(pk=relief.pk).update(
            status="approved", decided_by=relief.proposed_by, decided_on=SECOND_ON
        )


def test_a_charge_is_for_licensed_lenders_alone(made: h.Setting) -> None:
    loan = h.lent(made)
    with pytest.raises(Refused, match="licensed lender"):
        add_charge(made, loan)
    with pytest.raises(Exception, match="lawful lender"), transaction.atomic():
        LoanEvent.objects.create(
            loan=loan, seq=2, kind=EventKind.FEE_CHARGED, value_on=SECOND_ON, amount_minor=500,
            key="by-hand", data={"component": "fee"}, recorded_on=SECOND_ON, recorded_at=h.AT,
            recorded_by_id=made.accountant.user_id,
        )  # fmt: skip


def add_charge(made: h.Setting, loan: Loan, component: str = "fee") -> LoanEvent:
    return services.charge(
        by=made.accountant, loan_id=loan.pk, component=component, amount_minor=500,
        due_on=SECOND_ON, reason="Copy of the agreement", key="1", on=SECOND_ON, at=h.AT,
    )  # fmt: skip


def charging(made: h.Setting) -> Loan:
    """1,000 at 12 % declining over 12: 11 x 88.85 and 88.84 (docs/credit-engine.md)."""
    version = h.product(made, interest="declining", annual_rate=Decimal(12))
    return h.lent(made, version=version)


def test_a_charge_is_added_and_waived_again(made: h.Setting) -> None:
    loan = charging(made)
    add_charge(made, loan)
    assert tell(loan, SECOND_ON).position.outstanding.fee == 500
    approve(made, give_up(made, loan, "waive_fee"))
    assert tell(loan, SECOND_ON).position.outstanding.fee == 0


def test_repaying_in_full_takes_off_what_is_not_earned(made: h.Setting) -> None:
    loan, on = charging(made), dt.date(2010, 7, 1)
    h.book(made)
    # One month of interest on 1,000 at 1 %: 10.00.
    assert tell(loan, on).position.payoff_minor == 101_000

    def pay(minor: int) -> None:
        slip = replace(h.slip(loan, 1, minor, on), in_full=True)
        services.record_collection(by=made.officer, loan_id=loan.pk, slip=slip, on=on, at=h.AT)

    with pytest.raises(Refused) as refused:
        pay(100_900)
    assert refused.value.field == "in_full"
    pay(101_000)
    loan.refresh_from_db()
    assert (loan.status, loan.outstanding_minor, loan.credit_minor) == ("repaid", 0, 0)
    assert owed_in_books(loan) == 0
    assert balance(loan.programme_id, "income.interest") == -1_000


def propose(made: h.Setting, loan: Loan, terms: NewTerms) -> RescheduleRequest:
    return services.propose_reschedule(
        by=made.manager, loan_id=loan.pk, kind="new_plan", cause="crop_loss", reason="Hail",
        first_due_on=dt.date(2010, 9, 15), terms=terms, on=SECOND_ON, at=h.AT,
    )  # fmt: skip


def test_new_dates_and_amounts_are_agreed_by_hand(made: h.Setting) -> None:
    loan = h.lent(made)
    rows = [
        NewInstalment(due_on=dt.date(2010, 9, 15), principal_minor=60_000),
        NewInstalment(due_on=dt.date(2011, 9, 15), principal_minor=40_000),
    ]
    asked = propose(made, loan, NewTerms(rows=rows))
    services.approve_reschedule(
        by=made.programme_officer, request_id=asked.pk, on=SECOND_ON, at=h.AT
    )
    told = tell(loan, SECOND_ON)
    owed = [(row.due_on, row.outstanding.total_minor) for row in told.state.instalments
            if row.outstanding.total_minor]  # fmt: skip
    assert owed == [(row.due_on, row.principal_minor) for row in rows]
    assert len(told.state.versions) == 2


def test_rows_that_do_not_sum_are_refused_when_they_are_proposed(made: h.Setting) -> None:
    loan = h.lent(made)
    rows = [NewInstalment(due_on=dt.date(2010, 9, 15), principal_minor=60_000)]
    with pytest.raises(Refused):
        propose(made, loan, NewTerms(rows=rows))
    assert not RescheduleRequest.objects.exists()


def test_arrears_stay_overdue_when_that_is_agreed(made: h.Setting) -> None:
    loan = h.lent(made)
    asked = propose(made, loan, NewTerms(arrears="keep"))
    services.approve_reschedule(
        by=made.programme_officer, request_id=asked.pk, on=SECOND_ON, at=h.AT
    )
    now = tell(loan, SECOND_ON).position
    assert now.oldest_unpaid_due_on == dt.date(2010, 7, 1)
    assert now.outstanding_minor == 100_000


def test_a_schedule_by_hand_is_given_with_the_agreement(made: h.Setting) -> None:
    version = h.product(made, amortisation="custom")
    application = h.approved(made, version=version, instalments=3)
    rows = [CustomInstalment(dt.date(2010, month, 15), minor)
            for month, minor in ((9, 20_000), (10, 30_000), (11, 50_000))]  # fmt: skip

    def draw_up(given: list[CustomInstalment]) -> Any:
        return services.draw_up_agreement(
            by=made.officer, application_id=application.pk, language="az",
            planned_on=h.PAID_OUT_ON, first_due_on=h.FIRST_DUE_ON, rows_given=given,
            on=h.SIGNED_ON, at=h.AT,
        )  # fmt: skip

    for wrong in ([], rows[:2]):
        with pytest.raises(Refused) as refused:
            draw_up(wrong)
        assert refused.value.field == "rows"
    assert draw_up(rows).first_due_on == dt.date(2010, 9, 15)


def test_rebuilding_changes_nothing_of_a_long_life(made: h.Setting) -> None:
    loan = in_parts(made)
    visit(made, loan)
    pay_part(made, loan)
    approve(made, give_up(made, Loan.objects.get(pk=loan.pk), "forgive", 10_000))
    before = list(loan.instalment_rows.order_by("version", "number").values())
    services.rebuild_loans()
    assert list(loan.instalment_rows.order_by("version", "number").values()) == before


def test_the_pages_of_a_loan_in_parts(made: h.Setting) -> None:
    loan = in_parts(made)
    visit(made, loan)
    cashier = browser(made.cashier)
    shown = cashier.get(reverse("credit:loan", args=[loan.pk])).content.decode()
    assert "Pay out the next part" in shown
    assert "Interest" not in shown.replace("Interest-free loan", "")
    assert "enalt" not in shown
    answers = {"amount_minor": "400", "method": "bank", "voucher": "V-2",
               **day("paid_on", SECOND_ON)}  # fmt: skip
    url = reverse("credit:part", args=[loan.pk])
    send(cashier, url, answers, 200)
    send(cashier, url, {**answers, "confirmed": "1"})
    loan.refresh_from_db()
    assert loan.outstanding_minor == 100_000
    schedules = cashier.get(reverse("credit:versions", args=[loan.pk]))
    assert len(schedules.context["tables"]) == 2
    for payout in ("1", "2"):
        voucher = cashier.get(reverse("credit:voucher_pdf", args=[loan.pk]), {"payout": payout})
        assert b"".join(voucher.streaming_content if voucher.streaming else [voucher.content])[
            :4] == b"%PDF"  # fmt: skip


def test_what_is_given_up_is_proposed_and_decided_on_pages(made: h.Setting) -> None:
    loan = h.lent(made)
    send(browser(made.manager), reverse("credit:relief", args=[loan.pk]), {
        "kind": "forgive", "amount_minor": "200", "cause": "illness", "reason": "Treatment",
        **day("on", build.TODAY),
    })  # fmt: skip
    relief = Relief.objects.get()
    officer = browser(made.programme_officer)
    assert loan.code in officer.get(reverse("credit:proposals")).content.decode()
    url = reverse("credit:relief_decide", args=[relief.pk])
    assert "200,00" in officer.get(url).content.decode()
    assert browser(made.manager).get(url).status_code == 403
    send(officer, url, {"answer": "approve", "note": "", **day("on", build.TODAY)})
    loan.refresh_from_db()
    assert loan.outstanding_minor == 80_000


def test_new_rows_are_typed_line_by_line_and_printed_to_sign(made: h.Setting) -> None:
    loan = h.lent(made)
    manager, url = browser(made.manager), reverse("credit:reschedule", args=[loan.pk])
    answers = {"kind": "new_plan", "cause": "crop_loss", "reason": "Hail", "arrears": "move"}
    wrong = send(manager, url, {**answers, "rows": "tomorrow 600"}, 422)
    assert "line 1" in wrong.content.decode()
    send(manager, url, {**answers, "rows": "15.09.2030 600,00\n15.09.2031 400,00"})
    asked = RescheduleRequest.objects.get()
    officer = browser(made.programme_officer)
    assert "15.09.2031" in officer.get(
        reverse("credit:reschedule_decide", args=[asked.pk])
    ).content.decode()  # fmt: skip
    pdf = officer.get(reverse("credit:new_schedule", args=[asked.pk]))
    assert pdf.content.startswith(b"%PDF")


@pytest.mark.parametrize("language", ["en", "az"])
def test_every_figure_of_the_loan_page_explains_itself(made: h.Setting, language: str) -> None:
    loan = charging(made)
    add_charge(made, loan)
    officer = browser(made.officer)
    officer.cookies["django_language"] = language
    links = officer.get(reverse("credit:loan", args=[loan.pk])).context["why"]
    assert len(links) >= 7
    for link in links:
        answer = officer.get(link.url, headers={"accept-language": language})
        assert answer.status_code == 200
        assert "%(" not in answer.content.decode()


def test_the_calendar_of_holidays_is_kept_on_its_page(made: h.Setting) -> None:
    officer = browser(made.programme_officer)
    send(officer, reverse("credit:holidays_new"), {"days": "20.03.2010 Novruz\n01.07.2010 Bayram"})
    shown = officer.get(reverse("credit:holidays"))
    assert "Novruz" in shown.content.decode()
    version = h.product(
        made, multiple_minor=100, also={"working_days": {"weekend": [5, 6], "move": "next"}}
    )
    loan = h.lent(made, version=version)
    assert tell(loan, SECOND_ON).state.instalments[0].due_on == dt.date(2010, 7, 2)
    gone = Holiday.objects.get(name="Novruz")
    send(officer, reverse("credit:holiday_remove", args=[gone.pk]), {})
    assert not Holiday.objects.filter(pk=gone.pk).exists()

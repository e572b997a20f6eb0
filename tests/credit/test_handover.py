"""The fund goes to a successor, as the sister programme's went to FinAgro (domain 1.1)."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from dayaq.credit import services
from dayaq.credit.models import EventKind, Handover, Loan, LoanEvent, LoanStatus
from dayaq.credit.queries.handover import checklist, going, key_of
from dayaq.credit.services import handover as service
from dayaq.credit.services.provisioning import run_provision
from dayaq.kernel.clock import Clock
from dayaq.kernel.errors import NotAllowed, Refused
from dayaq.kernel.events import timeline
from dayaq.ledger import closing, queries
from dayaq.ledger.domain.fund import LEFT
from dayaq.ledger.fund.queries import identity_on, left_over
from dayaq.ledger.models import Entry, Transfer
from dayaq.ledger.services import Leg, post
from tests import build
from tests.credit import helpers as h
from tests.standing import Lent

pytestmark = pytest.mark.django_db
MANAT = build.MANAT
DAY = Clock.on(dt.date(2010, 7, 12))
PAYEE = {
    "successor": "FinAgro", "pay_how": "At any FinAgro desk, or to the account on the slip.",
    "pay_how_az": "FinAgro-nun istənilən kassasında və ya qəbzdəki hesaba.",
    "complaint_phone": "+994 12 555 01 01",
}  # fmt: skip


def close_months(made: h.Setting) -> None:
    provided(made)  # the months with loans out are closed after their provision
    while (month := closing.next_to_close(build.programme().pk)) and month.ends_on < DAY.today:
        closing.close_month(
            by=made.accountant, starts_on=month.starts_on, on=DAY.today, at=DAY.now
        )  # fmt: skip


def planned(made: h.Setting) -> Handover:
    return service.plan_handover(
        by=made.programme_officer, planned_on=DAY.today, on=DAY.today, at=DAY.now, **PAYEE
    )


def audited(made: h.Setting) -> Handover:
    row = planned(made)
    close_months(made)
    return service.record_audit(
        by=made.accountant, handover_id=row.pk, auditor="Xəzər Audit", audited_on=DAY.today,
        audit_note="Balances confirmed with the bank.", on=DAY.today, at=DAY.now,
    )  # fmt: skip


def agreed(made: h.Setting) -> Handover:
    return service.record_agreement(
        by=made.programme_officer, handover_id=audited(made).pk, agreement_number="HO-2010/1",
        agreement_on=DAY.today, legal_basis="Article 9 of the agreement; consent of July 2010",
        on=DAY.today, at=DAY.now,
    )  # fmt: skip


def provided(made: h.Setting) -> None:
    run_provision(
        by=made.accountant, month_end=dt.date(2010, 6, 30), on=DAY.today, at=DAY.now
    )  # fmt: skip


def transferred(made: h.Setting) -> Handover:
    row = agreed(made)
    return service.transfer_fund(
        by=made.accountant, handover_id=row.pk, on=DAY.today, at=DAY.now
    )  # fmt: skip


@pytest.fixture
def made(lent_before: Lent) -> h.Setting:
    """ADA has given 100,000 manat; one loan of 1,000 is out."""
    return lent_before.made


def test_the_successor_takes_all_and_both_sides_of_the_fund_stay_the_same(
    made: h.Setting,
) -> None:
    before = identity_on(build.programme().pk, DAY.today)
    row = transferred(made)

    # 100,000 given: 99,000 in the bank and 1,000 lent go; the allowance goes with the loan.
    assert (row.loans_count, row.loans_minor) == (1, 1_000 * MANAT)
    assert row.money_minor == before.lines["cash"] == 99_000 * MANAT
    after = identity_on(build.programme().pk, DAY.today)
    assert after.holds
    assert all(not after.lines.get(line) for line in LEFT)
    assert after.lines["handed_over"] == -before.left_minor
    assert after.lines["capital"] == 100_000 * MANAT
    assert queries.free_windows(row.programme_id) == {"ada": 0, "korea": 0}


def test_each_window_is_emptied_by_one_entry_of_its_own() -> None:
    made = h.setting()
    build.fund(5_000 * MANAT, "korea")
    services.disburse(
        by=made.cashier, loan_id=h.agreed(made).pk, method="bank", voucher="V-1",
        on=h.PAID_OUT_ON, at=build.AT, shares={"ada": 600 * MANAT, "korea": 400 * MANAT},
    )  # fmt: skip
    row = transferred(made)

    entries = Entry.objects.filter(memo="successor").order_by("key")
    assert [entry.key for entry in entries] == [f"{key_of(row)}:ada", f"{key_of(row)}:korea"]
    for code in ("ada", "korea"):
        whole = identity_on(row.programme_id, DAY.today, window=code)
        assert whole.holds
        assert whole.left_minor == 0
        assert queries.balance(row.programme_id, f"loans:{code}") == 0
    assert queries.balance(row.programme_id, "handed_over", window="korea") == 5_000 * MANAT


def test_what_a_month_set_aside_goes_with_the_loans(made: h.Setting) -> None:
    row = agreed(made)
    post_allowance(made, 100 * MANAT)

    row = service.transfer_fund(by=made.accountant, handover_id=row.pk, on=DAY.today, at=DAY.now)

    assert row.allowance_minor == 100 * MANAT
    assert queries.balance(row.programme_id, "allowance") == 0
    assert queries.balance(row.programme_id, "handed_over") == 99_900 * MANAT
    assert identity_on(row.programme_id, DAY.today).holds


def post_allowance(made: h.Setting, minor: int) -> None:
    post(
        key="a", on=DAY.today, at=DAY.now, by=made.accountant, memo="provision",
        transfers=[Leg("expense.impairment", "allowance", minor, "ada")],
        event_id=build.an_event(made.accountant),
    )  # fmt: skip


def test_a_loan_handed_over_takes_nothing_more_here(made: h.Setting) -> None:
    transferred(made)
    loan = Loan.objects.get()

    assert (loan.status, loan.outstanding_minor) == (LoanStatus.HANDED_OVER, 0)
    with pytest.raises(Refused, match="handed over"):
        h.pay(made, loan, 1, 10 * MANAT, DAY.today)
    assert services.rebuild_loans() == []


def test_the_database_takes_no_event_on_a_loan_handed_over(made: h.Setting) -> None:
    transferred(made)
    loan = Loan.objects.get()

    with pytest.raises(IntegrityError, match="takes no event"), transaction.atomic():
        LoanEvent.objects.create(
            loan=loan, seq=9, kind=EventKind.PAID, value_on=DAY.today, amount_minor=1, key="x",
            recorded_on=DAY.today, recorded_at=DAY.now, recorded_by_id=made.cashier.user_id,
        )  # fmt: skip


def test_the_database_hands_no_loan_over_without_an_agreement(made: h.Setting) -> None:
    row = audited(made)

    with pytest.raises(IntegrityError, match="by an agreement"), transaction.atomic():
        LoanEvent.objects.create(
            loan=Loan.objects.get(), seq=9, kind=EventKind.HANDED_OVER, value_on=DAY.today,
            key=key_of(row), recorded_on=DAY.today, recorded_at=DAY.now,
            recorded_by_id=made.accountant.user_id,
        )  # fmt: skip


def test_one_event_for_each_person_names_the_agreement(made: h.Setting) -> None:
    transferred(made)

    told = timeline("person", Loan.objects.get().person_id)
    assert "HO-2010/1" in told[0].sentence


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("planned", "agreed"), ("planned", "transferred"), ("agreed", "planned"),
     ("agreed", "closed"), ("transferred", "agreed"), ("transferred", "called_off")],
)  # fmt: skip
def test_the_database_lets_a_handover_go_forward_only(
    made: h.Setting, was: str, becomes: str
) -> None:
    row = {"planned": planned, "agreed": agreed, "transferred": transferred}[was](made)

    with pytest.raises(IntegrityError), transaction.atomic():
        Handover.objects.filter(pk=row.pk).update(status=becomes)
    with (
        pytest.raises(IntegrityError, match="called off, not removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM credit_handover WHERE id = %s", [row.pk])


def test_the_database_wants_two_people_and_a_legal_basis(made: h.Setting) -> None:
    row = agreed(made)
    values = {
        "status": "transferred", "transferred_on": DAY.today, "transferred_at": DAY.now,
        "loans_count": 0, "loans_minor": 0, "allowance_minor": 0, "money_minor": 0,
    }  # fmt: skip
    for changes, name in (
        ({**values, "transferred_by": row.agreed_by_id}, "two_different_people_agree"),
        ({**values, "transferred_by": None}, "a_transferred_handover_says"),
        ({**values, "legal_basis": "none any more", "transferred_by": made.accountant.user_id},
         "what a step of a handover recorded stays"),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Handover.objects.filter(pk=row.pk).update(**changes)


def test_an_audit_or_agreement_that_names_nothing_is_refused_by_the_database(
    made: h.Setting,
) -> None:
    row = planned(made)
    with pytest.raises(IntegrityError, match="names_auditor_day"), transaction.atomic():
        Handover.objects.filter(pk=row.pk).update(status="audited", auditor="Xəzər Audit")
    with pytest.raises(IntegrityError, match="called_off_says_why"), transaction.atomic():
        Handover.objects.filter(pk=row.pk).update(status="called_off")
    with pytest.raises(IntegrityError, match="one_handover_at_a_time"), transaction.atomic():
        planned(made)


def test_money_that_is_not_the_funds_own_stops_the_transfer(made: h.Setting) -> None:
    row = agreed(made)
    provided(made)
    post(
        key="s", on=DAY.today, at=DAY.now, by=made.accountant, memo="test",
        transfers=[Leg("bank", "suspense", 10 * MANAT)],
        event_id=build.an_event(made.accountant),
    )  # fmt: skip

    undone = [str(line.label) for line in checklist(row, DAY.today) if not line.found.done]
    assert undone == ["Cash is counted and banked, and nobody else's money is in the fund"]
    assert left_over(row.programme_id) == {"suspense": -10 * MANAT}
    with pytest.raises(Refused, match="cannot be taken yet"):
        service.transfer_fund(by=made.accountant, handover_id=row.pk, on=DAY.today, at=DAY.now)
    assert not Transfer.objects.filter(entry__memo="successor").exists()


def test_a_month_left_open_stops_the_audit(made: h.Setting) -> None:
    row = planned(made)

    with pytest.raises(Refused, match="cannot be taken yet"):
        service.record_audit(
            by=made.accountant, handover_id=row.pk, auditor="X", audited_on=DAY.today,
            audit_note="-", on=DAY.today, at=DAY.now,
        )  # fmt: skip


def test_each_step_belongs_to_its_role(made: h.Setting) -> None:
    row = agreed(made)

    for who in (made.programme_officer, made.manager, made.cashier):
        with pytest.raises(NotAllowed):
            service.transfer_fund(by=who, handover_id=row.pk, on=DAY.today, at=DAY.now)


def test_records_do_not_leave_before_there_is_a_legal_basis(made: h.Setting) -> None:
    row = audited(made)

    with pytest.raises(Refused, match="legal basis"):
        service.let_records_go(
            by=made.accountant, handover_id=row.pk, on=DAY.today, at=DAY.now
        )  # fmt: skip


def test_the_list_says_the_same_before_and_after(made: h.Setting) -> None:
    row = agreed(made)
    provided(made)
    before = going(row, DAY.today)
    row = service.transfer_fund(by=made.accountant, handover_id=row.pk, on=DAY.today, at=DAY.now)
    after = going(row, DAY.today)

    assert [one.outstanding_minor for one in before] == [1_000 * MANAT]
    assert [
        (a.loan.pk, a.outstanding_minor, a.overdue_minor, a.next_due_on, a.next_due_minor)
        for a in before
    ] == [
        (a.loan.pk, a.outstanding_minor, a.overdue_minor, a.next_due_on, a.next_due_minor)
        for a in after
    ]


def test_it_is_closed_when_notices_and_files_are_delivered(made: h.Setting) -> None:
    row = transferred(made)
    row = service.close_handover(
        by=made.programme_officer, handover_id=row.pk, notices_given_on=DAY.today,
        files_record="AKT-7", on=DAY.today, at=DAY.now,
    )  # fmt: skip

    assert row.status == "closed"
    with pytest.raises(Refused, match="goes forward"):
        service.call_off_handover(
            by=made.programme_officer, handover_id=row.pk, reason="-", on=DAY.today, at=DAY.now
        )


def test_a_plan_that_is_called_off_makes_room_for_another(made: h.Setting) -> None:
    row = planned(made)
    service.call_off_handover(
        by=made.programme_officer, handover_id=row.pk, reason="The bank withdrew.",
        on=DAY.today, at=DAY.now,
    )  # fmt: skip

    assert planned(made).status == "planned"

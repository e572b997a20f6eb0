"""A loan goes by its newest visit, and Today asks for those whose day has come."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dayaq.credit import services, tasks
from dayaq.credit.domain.visits import asked_from
from dayaq.credit.models import Loan, MonitoringVisit
from dayaq.credit.services.visits import Findings
from dayaq.credit.web.panels import visits
from dayaq.kernel import db
from dayaq.kernel.clock import programme_clock
from tests.credit import helpers as h
from tests.people import helpers as people
from tests.standing import Lent

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
Visit = tuple[int, int | None]
"""Days after the payout, and days from there to the next visit."""


@pytest.fixture
def loan(lent_before: Lent) -> Loan:
    return lent_before.loan


def visit(made: h.Setting, loan: Loan, on: dt.date, then: dt.date | None = None) -> MonitoringVisit:
    return services.record_visit(
        by=made.officer, loan_id=loan.pk, findings=Findings(next_visit_on=then), on=on, at=h.AT
    )


def known(loan: Loan) -> tuple[dt.date | None, dt.date | None]:
    return Loan.objects.values_list("visited_on", "next_visit_on").get(pk=loan.pk)


def asked(made: h.Setting, on: dt.date) -> bool:
    return bool(tasks.visits_due(made.officer, on).count)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.none() | st.integers(1, 60)), min_size=1, max_size=4)
)
def test_in_any_order_the_loan_goes_by_the_newest_visit(
    made: h.Setting, loan: Loan, plays: list[Visit]
) -> None:
    told: list[tuple[dt.date, int, dt.date | None]] = []
    with transaction.atomic():
        for place, (days, more) in enumerate(plays):
            on = h.PAID_OUT_ON + days * DAY
            then = None if more is None else on + more * DAY
            visit(made, loan, on, then)
            told.append((on, place, then))
            newest_on, _place, next_on = max(told, key=lambda one: one[:2])
            assert known(loan) == (newest_on, next_on)
        since = asked_from(h.PAID_OUT_ON, *known(loan))
        for day in {since or h.PAID_OUT_ON + 500 * DAY, h.PAID_OUT_ON + 28 * DAY}:
            for one in (day - DAY, day):
                assert asked(made, one) == (since is not None and since <= one)
        assert MonitoringVisit.objects.count() == len(plays)
        transaction.set_rollback(True)


def test_a_visit_typed_in_late_does_not_bring_an_old_appointment_back(
    made: h.Setting, loan: Loan
) -> None:
    visit(made, loan, dt.date(2010, 9, 1), dt.date(2011, 2, 1))
    visit(made, loan, dt.date(2010, 6, 20), dt.date(2010, 8, 1))
    assert known(loan) == (dt.date(2010, 9, 1), dt.date(2011, 2, 1))
    assert not asked(made, dt.date(2010, 9, 2))


def test_what_a_payment_or_a_reversal_writes_leaves_the_visit_alone(
    made: h.Setting, loan: Loan
) -> None:
    visit(made, loan, dt.date(2010, 6, 20), dt.date(2010, 12, 1))
    h.pay(made, loan, 1, 8_333, h.FIRST_DUE_ON)
    assert known(loan) == (dt.date(2010, 6, 20), dt.date(2010, 12, 1))


def test_a_loan_that_is_repaid_is_visited_no_more(made: h.Setting, loan: Loan) -> None:
    visit(made, loan, dt.date(2010, 6, 20), dt.date(2010, 12, 1))
    assert asked(made, dt.date(2010, 12, 1))
    h.pay(made, loan, 1, 100_000, dt.date(2010, 11, 1))
    assert not asked(made, dt.date(2010, 12, 1))


def test_a_loan_that_waits_for_its_money_is_not_visited(made: h.Setting) -> None:
    waiting = h.agreed(made)
    assert known(waiting) == (None, None)
    assert not asked(made, h.SIGNED_ON + 90 * DAY)


def three_loans(made: h.Setting) -> list[Loan]:
    borrowers = [
        people.register(made.officer, given_name=name, phone="")
        for name in ("Rauf", "Samir", "Elçin")
    ]
    for person in borrowers:
        people.verify(person, by=made.authority)
    h.train(made, *borrowers)
    meeting, loans = h.meeting(made), []
    for person in borrowers:
        application = h.apply(made, person)
        h.appraise(made, application)
        h.decide(made, application, meeting)
        loans.append(h.disburse(made, h.sign(made, application)))
    return loans


def test_appointments_come_first_by_their_day_and_then_those_nobody_has_visited(
    made: h.Setting,
) -> None:
    never, soon, late = three_loans(made)
    visit(made, soon, dt.date(2010, 6, 20), dt.date(2010, 12, 1))
    visit(made, late, dt.date(2010, 6, 21), dt.date(2010, 11, 1))
    group = visits(made.officer, programme_clock(dt.date(2010, 11, 28)))
    assert [row.pk for row in tasks.visits_due(made.officer, dt.date(2010, 11, 28)).first] == [
        late.pk, soon.pk, never.pk,
    ]  # fmt: skip
    assert [(row.due_on, row.overdue) for row in group.rows] == [
        (dt.date(2010, 11, 1), True), (dt.date(2010, 12, 1), False), (None, False),
    ]  # fmt: skip


def test_the_visit_and_what_the_loan_knows_are_one_statement(made: h.Setting, loan: Loan) -> None:
    with h.statements() as said:
        visit(made, loan, dt.date(2010, 6, 20), dt.date(2010, 12, 1))
    writing = [one["sql"] for one in said if "credit_monitoringvisit" in one["sql"]]
    assert len(writing) == 1
    assert 'UPDATE "credit_loan"' in writing[0]
    made_it = MonitoringVisit.objects.get()
    assert (made_it.purpose, made_it.business, made_it.visited_by_id) == (
        "routine", "running", made.officer.user_id,
    )  # fmt: skip


def test_today_finds_whom_to_visit_in_the_index_alone(
    made: h.Setting, loan: Loan, monkeypatch: pytest.MonkeyPatch
) -> None:
    questions: list[tuple[str, Any]] = []
    fetch = db.fetch

    def remembered(sql: str, params: Any) -> list[Any]:
        questions.append((sql, params))
        return fetch(sql, params)

    monkeypatch.setattr(db, "fetch", remembered)
    assert asked(made, dt.date(2010, 11, 28))
    (finding, params), _reading = questions
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {finding}", params)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Only Scan using loans_in_reach on credit_loan" in plan, plan
    assert "credit_monitoringvisit" not in plan


@pytest.mark.parametrize(
    ("visited_on", "next_visit_on"),
    [(None, dt.date(2010, 12, 1)), (dt.date(2010, 12, 1), dt.date(2010, 12, 1))],
)
def test_the_database_refuses_a_next_visit_that_follows_none(
    loan: Loan, visited_on: dt.date | None, next_visit_on: dt.date
) -> None:
    with (
        pytest.raises(IntegrityError, match="the_next_visit_follows_the_newest"),
        transaction.atomic(),
    ):
        Loan.objects.filter(pk=loan.pk).update(visited_on=visited_on, next_visit_on=next_visit_on)


def test_a_rebuild_names_a_loan_that_forgot_its_visit_and_reminds_it(
    made: h.Setting, loan: Loan
) -> None:
    visit(made, loan, dt.date(2010, 6, 20), dt.date(2010, 12, 1))
    right = known(loan)
    assert services.rebuild_loans() == []
    Loan.objects.filter(pk=loan.pk).update(next_visit_on=None)
    assert services.rebuild_loans() == [loan.pk]
    assert known(loan) == right

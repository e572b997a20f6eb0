"""The what-if page: asked, shown, printed, and nothing changed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from dayaq.credit.models import Loan, LoanEvent, RescheduleRequest
from dayaq.credit.queries.loans import tell
from dayaq.credit.queries.what_if import if_paid, if_paused, if_spread_anew
from tests import build
from tests.credit import helpers as h
from tests.credit.test_pages import browser, day

pytestmark = pytest.mark.django_db
ON = dt.date(2010, 7, 15)


def ask(made: h.Setting, loan: Loan, name: str = "credit:what_if", **answers: Any) -> Any:
    return browser(made.officer).get(reverse(name, args=[loan.pk]), answers)


def test_a_payment_is_shown_before_it_is_made(made: h.Setting) -> None:
    loan = h.lent(made)
    supposed = if_paid(tell(loan, ON), 100 * h.MANAT, ON)
    assert supposed.told.state.outstanding.total_minor == 1_000 * h.MANAT
    assert supposed.state.outstanding.total_minor == 900 * h.MANAT
    assert LoanEvent.objects.filter(loan=loan).count() == 1


def test_a_pause_moves_the_next_instalment_by_its_months(made: h.Setting) -> None:
    told = tell(h.lent(made), ON)
    supposed = if_paused(told, 3, ON)
    assert told.position.next_due_on == dt.date(2010, 8, 1)
    assert supposed.position.next_due_on == dt.date(2010, 11, 1)
    assert supposed.state.outstanding == told.state.outstanding


def test_what_is_owed_is_spread_over_the_instalments_asked_for(made: h.Setting) -> None:
    told = tell(h.lent(made), dt.date(2010, 6, 15))
    supposed = if_spread_anew(told, 5, dt.date(2010, 6, 15))
    assert [one.due.total_minor for one in supposed.state.instalments] == [20_000] * 5


@pytest.mark.parametrize(
    "answers",
    [
        {"kind": "pay", "amount_minor": "100", **day("paid_on", build.TODAY)},
        {"kind": "pause", "months": "3"},
        {"kind": "spread", "instalments": "6"},
    ],
)
def test_the_page_shows_both_schedules_and_changes_nothing(
    made: h.Setting, answers: dict[str, str]
) -> None:
    loan = h.lent(made)
    answer = ask(made, loan, **answers)
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "Schedule now and then" in shown
    assert "Interest" not in shown
    assert "enalt" not in shown
    assert ask(made, loan, "credit:what_if_pdf", **answers).content.startswith(b"%PDF")
    assert LoanEvent.objects.filter(loan=loan).count() == 1
    assert not RescheduleRequest.objects.exists()


def test_what_is_paid_and_stays_is_counted_and_not_listed(made: h.Setting) -> None:
    """Of twelve instalments two are paid; a third payment touches the third and no other."""
    loan = h.lent(made)
    first = tell(loan, build.TODAY).state.instalments[0].due.total_minor
    h.book(made)
    h.pay(made, loan, 1, 2 * first, build.TODAY)

    answer = ask(made, loan, kind="pay", amount_minor="10", **day("paid_on", build.TODAY))

    assert answer.context["unchanged"] == "2 instalments are paid and stay as they are."
    numbers = [row[0] for row in answer.context["tables"][0].rows]
    assert numbers == list(range(3, 13))


def test_the_way_on_is_a_form_filled_in(made: h.Setting) -> None:
    loan = h.lent(made)
    officer = browser(made.officer)
    manager = browser(made.manager)
    question = {"kind": "spread", "instalments": "6"}
    answer = manager.get(reverse("credit:what_if", args=[loan.pk]), question)
    form = manager.get(answer.context["links"][0].url).context["form"]
    assert form.initial["instalments"] == 6
    assert form.initial["kind"] == "new_plan"
    paying = {"kind": "pay", "amount_minor": "83,00", **day("paid_on", build.TODAY)}
    form = officer.get(ask(made, loan, **paying).context["links"][0].url).context["form"]
    assert form.initial["amount_minor"] == 8_300


def test_a_loan_with_interest_shows_it_on_both_sides(made: h.Setting) -> None:
    version = h.product(made, "INT", interest="declining", annual_rate=Decimal(12))
    loan = h.lent(made, version=version)
    assert "Interest, then" in ask(made, loan, kind="pause", months="2").content.decode()


@pytest.mark.parametrize(
    "answers",
    [{"kind": "pay"}, {"kind": "pause"}, {"kind": "spread", "instalments": "0"}, {"kind": "?"}],
)
def test_a_question_left_half_open_is_answered_by_a_sentence(
    made: h.Setting, answers: dict[str, str]
) -> None:
    answer = ask(made, h.lent(made), **answers)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert "tables" not in answer.context


def test_a_payment_before_the_payout_is_refused_beside_its_day(made: h.Setting) -> None:
    before = day("paid_on", dt.date(2010, 5, 1))
    answer = ask(made, h.lent(made), kind="pay", amount_minor="10", **before)
    assert "nothing had been disbursed" in str(answer.context["form"].errors["paid_on"])

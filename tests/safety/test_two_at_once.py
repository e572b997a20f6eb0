"""Two people, two connections, one moment: one effect, and books that balance."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client
from django.urls import reverse

from dayaq.cases.models import Case
from dayaq.credit import services
from dayaq.credit.models import Loan, LoanEvent, LoanStatus, Receipt
from dayaq.kernel import db
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.roles import Role
from dayaq.kernel.db import run_command
from dayaq.kernel.errors import Refused
from dayaq.ledger import services as ledger
from dayaq.ledger.bag_days import bag_days
from dayaq.ledger.models import Entry
from dayaq.ledger.queries import balance, loan_balances, trial_balance
from tests import build
from tests.credit import helpers as h
from tests.people import helpers as people
from tests.safety.addresses import browser, in_march_2011

WAIT_SECONDS = 120
"""Only a test that is about to fail waits this long: a slow machine is given its time."""
NEVER_ENDED = "never ended"


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do all of these at the same moment, each with a connection of its own.

    The connections are opened beforehand and one after another, because the server starts a
    process for each; only then does everybody wait for everybody. Whoever cannot connect
    says so, and the others do not wait for it.

    Gives what each returned, or the exception it ended with.
    """
    together = threading.Barrier(len(acts))
    opening = threading.Lock()
    results: list[Any] = [NEVER_ENDED] * len(acts)

    def one(number: int, act: Callable[[], Any]) -> None:
        try:
            try:
                with opening, connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
            except Exception:
                together.abort()
                raise
            together.wait(WAIT_SECONDS)
            results[number] = act()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT_SECONDS)
    assert NEVER_ENDED not in results, results
    for error in results:  # the cause, not those who waited for it in vain
        if isinstance(error, OperationalError) and together.broken:
            raise error
    return results


def overlapping(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """Two commands of which the second begins when the first is done but not yet committed."""
    begun = threading.Event()

    def slow() -> Any:
        result = first()
        begun.set()
        time.sleep(0.3)
        return result

    def late() -> Any:
        begun.wait(WAIT_SECONDS)
        return second()

    return at_once(command(slow), command(late))


def command(do: Callable[[], Any]) -> Callable[[], Any]:
    return lambda: run_command(do)


def refusals(results: list[Any]) -> list[Any]:
    return [one for one in results if isinstance(one, Refused)]


def books_balance() -> bool:
    lines = trial_balance(build.programme().pk, dt.date(2012, 12, 31))
    return sum(line.balance_minor for line in lines) == 0


@pytest.fixture
def made(own_database: None) -> h.Setting:
    return run_command(h.setting)


def test_a_form_sent_twice_at_one_moment_has_one_effect(made: h.Setting) -> None:
    in_march_2011()
    person = run_command(lambda: people.register(made.officer))
    client: Client = browser(made.officer)
    cookies = client.cookies
    assert client.get(reverse("cases:open", args=[person.pk])).status_code == 200
    form = {
        "command_id": str(uuid4()),
        "opened_on_day": "15", "opened_on_month": "3", "opened_on_year": "2011",
        "on_day": "15", "on_month": "3", "on_year": "2011",
    }  # fmt: skip

    def send() -> Any:
        other = Client()
        other.cookies = cookies
        return other.post(reverse("cases:open", args=[person.pk]), form)

    first, second = at_once(send, send)

    assert (first.status_code, second.status_code) == (302, 302)
    assert first.url == second.url
    assert Case.objects.count() == 1


def test_two_cashiers_pay_one_loan_out_once(made: h.Setting) -> None:
    loan = run_command(lambda: h.agreed(made))
    cashiers = [build.actor(Role.CASHIER), build.actor(Role.CASHIER)]
    results = at_once(*[
        command(lambda who=who: h.disburse(made, loan, by=who)) for who in cashiers
    ])  # fmt: skip

    assert len(refusals(results)) == 1
    assert [one.message for one in refusals(results)]
    assert LoanEvent.objects.filter(loan=loan, kind="disbursed").count() == 1
    assert balance(build.programme().pk, "bank") == 99_000 * build.MANAT
    assert books_balance()


def test_two_full_payments_at_once_both_stand_and_the_rest_is_a_credit(made: h.Setting) -> None:
    loan = run_command(lambda: h.lent(made))
    run_command(lambda: h.book(made))
    day = dt.date(2010, 7, 1)

    def pay(number: int) -> Callable[[], Any]:
        return command(
            lambda: services.record_collection(
                by=made.officer, loan_id=loan.pk, slip=h.slip(loan, number, 100_000, day),
                on=day, at=h.AT,
            )
        )  # fmt: skip

    results = at_once(pay(1), pay(2))
    after = Loan.objects.get(pk=loan.pk)

    assert all(isinstance(one, Receipt) for one in results), results
    assert after.status == LoanStatus.REPAID
    assert after.credit_minor == 100_000
    assert loan_balances([loan.pk])[loan.pk] == 0
    assert balance(build.programme().pk, "client_credits") == -100_000
    assert run_command(lambda: services.rebuild_loans(loan_ids=[loan.pk])) == []
    assert books_balance()


def draw(who: Actor, manat: int, slip: str) -> Callable[[], Any]:
    return lambda: ledger.draw_cash(
        by=who, amount_minor=manat * build.MANAT, slip=slip, on=h.PAID_OUT_ON, at=build.AT
    )


def test_two_drawings_that_together_exceed_the_bank_are_not_both_paid(made: h.Setting) -> None:
    cashiers = [build.actor(Role.CASHIER), build.actor(Role.CASHIER)]
    results = overlapping(draw(cashiers[0], 60_000, "A1"), draw(cashiers[1], 60_000, "A2"))

    assert len(refusals(results)) == 1
    assert balance(build.programme().pk, "bank") == 40_000 * build.MANAT


def test_a_payout_and_a_drawing_that_together_exceed_the_bank_are_not_both_paid(
    made: h.Setting,
) -> None:
    loan = run_command(lambda: h.agreed(made))
    cashiers = [build.actor(Role.CASHIER), build.actor(Role.CASHIER)]
    results = overlapping(
        draw(cashiers[1], 99_500, "A1"), lambda: h.disburse(made, loan, by=cashiers[0])
    )

    assert len(refusals(results)) == 1
    assert balance(build.programme().pk, "bank") == 500 * build.MANAT
    assert books_balance()


def test_sixteen_postings_under_one_key_are_one_entry(made: h.Setting) -> None:
    accountant = build.actor(Role.ACCOUNTANT)

    def post() -> Entry:
        return ledger.post(
            key="one", on=build.START, at=build.AT, by=accountant, memo="test",
            transfers=[ledger.Leg("cash", "bank", 500)], event_id=build.an_event(accountant),
        )  # fmt: skip

    results = at_once(*[command(post)] * 16)

    assert {one.pk for one in results} == {Entry.objects.get(key="one").pk}
    assert balance(build.programme().pk, "cash") == 500


def test_sixteen_postings_into_one_bag_are_all_in_its_sum(made: h.Setting) -> None:
    accountant = build.actor(Role.ACCOUNTANT)
    bag = f"transit:{made.officer.user_id}"

    def post(number: int) -> Callable[[], Entry]:
        return lambda: ledger.post(
            key=f"k{number}", on=build.START, at=build.AT, by=accountant, memo="test",
            transfers=[ledger.Leg(bag, "bank", 500)], event_id=build.an_event(accountant),
        )  # fmt: skip

    run_command(post(0))
    results = at_once(*[command(post(number)) for number in range(1, 17)])

    assert all(isinstance(one, Entry) for one in results), results
    assert bag_days(build.programme().pk, build.START) == [(bag, build.START, 17 * 500, 0)]


def test_a_deadlock_is_tried_again_and_both_succeed(made: h.Setting) -> None:
    """Each holds one account and asks for the other's: PostgreSQL ends one of the two."""
    met = threading.Barrier(2)
    tries: list[str] = []

    def crosswise(first: str, second: str) -> Callable[[], str]:
        def do() -> str:
            tries.append(first)
            programme = build.programme().pk
            ledger.hold(programme, first)
            db.settle()  # it would travel with the next question
            if len(tries) <= 2:  # the second try does not wait for anybody
                met.wait(WAIT_SECONDS)
            ledger.hold(programme, second)
            return first

        return command(do)

    results = at_once(crosswise("bank", "cash"), crosswise("cash", "bank"))

    assert results == ["bank", "cash"]
    assert len(tries) >= 3, "nobody was tried again"  # they may meet head-on more than once


def test_a_serialization_failure_is_tried_again(made: h.Setting) -> None:
    tries: list[int] = []

    def do() -> int:
        tries.append(1)
        if len(tries) == 1:
            with connection.cursor() as cursor:
                cursor.execute(
                    "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'serialization_failure'; "
                    "END $$"
                )
        return len(tries)

    assert run_command(do) == 2


def test_any_other_fault_of_the_database_is_not_tried_again(made: h.Setting) -> None:
    tries: list[int] = []

    def do() -> None:
        tries.append(1)
        with connection.cursor() as cursor:
            cursor.execute(
                "DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = 'query_canceled'; END $$"
            )

    with pytest.raises(OperationalError):
        run_command(do)
    assert len(tries) == 1

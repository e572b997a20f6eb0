"""The accountant's Today asks prepared questions, worked out only once.

One statement each, or two for the first rows of many (`kernel.prepared.counted`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.test.utils import CaptureQueriesContext

from dayaq.cash import tasks
from dayaq.cash.services import bank
from dayaq.credit.models import Promise
from dayaq.credit.queries.due import last_promises
from dayaq.kernel.prepared import number_of
from dayaq.ledger import services as ledger
from tests import build
from tests.cash.test_the_bank import ON, act, imported, line
from tests.credit import helpers as lending

pytestmark = pytest.mark.django_db
AT = build.AT


def again(ask: Callable[[], Any], monkeypatch: pytest.MonkeyPatch, statements: int = 1) -> Any:
    """The answer to a question asked a second time: so many statements, and no SQL is composed."""
    ask()

    def composed(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("the SQL was worked out again")

    with monkeypatch.context() as patch, CaptureQueriesContext(connection) as said:
        patch.setattr(SQLCompiler, "as_sql", composed)
        found = ask()
    assert len(said) == statements, [one["sql"] for one in said.captured_queries]
    return found


def test_what_the_accountant_has_to_do(
    made: lending.Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = made.accountant
    imported(made)
    told: dict[str, Any] = act(made)
    bank.put_in_suspense(**told, line_id=line(83_33).pk)
    waiting = again(lambda: tasks.unknown_money(by), monkeypatch)
    assert [(one.left_minor, one.currency) for one in waiting] == [(83_33, "AZN")]
    shown = again(lambda: tasks.to_match(by, 1), monkeypatch, statements=2)
    assert ([one.amount_minor for one in shown], number_of(shown)) == ([100_000_00], 2)
    assert [one.currency for one in shown] == ["AZN"], "it asks no further for the account"


def test_days_on_which_cash_was_not_counted(
    made: lending.Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, day in enumerate((ON, ON, ON - dt.timedelta(days=1), ON - dt.timedelta(days=2))):
        ledger.draw_cash(by=made.cashier, amount_minor=100, slip=f"C{number}", on=day, at=AT)
    found = again(lambda: tasks.to_count(made.cashier, ON), monkeypatch)
    assert found == [ON - dt.timedelta(days=1), ON]


def test_the_newest_promise_of_each_loan(
    made: lending.Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    loan = lending.lent(made)
    for days, amount in ((20, 1_00), (10, 2_00)):
        day = ON - dt.timedelta(days=days)
        Promise.objects.create(
            loan=loan, promised_on=day, pay_on=ON, amount_minor=amount, note="Harvest",
            taken_by_id=made.officer.user_id, recorded_at=AT,
        )  # fmt: skip
    newest = Promise.objects.get(amount_minor=2_00)
    found = again(lambda: last_promises([loan.pk]), monkeypatch)
    assert found == {loan.pk: newest}
    assert vars(found[loan.pk]) | {"_state": None} == vars(newest) | {"_state": None}
    assert last_promises([]) == {}

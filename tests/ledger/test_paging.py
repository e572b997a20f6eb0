"""Long lists a page at a time: nothing lost, nothing twice, sums of the whole."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dayaq.kernel.access.roles import Role
from dayaq.ledger import paging, services, statements
from dayaq.ledger.models import Account, Entry
from dayaq.ledger.services import Leg
from dayaq.ledger.statements import Basis
from dayaq.ledger.web import answering
from tests import build
from tests.safety.addresses import browser, in_march_2011

pytestmark = pytest.mark.django_db
FROM, TO = dt.date(2010, 1, 1), dt.date(2011, 3, 15)


def filled(count: int) -> None:
    """Entries of three days, one transfer or two, in no order of their days."""
    by = build.actor(Role.ACCOUNTANT)
    for number in range(count):
        on = FROM + dt.timedelta(days=(number * 7) % 3)
        legs = [Leg("bank", "income.fees", 100 + number)]
        legs += [Leg("expense.bank", "bank", 1)] if number % 3 == 0 else []
        services.post(
            key=f"f{number}-{Entry.objects.count()}", on=on, at=build.AT, by=by, memo="test",
            transfers=legs, event_id=build.an_event(by),
        )  # fmt: skip


def bank() -> Account:
    return Account.objects.get(code="bank", programme=build.programme())


@pytest.mark.parametrize("basis", ["posted", "value"])
@pytest.mark.parametrize("limit", [1, 4, 5, 20, 21])
def test_pages_forth_and_back_are_the_whole(basis: Basis, limit: int) -> None:
    filled(15)  # 20 transfers, 15 entries
    pid = build.programme().pk
    whole = [row.id for row in statements.journal(pid, frm=FROM, to=TO, basis=basis)]
    assert len(whole) == 20

    forth, turn, last = [], paging.Turn(limit=limit), None
    while True:
        part = paging.journal_part(pid, turn, frm=FROM, to=TO, basis=basis)
        forth += [row.id for row in part.lines]
        last = part
        if part.later is None:
            break
        turn = paging.Turn(after=part.later, limit=limit)
    assert forth == whole

    back = [row.id for row in last.lines]
    while last.earlier is not None:
        last = paging.journal_part(
            pid, paging.Turn(before=last.earlier, limit=limit), frm=FROM, to=TO, basis=basis
        )
        back = [row.id for row in last.lines] + back
    assert back == whole


@pytest.mark.parametrize("basis", ["posted", "value"])
def test_balances_run_on_from_page_to_page(basis: Basis) -> None:
    build.fund(500_00)
    filled(15)
    account = bank()
    whole = statements.account_ledger(account.programme_id, "bank", frm=FROM, to=TO, basis=basis)
    found, turn = [], paging.Turn(limit=4)
    while True:
        page = paging.account_part(
            account.programme_id, turn, account_id=account.pk, code="bank", frm=FROM, to=TO,
            basis=basis,
        )  # fmt: skip
        found += page.ledger.lines
        assert (page.ledger.opening_minor, page.closing_minor) == (
            whole.opening_minor, whole.closing_minor,
        )  # fmt: skip
        assert (page.debit_minor, page.credit_minor) == (15 * 100 + 105, 5)
        if page.part.later is None:
            break
        turn = paging.Turn(after=page.part.later, limit=4)
    assert found == whole.lines


def test_vouchers_are_paged_by_entry() -> None:
    filled(15)
    pid = build.programme().pk
    keys, turn = [], paging.Turn(limit=4)
    while True:
        part = paging.vouchers_part(pid, turn, frm=FROM, to=TO)
        keys += [(one.key, one.count) for one in part.lines]
        if part.later is None:
            break
        turn = paging.Turn(after=part.later, limit=4)
    assert len(keys) == len(set(keys)) == 15
    assert sum(count for _key, count in keys) == 20


def test_the_pages_lead_on_and_ask_no_more_when_there_is_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answering, "SHOWN", 6)
    in_march_2011()
    client = browser(build.actor(Role.MONITORING))
    filled(10)
    asked = {"from": FROM.isoformat(), "to": TO.isoformat()}
    before = {}
    for more in (False, True):
        if more:
            filled(40)
        for name in ("journal", "account", "vouchers"):
            url = reverse(f"ledger:{name}")
            values = {**asked, "code": "bank"} if name == "account" else asked
            first = client.get(url, values).content.decode()
            assert "before=" not in first
            later = re.search(r'\?[^"]*after=[^"]*', first)
            assert later is not None
            with CaptureQueriesContext(
                connection,
            ) as counted:
                second = client.get(url + later[0].replace("&amp;", "&")).content.decode()
            assert "before=" in second
            assert second.count("<tr>") <= 6 + 2
            assert before.setdefault(name, len(counted)) == len(counted)
    total = sum(100 + number for number in range(10)) + sum(100 + number for number in range(40))
    shown = client.get(reverse("ledger:account"), {**asked, "code": "bank"}).content.decode()
    assert f"{total // 100},{total % 100:02d}" in shown


@pytest.mark.parametrize(
    "text", ["", "x", "2011-02-30~1", "2011-02-01~", "2011-02-01~1;DROP", "2011-02-01~" + "9" * 36]
)
def test_a_place_that_is_none_is_the_first_page(text: str) -> None:
    in_march_2011()
    client = browser(build.actor(Role.MONITORING))
    for name in ("journal", "vouchers"):
        answer = client.get(reverse(f"ledger:{name}"), {"after": text, "before": text})
        assert answer.status_code == 200

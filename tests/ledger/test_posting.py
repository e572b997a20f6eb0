"""The books: what is posted stays, balances, and is posted once."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import Conflict, Refused
from dayaq.ledger import labels, queries, services
from dayaq.ledger.services import Leg
from tests import build

pytestmark = pytest.mark.django_db
DAY = build.TODAY


def _post(key: str = "k1", amount: int = 100, **changes: object) -> object:
    by = build.actor(Role.ACCOUNTANT)
    values: dict[str, object] = {
        "on": DAY, "at": build.AT, "by": by, "memo": "test", "event_id": build.an_event(by),
        "transfers": [Leg("bank", "capital:ada", amount, "ada")],
    }  # fmt: skip
    return services.post(key=key, **{**values, **changes})  # type: ignore[arg-type]


def test_a_contribution_stands_in_the_bank_and_in_the_donors_capital() -> None:
    build.fund(52_000_00)

    pid = build.programme().pk
    assert queries.balance(pid, "bank") == 52_000_00
    assert queries.balance(pid, "capital") == -52_000_00
    assert queries.balance(pid, "capital:ada") == -52_000_00
    assert queries.balance(pid, "bank", on=build.START - dt.timedelta(days=1)) == 0
    lines = queries.trial_balance(pid, DAY)
    assert sum(line.balance_minor for line in lines) == 0


def test_posting_takes_one_statement(django_assert_num_queries: object) -> None:
    accountant = build.actor(Role.ACCOUNTANT)
    event_id = build.an_event(accountant)

    with django_assert_num_queries(1):  # type: ignore[operator]
        services.post(
            key="k", on=DAY, at=build.AT, by=accountant, memo="test", event_id=event_id,
            transfers=[Leg("bank", "capital:ada", 1), Leg("cash", "bank", 2)],
        )  # fmt: skip


def test_the_same_key_twice_is_one_entry() -> None:
    by = build.actor(Role.ACCOUNTANT)
    first, again = _post(by=by), _post(by=by)

    assert first == again
    assert queries.balance(build.programme().pk, "bank") == 100


def test_the_same_key_with_other_content_is_refused() -> None:
    by = build.actor(Role.ACCOUNTANT)
    _post(by=by)

    with pytest.raises(Conflict):
        _post(by=by, amount=101)
    assert queries.balance(build.programme().pk, "bank") == 100


@pytest.mark.parametrize("amount", [0, -5])
def test_nothing_or_less_is_not_posted(amount: int) -> None:
    with pytest.raises(Refused):
        _post(amount=amount)


def test_an_account_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refused, match="does not exist"):
        _post(transfers=[Leg("bank", "capital:nobody", 5)])


def test_a_reversal_takes_it_back_once() -> None:
    by = build.actor(Role.ACCOUNTANT)
    _post(by=by)
    again = {
        "reverses_key": "k1", "on": DAY, "at": build.AT, "by": by, "reason": "mistyped",
        "event_id": build.an_event(by),
    }  # fmt: skip

    services.reverse(key="k1:r", **again)  # type: ignore[arg-type]

    assert queries.balance(build.programme().pk, "bank") == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        services.reverse(key="k1:r2", **again)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        services.reverse(key="x", **{**again, "reverses_key": "k1:r"})  # type: ignore[arg-type]


@pytest.mark.parametrize("table", ["ledger_transfer", "ledger_entry"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET posted_on = posted_on", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_is_posted(table: str, statement: str) -> None:
    _post()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_the_database_refuses_an_account_of_other_books() -> None:
    _post()
    insert = (
        "INSERT INTO ledger_transfer (entry_id, programme_id, currency, debit_id, credit_id, "
        'amount_minor, "on", posted_on) SELECT entry_id, programme_id, %s, debit_id, credit_id, '
        'amount_minor, "on", posted_on FROM ledger_transfer LIMIT 1'
    )

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(insert, ["EUR"])  # these two are checked at once, not at commit


def test_more_cash_than_there_is_cannot_be_banked() -> None:
    cashier = build.actor(Role.CASHIER)
    build.fund(1_000_00)
    services.draw_cash(by=cashier, amount_minor=500_00, slip="C1", on=DAY, at=build.AT)

    with pytest.raises(Refused, match="not as much"), transaction.atomic():
        services.bank_cash(by=cashier, amount_minor=501_00, slip="D1", on=DAY, at=build.AT)
    assert queries.balance(build.programme().pk, "cash") == 500_00


def test_the_oldest_window_with_money_is_named() -> None:
    pid = build.programme().pk
    assert queries.window_with_money(pid, 1) is None
    build.fund(500_00, "korea")
    build.fund(100_00, "ada")

    assert queries.window_with_money(pid, 100_00) == "ada"
    assert queries.window_with_money(pid, 100_01) == "korea"


def test_the_journal_speaks_of_accounts_entries_and_windows_in_words(client) -> None:
    build.fund(52_000_00)
    accountant = build.actor(Role.ACCOUNTANT)
    window = queries.windows(build.programme().pk)[0]
    cashier = build.user(Role.CASHIER)
    for key, memo, leg in (
        ("paid", "disbursed", Leg("loans:ada", "bank", 100, "ada")),
        ("over", "handover", Leg("cash", f"transit:{cashier.pk}", 50)),
    ):
        services.post(
            key=key, on=DAY, at=build.AT, by=accountant, memo=memo, transfers=[leg],
            event_id=build.an_event(accountant),
        )  # fmt: skip
    client.force_login(build.user(Role.ACCOUNTANT))

    text = client.get("/money/journal/?from=2009-12-01&to=2011-03-15").content.decode()

    for words in (
        "Paid out", f"Loans given: {window.name}", "Contribution to the fund",
        f"Capital of the fund: {window.name}", "Cash handed over by an officer",
        f"Cash with officers: {cashier.full_name}",
    ):  # fmt: skip
        assert words in text, words
    for code in ("disbursed", "loans:ada<", "capital:ada<", ">handover<", ">ada<"):
        assert code not in text, code


def test_every_account_and_every_entry_has_words() -> None:
    from dayaq.credit.models.loans import EventKind

    assert set(labels.ACCOUNTS) == set(services.CHART)
    assert set(labels.PER_WINDOW) == set(services.PER_WINDOW)
    assert all(labels.entry_label(kind.value) == kind.label for kind in EventKind)
    assert labels.entry_label("Typed for another borrower") == "Typed for another borrower"

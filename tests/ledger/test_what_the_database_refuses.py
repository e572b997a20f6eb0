"""The database itself refuses, as the role that serves; the refusal reads as a sentence."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from dayaq.kernel.access.roles import Role
from dayaq.kernel.db import as_refusal
from dayaq.kernel.errors import Refused
from dayaq.kernel.ids import uuid7
from dayaq.ledger import services
from dayaq.ledger.models import Account, Entry, Period, Reopening
from dayaq.ledger.services import Leg
from tests import build

pytestmark = pytest.mark.django_db
DAY = build.TODAY
MARCH = {"starts_on": dt.date(2011, 3, 1), "ends_on": dt.date(2011, 3, 31)}


def _post(key: str = "k1") -> Entry:
    by = build.actor(Role.ACCOUNTANT)
    return services.post(
        key=key, on=DAY, at=build.AT, by=by, memo="test", event_id=build.an_event(by),
        transfers=[Leg("bank", "capital:ada", 100, "ada")],
    )  # fmt: skip


def _refused(do: Callable[[], object], name: str) -> Refused:
    """`do` breaks the constraint `name`, and a person is told in words."""
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        do()
    found = getattr(caught.value.__cause__, "diag").constraint_name  # noqa: B009
    assert found == name
    refusal = as_refusal(caught.value)
    assert isinstance(refusal, Refused), f"{name} has no sentence"
    return refusal


def _sql(statement: str, *values: object) -> Callable[[], object]:
    def run() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    return run


def _entry(**changes: object) -> Entry:
    values: dict[str, object] = {
        "programme": build.programme(), "key": str(uuid7()), "digest": b"x" * 32, "on": DAY,
        "posted_on": DAY, "recorded_at": build.AT, "memo": "raw",
        "event_id": build.an_event(build.actor(Role.ACCOUNTANT)),
    }  # fmt: skip
    return Entry.objects.create(**{**values, **changes})


def test_these_tests_run_as_the_role_that_serves() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(current_user, tableowner, 'member') FROM pg_tables "
            "WHERE tablename = 'ledger_entry'"
        )
        assert cursor.fetchone() == (False,)


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_transfer"])
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET posted_on = posted_on", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_a_posting_is_neither_changed_nor_removed(table: str, statement: str) -> None:
    _post()

    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        _sql(statement.format(table))()
    assert getattr(caught.value.__cause__, "sqlstate") in {"42501", "23001"}  # noqa: B009


def test_a_transfer_crosses_no_currency() -> None:
    entry = _post()
    eur = Account.objects.create(
        programme=build.programme(), code="bank", kind="asset", currency="EUR", opened_on=DAY
    )
    insert = (
        "INSERT INTO ledger_transfer (entry_id, programme_id, currency, debit_id, credit_id, "
        'amount_minor, "on", posted_on) SELECT entry_id, programme_id, currency, %s, credit_id, '
        '1, "on", posted_on FROM ledger_transfer WHERE entry_id = %s'
    )
    refusal = _refused(_sql(insert, eur.pk, entry.pk), "a_transfer_debits_its_own_books")
    assert "one currency" in str(refusal)


def test_a_transfer_has_the_days_of_its_entry() -> None:
    entry = _post()
    insert = (
        "INSERT INTO ledger_transfer (entry_id, programme_id, currency, debit_id, credit_id, "
        'amount_minor, "on", posted_on) SELECT entry_id, programme_id, currency, debit_id, '
        'credit_id, 1, "on", posted_on - 40 FROM ledger_transfer WHERE entry_id = %s'
    )
    _refused(_sql(insert, entry.pk), "a_transfer_has_the_days_of_its_entry")


def test_a_closed_month_takes_no_posting() -> None:
    _post()
    Period.objects.create(programme=build.programme(), closed_at=build.AT, **MARCH)

    refusal = _refused(_entry, "a_closed_month_takes_no_posting")
    assert "closed" in str(refusal)
    _refused(
        lambda: _entry(posted_on=dt.date(2010, 1, 5)), "a_closed_month_takes_no_posting"
    )  # fmt: skip


def test_a_key_is_used_once() -> None:
    first = _post()

    _refused(lambda: _entry(key=first.key), "an_entry_key_is_used_once")


def test_a_reversal_is_not_reversed_and_an_entry_is_reversed_once() -> None:
    first = _post()
    by = build.actor(Role.ACCOUNTANT)
    reversal = services.reverse(
        key="r1", reverses_key="k1", on=DAY, at=build.AT, by=by, reason="mistyped",
        event_id=build.an_event(by),
    )  # fmt: skip

    _refused(lambda: _entry(reverses=reversal), "a_reversal_is_not_reversed")
    _refused(lambda: _entry(reverses=first), "ledger_entry_reverses_id_key")


def test_behind_every_entry_is_an_event() -> None:
    with pytest.raises(IntegrityError, match="event_id"), transaction.atomic():
        _entry(event_id=None)
    _sql("SET CONSTRAINTS ALL IMMEDIATE")()
    with pytest.raises(IntegrityError, match="behind_every_entry_is_an_event"):
        _entry(event_id=uuid7())


def test_a_closed_account_takes_no_posting() -> None:
    build.programme()
    Account.objects.filter(code="capital:ada").update(closed_on=DAY - dt.timedelta(days=1))

    _refused(_post, "a_closed_account_takes_no_posting")


def test_months_are_closed_in_order() -> None:
    setting = build.programme()
    Period.objects.create(
        programme=setting, starts_on=dt.date(2011, 2, 1), ends_on=dt.date(2011, 2, 28)
    )

    _refused(
        lambda: Period.objects.create(programme=setting, closed_at=build.AT, **MARCH),
        "months_are_closed_in_order",
    )
    _refused(
        lambda: Period.objects.create(
            programme=setting, starts_on=dt.date(2011, 4, 1), ends_on=dt.date(2011, 4, 29)
        ),
        "a_month_is_a_whole_month",
    )


def test_a_closed_month_is_reopened_by_two() -> None:
    period = Period.objects.create(programme=build.programme(), closed_at=build.AT, **MARCH)
    asker, other = build.user(Role.ACCOUNTANT), build.user(Role.PROGRAMME_OFFICER)

    def reopen() -> None:
        Period.objects.filter(pk=period.pk).update(closed_at=None)

    _refused(reopen, "a_closed_month_is_reopened_by_two")
    _refused(period.delete, "a_closed_month_is_reopened_by_two")
    values = {"period": period, "closing": 0, "asked_by": asker, "asked_at": build.AT}
    _refused(
        lambda: Reopening.objects.create(reason="late slip", second_by=asker, **values),
        "a_month_is_reopened_by_a_second_person",
    )
    _refused(lambda: Reopening.objects.create(reason="", **values), "a_reopening_has_a_reason")
    _refused(
        lambda: Reopening.objects.create(reason="late slip", alone=True, **values),
        "a_reopening_alone_waits_for_a_countersignature",
    )
    asked = Reopening.objects.create(reason="late slip", **values)
    _refused(reopen, "a_closed_month_is_reopened_by_two")
    asked.second_by = other
    asked.save()
    reopen()
    period.refresh_from_db()
    assert period.closed_at is None

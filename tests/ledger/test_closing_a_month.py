"""Months are closed from a checklist, reopened by two, and take nothing more while closed."""

import datetime as dt

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.roles import Role
from dayaq.kernel.clock import Clock
from dayaq.kernel.db import run_command
from dayaq.kernel.errors import NotAllowed, Refused
from dayaq.kernel.seal import EVENTS
from dayaq.ledger import closing, sealing, services, statements
from dayaq.ledger.models import Entry, Period, Reopening, Snapshot
from dayaq.ledger.services import Leg
from tests import build

DEC, JAN = dt.date(2009, 12, 1), dt.date(2010, 1, 1)
LATER = Clock.on(dt.date(2010, 2, 10))


def _post(by: Actor, key: str, on: dt.date, amount: int = 100) -> Entry:
    return run_command(
        lambda: services.post(
            key=key, on=on, at=build.AT, by=by, memo="test",
            transfers=[Leg("bank", "income.fees", amount, None)], event_id=build.an_event(by),
        )
    )  # fmt: skip


def _close(by: Actor, starts_on: dt.date, clock: Clock = LATER) -> Period:
    return run_command(
        lambda: closing.close_month(by=by, starts_on=starts_on, on=clock.today, at=clock.now)
    )


def _ask(by: Actor, period: Period, *, alone: bool = False) -> Reopening:
    return run_command(
        lambda: closing.ask_reopening(
            by=by, period_id=period.pk, reason="a slip of December was found", alone=alone,
            on=LATER.today, at=LATER.now,
        )
    )  # fmt: skip


def _sign(by: Actor, reopening: Reopening) -> Reopening:
    return run_command(
        lambda: closing.second_reopening(
            by=by, reopening_id=reopening.pk, on=LATER.today, at=LATER.now
        )
    )


@pytest.fixture
def accountant(own_database: dict[str, str]) -> Actor:
    return build.actor(Role.ACCOUNTANT)


def test_a_late_payment_is_booked_in_the_open_month_and_keeps_its_day(accountant: Actor) -> None:
    _post(accountant, "in time", dt.date(2009, 12, 10))
    before = statements.trial_balance(accountant.programme_id, dt.date(2009, 12, 31))
    _close(accountant, DEC)

    late = _post(accountant, "late", dt.date(2009, 12, 20), 40)

    assert (late.on, late.posted_on) == (dt.date(2009, 12, 20), JAN)
    pid = accountant.programme_id
    assert statements.trial_balance(pid, dt.date(2009, 12, 31)) == before
    known_now = statements.income_statement(
        pid, frm=DEC, to=dt.date(2009, 12, 31), basis="value"
    )  # fmt: skip
    assert known_now.result_minor == 140
    january = statements.income_statement(pid, frm=JAN, to=dt.date(2010, 1, 31))
    assert (january.result_minor, january.adjustments_minor) == (40, 40)
    assert [row.key for row in statements.late_entries(pid, frm=JAN, to=LATER.today)] == ["late"]


def test_the_same_late_payment_twice_is_one(accountant: Actor) -> None:
    first = _post(accountant, "k", dt.date(2009, 12, 10))
    _close(accountant, DEC)

    assert _post(accountant, "k", dt.date(2009, 12, 10)).pk == first.pk


def test_months_are_closed_one_after_the_other_when_they_are_over(accountant: Actor) -> None:
    _post(accountant, "k", dt.date(2009, 12, 10))

    with pytest.raises(Refused, match="oldest"):
        _close(accountant, JAN)
    with pytest.raises(Refused, match="not over"):
        _close(accountant, DEC, Clock.on(dt.date(2009, 12, 31)))
    with pytest.raises(NotAllowed):
        _close(build.actor(Role.CASHIER), DEC)
    _close(accountant, DEC)
    with pytest.raises(Refused, match="oldest"):
        _close(accountant, DEC)
    _close(accountant, JAN)


def test_a_line_that_is_not_done_stops_the_closing(
    accountant: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    _post(accountant, "k", dt.date(2009, 12, 10))
    seen = []

    def look(programme_id: object, starts_on: dt.date, ends_on: dt.date) -> closing.Finding:
        seen.append((programme_id, starts_on, ends_on))
        return closing.Finding(False, lambda: "cash of 3 December is not counted")

    monkeypatch.setitem(closing._CHECKS, "cash", closing.Check(5, "cash", "Cash is counted", look))

    with pytest.raises(Refused, match="Cash is counted"):
        _close(accountant, DEC)
    assert seen == [(accountant.programme_id, DEC, dt.date(2009, 12, 31))]
    assert not Period.objects.exists()


def test_a_check_asks_once_and_says_what_it_found_in_every_language(
    accountant: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    _post(accountant, "k", dt.date(2009, 12, 10))
    asked = []

    def look(_programme: object, starts_on: dt.date, _ends_on: dt.date) -> closing.Finding:
        asked.append(starts_on)
        return closing.Finding(True, lambda: gettext("Every entry balances."))

    monkeypatch.setitem(closing._CHECKS, "own", closing.Check(5, "own", "Own", look))

    said = dict(_close(accountant, DEC).checks)["own"]

    assert asked == [DEC]
    assert said["en"] == "Every entry balances."
    assert said["az"] == "Hər yazılış balanslıdır."


def test_the_sheet_carries_the_head_that_covers_every_entry(accountant: Actor) -> None:
    entry = _post(accountant, "k", dt.date(2009, 12, 10))
    EVENTS.seal_all()

    period = _close(accountant, DEC)

    assert period.entries_head == sealing.ENTRIES.head()
    assert period.entries_head.startswith("1:")
    assert period.events_head == EVENTS.head() != ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT entry_id FROM ledger_entryseal")
        assert cursor.fetchall() == [(entry.pk,)]


def test_a_second_person_reopens(accountant: Actor) -> None:
    _post(accountant, "k", dt.date(2009, 12, 10))
    period = _close(accountant, DEC)
    asked = _ask(accountant, period)
    period.refresh_from_db()
    assert period.closed_at is not None, "asking alone opens nothing"

    with pytest.raises(Refused, match="second person"):
        _sign(accountant, asked)
    with pytest.raises(NotAllowed):
        _sign(build.actor(Role.CASHIER), asked)
    _sign(build.actor(Role.PROJECT_MANAGER), asked)

    period.refresh_from_db()
    assert period.closed_at is None
    assert not Snapshot.objects.exists()
    assert _post(accountant, "late", dt.date(2009, 12, 20)).posted_on == dt.date(2009, 12, 20)
    again = _close(accountant, DEC)
    assert (again.pk, again.closings) == (period.pk, 2)
    assert closing.prove(accountant.programme_id) == []


def test_only_the_last_closed_month_is_reopened(accountant: Actor) -> None:
    _post(accountant, "k", dt.date(2009, 12, 10))
    first = _close(accountant, DEC)
    _close(accountant, JAN)

    with pytest.raises(Refused, match="later month"):
        _ask(accountant, first)


def test_alone_it_waits_for_the_programme_officer(accountant: Actor) -> None:
    _post(accountant, "k", dt.date(2009, 12, 10))
    period = _close(accountant, DEC)

    asked = _ask(accountant, period, alone=True)

    period.refresh_from_db()
    assert period.closed_at is None
    assert asked.countersign_until == LATER.today + dt.timedelta(days=7)
    waiting = closing.waiting(accountant.programme_id, LATER.today)
    assert any("12.2009" in text and "17.02.2010" in text for text in waiting)
    with pytest.raises(NotAllowed):
        _sign(build.actor(Role.PROJECT_MANAGER), asked)
    _sign(build.actor(Role.PROGRAMME_OFFICER), asked)
    assert closing.waiting(accountant.programme_id, LATER.today) == []


def test_a_snapshot_that_was_touched_is_found(
    accountant: Actor, own_database: dict[str, str]
) -> None:
    _post(accountant, "k", dt.date(2009, 12, 10))
    _close(accountant, DEC)
    assert closing.prove(accountant.programme_id) == []

    with psycopg.connect(own_database["owner"]) as owner:
        owner.execute("UPDATE ledger_snapshot SET debit_minor = debit_minor + 1")

    assert len(closing.prove(accountant.programme_id)) == 2


def test_a_posted_entry_takes_no_later_transfer(accountant: Actor) -> None:
    entry = _post(accountant, "k", dt.date(2009, 12, 10))

    with (
        pytest.raises(IntegrityError, match="no later transfer"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO ledger_transfer (entry_id, programme_id, currency, debit_id, credit_id, "
            'amount_minor, "on", posted_on) SELECT entry_id, programme_id, currency, debit_id, '
            'credit_id, 1, "on", posted_on FROM ledger_transfer WHERE entry_id = %s',
            [entry.pk],
        )


def test_no_posting_slips_in_while_a_month_is_being_closed(
    accountant: Actor, own_database: dict[str, str]
) -> None:
    """A posting of December is under way; the closing waits for it and counts it."""
    _post(accountant, "first", dt.date(2009, 12, 10))
    with psycopg.connect(own_database["app"]) as other:
        other.execute("SET lock_timeout = '300ms'")
        with transaction.atomic():
            services.post(
                key="under way", on=dt.date(2009, 12, 11), at=build.AT, by=accountant,
                memo="test", transfers=[Leg("bank", "income.fees", 5)],
                event_id=build.an_event(accountant),
            )  # fmt: skip
            with pytest.raises(psycopg.errors.LockNotAvailable):
                other.execute(
                    "SELECT pg_advisory_xact_lock(hashtextextended('books ' || %s, 0))",
                    [str(accountant.programme_id)],
                )
    _close(accountant, DEC)
    kept = Snapshot.objects.get(account__code="bank")
    assert kept.debit_minor == 105

"""What the bags took and gave, kept day by day beside the transfers, and written by nobody else."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from uuid import UUID

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.roles import Role
from dayaq.kernel.db import run_command
from dayaq.ledger import bag_days, closing, services
from dayaq.ledger.services import Leg
from dayaq.site.verify import Broken, verify
from tests import build

DAY = build.TODAY
FAR = dt.date(2013, 1, 1)
Kept = dict[tuple[str, dt.date], tuple[int, int]]


def bag(officer: Actor) -> str:
    return f"transit:{officer.user_id}"


def post(by: Actor, key: str, legs: list[Leg], on: dt.date = DAY) -> None:
    services.post(
        key=key, on=on, at=build.AT, by=by, memo="test", transfers=legs,
        event_id=build.an_event(by),
    )  # fmt: skip


def kept(programme_id: UUID) -> Kept:
    found = bag_days.bag_days(programme_id, FAR)
    return {(code, on): (came, went) for code, on, came, went in found}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_after_random_postings_each_day_of_a_bag_is_the_sum_of_its_transfers(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a repeatable history, not a secret
    by = build.actor(Role.ACCOUNTANT)
    bags = [bag(build.actor(Role.FIELD_OFFICER)) for _ in range(3)]
    accounts = [*bags, "cash", "bank", "loans:ada", "income.fees"]
    expected: dict[tuple[str, dt.date], list[int]] = defaultdict(lambda: [0, 0])
    entries: dict[str, list[Leg]] = {}

    def expect(legs: list[Leg], on: dt.date) -> None:
        for leg in legs:
            for place, code in enumerate((leg.debit, leg.credit)):
                if code in bags:
                    expected[code, on][place] += leg.amount_minor

    for number in range(60):
        key, on = f"k{number}", DAY - dt.timedelta(days=chance.randrange(4))
        if entries and chance.random() < 0.2:
            first, legs = entries.popitem()
            services.reverse(
                key=key, reverses_key=first, on=on, at=build.AT, by=by, reason="mistyped",
                event_id=build.an_event(by),
            )  # fmt: skip
            expect([Leg(leg.credit, leg.debit, leg.amount_minor) for leg in legs], on)
            continue
        legs = [
            Leg(*chance.sample(accounts, 2), chance.randrange(1, 90_000))
            for _ in range(chance.choice((1, 1, 2, 7)))
        ]
        post(by, key, legs, on)
        post(by, key, legs, on)  # once more is the same as once
        entries[key] = legs
        expect(legs, on)

    found = kept(by.programme_id)
    assert found == {place: tuple(sums) for place, sums in expected.items()}
    assert {code for code, _on in found} == set(bags)
    assert closing.prove(by.programme_id) == []


@pytest.mark.django_db
def test_bags_are_asked_for_up_to_a_day() -> None:
    by = build.actor(Role.ACCOUNTANT)
    one, other = (bag(build.actor(Role.FIELD_OFFICER)) for _ in range(2))
    yesterday = DAY - dt.timedelta(days=1)
    post(by, "a", [Leg(one, "loans:ada", 5)], yesterday)
    post(by, "b", [Leg("cash", one, 3)])
    post(by, "c", [Leg(other, "loans:ada", 7)])

    assert kept(by.programme_id) == {
        (one, yesterday): (5, 0), (one, DAY): (0, 3), (other, DAY): (7, 0)
    }  # fmt: skip
    assert bag_days.bag_days(by.programme_id, yesterday) == [(one, yesterday, 5, 0)]
    assert bag_days.bag_days(UUID(int=0), DAY) == []
    left = bag_days.left_in_bags
    assert left(by.programme_id, DAY, one) == [(one, yesterday, 2), (one, DAY, 0)]
    assert left(by.programme_id, yesterday, one) == [(one, yesterday, 5)]
    assert left(by.programme_id, yesterday, other) == []
    assert sorted(left(by.programme_id, DAY)) == sorted(
        [(one, yesterday, 2), (one, DAY, 0), (other, DAY, 7)]
    )
    assert left(UUID(int=0), DAY) == []


@pytest.mark.django_db
def test_what_is_undone_leaves_no_sum_behind() -> None:
    by = build.actor(Role.ACCOUNTANT)
    one = bag(build.actor(Role.FIELD_OFFICER))
    post(by, "a", [Leg(one, "loans:ada", 5)])

    with transaction.atomic():
        post(by, "b", [Leg(one, "loans:ada", 100)])
        assert kept(by.programme_id) == {(one, DAY): (105, 0)}
        transaction.set_rollback(True)

    assert kept(by.programme_id) == {(one, DAY): (5, 0)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        """INSERT INTO ledger_bagday (account_id, "on", came_minor, went_minor)
           SELECT id, date '2011-01-01', 1, 0 FROM ledger_account LIMIT 1""",
        "UPDATE ledger_bagday SET came_minor = came_minor + 1",
        "DELETE FROM ledger_bagday",
        "TRUNCATE ledger_bagday",
        "ALTER TABLE ledger_transfer DISABLE TRIGGER bag_days_are_kept",
        "DROP TRIGGER bag_days_are_kept ON ledger_transfer",
    ],
)
def test_the_role_that_serves_only_reads_the_sums(statement: str) -> None:
    by = build.actor(Role.ACCOUNTANT)
    post(by, "a", [Leg(bag(by), "loans:ada", 5)])

    with pytest.raises(DatabaseError) as refused, transaction.atomic():
        connection.cursor().execute(statement)
    assert getattr(refused.value.__cause__, "sqlstate") == "42501"  # noqa: B009


@pytest.mark.django_db
def test_the_trigger_writes_for_no_other_table_and_into_no_other() -> None:
    """It writes with the owner's rights, so what the serving role can make must not mislead it."""
    by = build.actor(Role.ACCOUNTANT)
    one = bag(by)
    post(by, "a", [Leg(one, "loans:ada", 5)])
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE forged AS "
            'SELECT debit_id, credit_id, "on", amount_minor FROM ledger_transfer WITH NO DATA;'
            "CREATE TRIGGER forging AFTER INSERT ON forged REFERENCING NEW TABLE AS posted "
            "FOR EACH STATEMENT EXECUTE FUNCTION ledger_bag_days_are_kept();"
            "CREATE TEMP TABLE ledger_bagday (LIKE public.ledger_bagday);"
            "CREATE TEMP TABLE ledger_account (LIKE public.ledger_account)"
        )
        with pytest.raises(DatabaseError, match="Only transfers"), transaction.atomic():
            cursor.execute(
                'INSERT INTO forged SELECT debit_id, credit_id, "on", 1 FROM ledger_transfer'
            )
        cursor.execute(
            'INSERT INTO ledger_entry (id, programme_id, key, digest, "on", recorded_at, memo, '
            "event_id) SELECT gen_random_uuid(), programme_id, 'b', digest, \"on\", recorded_at, "
            "memo, event_id FROM ledger_entry WHERE key = 'a'; "
            "INSERT INTO ledger_transfer (entry_id, programme_id, currency, debit_id, credit_id, "
            'amount_minor, "on", posted_on) SELECT b.id, t.programme_id, t.currency, t.debit_id, '
            't.credit_id, 2, t."on", t.posted_on FROM ledger_transfer t, ledger_entry b '
            "WHERE b.key = 'b'"
        )
        cursor.execute("SELECT count(*) FROM pg_temp.ledger_bagday")
        assert cursor.fetchone() == (0,)
        cursor.execute("DROP TABLE pg_temp.ledger_bagday, pg_temp.ledger_account")

    assert kept(by.programme_id) == {(one, DAY): (7, 0)}


@pytest.fixture
def collected(own_database: dict[str, str]) -> Actor:
    """Cash of two officers on two days, committed; a part of it handed over."""
    by = run_command(lambda: build.actor(Role.ACCOUNTANT))
    bags = [bag(run_command(lambda: build.actor(Role.FIELD_OFFICER))) for _ in range(2)]
    for number, (code, days) in enumerate([(bags[0], 0), (bags[0], 3), (bags[1], 3)]):
        on = DAY - dt.timedelta(days=days)
        run_command(lambda: post(by, f"c{number}", [Leg(code, "loans:ada", 100_00)], on))  # noqa: B023 - run at once
    run_command(lambda: post(by, "h", [Leg("cash", bags[0], 60_00)]))
    return by


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE ledger_bagday SET came_minor = came_minor + 1 WHERE went_minor > 0",
        "UPDATE ledger_bagday SET went_minor = 0 WHERE went_minor > 0",
        "DELETE FROM ledger_bagday WHERE went_minor > 0",
        'UPDATE ledger_bagday SET "on" = "on" + 1 WHERE went_minor > 0',
        """INSERT INTO ledger_bagday (account_id, "on", came_minor, went_minor)
           SELECT credit_id, "on", 1, 0 FROM ledger_transfer LIMIT 1""",
    ],
)
def test_sums_that_were_touched_are_found(
    collected: Actor, own_database: dict[str, str], tampering: str
) -> None:
    with psycopg.connect(own_database["owner"], autocommit=True) as owner:
        assert any("ledger balances over 4" in line for line in verify(owner))
        assert closing.prove(collected.programme_id) == []

        assert owner.execute(tampering).rowcount == 1

        assert 1 <= len(closing.prove(collected.programme_id)) <= 2
        with pytest.raises(Broken, match="bag of cash"):
            verify(owner)


def test_a_bag_day_is_not_below_zero(collected: Actor, own_database: dict[str, str]) -> None:
    with psycopg.connect(own_database["owner"], autocommit=True) as owner:
        for column in ("came_minor", "went_minor"):
            with pytest.raises(psycopg.errors.CheckViolation, match="a_bag_day_is_not_below_zero"):
                owner.execute(f"UPDATE ledger_bagday SET {column} = -1")  # noqa: S608

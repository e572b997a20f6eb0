"""The event log: written once, told in sentences, chained without gaps."""

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from dayaq.kernel import seal
from dayaq.kernel.access.roles import Role
from dayaq.kernel.events import event_types, record, timeline
from dayaq.kernel.ids import uuid7
from dayaq.kernel.models import Event, EventSeal
from tests import build
from tests.databases import at


@pytest.mark.django_db
def test_an_event_is_one_statement_and_tells_who_did_what(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    somebody, subject = build.actor(Role.ACCOUNTANT), uuid7()

    with django_assert_num_queries(1):  # type: ignore[operator]
        record(
            "ledger.cash_banked", by=somebody, on=build.TODAY, at=build.AT,
            subjects=[("programme", subject), ("book", uuid7())], data={"slip": "A-7"},
        )  # fmt: skip

    told = timeline("programme", subject)
    assert [t.sentence for t in told] == [f"{somebody.name} banked cash, deposit slip A-7"]
    assert told[0].on == build.TODAY


@pytest.mark.django_db
def test_an_undeclared_event_is_a_fault() -> None:
    with pytest.raises(KeyError):
        record("ledger.flew", by=None, on=build.TODAY, at=build.AT, subjects=[])


def test_every_event_says_how_it_forgets() -> None:
    assert all(kind.forget for kind in event_types().values())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["UPDATE kernel_event SET verb = 'x'", "DELETE FROM kernel_event", "TRUNCATE kernel_event"],
)
def test_the_database_refuses_to_change_an_event(statement: str) -> None:
    build.programme()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.exists()


def test_what_is_sealed_forms_an_unbroken_chain(own_database: None) -> None:
    build.programme()
    count = Event.objects.count()

    assert seal.EVENTS.seal_all() == count
    assert seal.EVENTS.lag() == 0
    assert seal.EVENTS.first_break() is None
    assert list(EventSeal.objects.order_by("position").values_list("position", flat=True)) == list(
        range(1, count + 1)
    )


def test_an_open_transaction_holds_up_nobody_and_is_chained_when_it_ends(
    own_database: dict[str, str],
) -> None:
    build.programme()
    seal.EVENTS.seal_all()
    with psycopg.connect(own_database["app"]) as late:
        late.execute(
            'INSERT INTO kernel_event (id, verb, "on", recorded_at, data) '
            "VALUES (%s, 'ledger.books_opened', %s, %s, '{}')",
            [late_id := uuid7(), build.TODAY, build.AT],
        )
        next_id = record("ledger.books_opened", by=None, on=build.TODAY, at=build.AT, subjects=[])

        assert seal.EVENTS.seal_all() == 1
        assert seal.EVENTS.lag() == 0, "what is not committed does not wait to be sealed"
        late.commit()

    assert seal.EVENTS.lag() == 1
    assert seal.EVENTS.seal_all() == 1
    last_two = EventSeal.objects.order_by("-position").values_list("event_id", flat=True)[:2]
    assert list(last_two) == [late_id, next_id]
    assert seal.EVENTS.first_break() is None


def test_a_transaction_of_another_database_holds_up_nobody(
    own_database: dict[str, str], database_template: dict[str, str]
) -> None:
    """A PostgreSQL may serve others as well, whose work lasts as long as it likes."""
    with psycopg.connect(at(database_template["owner"], "postgres")) as other:
        other.execute("SELECT pg_current_xact_id()")
        build.programme()

        assert seal.EVENTS.seal_all() == Event.objects.count()


def test_the_chain_shows_a_changed_event(own_database: dict[str, str]) -> None:
    build.programme()
    seal.EVENTS.seal_all()
    with psycopg.connect(own_database["owner"]) as owner:
        owner.execute("ALTER TABLE kernel_event DISABLE TRIGGER append_only")
        owner.execute(
            "UPDATE kernel_event SET data = '{}' WHERE id = "
            "(SELECT event_id FROM kernel_eventseal WHERE position = 3)"
        )

    assert seal.EVENTS.first_break() == 3

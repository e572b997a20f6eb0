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


@build.SEALS
def test_what_is_sealed_forms_an_unbroken_chain(own_database: None) -> None:
    build.programme()
    count = Event.objects.count()

    assert build.seal_events() == count
    assert seal.EVENTS.lag() == 0
    assert seal.EVENTS.first_break() is None
    assert list(EventSeal.objects.order_by("position").values_list("position", flat=True)) == list(
        range(1, count + 1)
    )


@build.SEALS
def test_an_open_transaction_is_never_jumped_over(own_database: None) -> None:
    build.programme()
    build.seal_events()
    with transaction.atomic():
        record("ledger.books_opened", by=None, on=build.TODAY, at=build.AT, subjects=[])

        assert seal.EVENTS.lag() == 1
        # The sealer of another connection would see an open transaction here; in this one the
        # event's own transaction is still running and is left for later as well.
        assert seal.EVENTS.seal() == 0

    assert build.seal_events() == 1
    assert seal.EVENTS.first_break() is None


@build.SEALS
def test_the_chain_shows_a_changed_event(own_database: dict[str, str]) -> None:
    build.programme()
    build.seal_events()
    with psycopg.connect(own_database["owner"]) as owner:
        owner.execute("ALTER TABLE kernel_event DISABLE TRIGGER append_only")
        owner.execute(
            "UPDATE kernel_event SET data = '{}' WHERE id = "
            "(SELECT event_id FROM kernel_eventseal WHERE position = 3)"
        )

    assert seal.EVENTS.first_break() == 3

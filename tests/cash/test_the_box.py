"""Cash in hands and in the box: signed by both sides, counted blind, settled by a third."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from dayaq.cash.models import CashCount, CashDifference, HandOver
from dayaq.cash.queries.bags import bags
from dayaq.cash.queries.closing import open_differences, uncounted_days
from dayaq.cash.queries.daily import evenings
from dayaq.cash.services import box
from dayaq.credit import services as credit
from dayaq.credit.models import CollectionBatch
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import NotAllowed, Refused
from dayaq.ledger import queries as books
from tests import build
from tests.credit import helpers as lending

pytestmark = pytest.mark.django_db
ON = build.TODAY
AT = build.AT


def collected(made: lending.Setting, amount: int = 83_33, number: int = 1) -> CollectionBatch:
    """An officer with cash of one receipt in hand."""
    loan = lending.lent(made)
    lending.book(made)
    return credit.record_collections(
        by=made.officer, officer_id=made.officer.user_id, district_id=None,
        slips=[lending.slip(loan, number, amount, ON)], handed_over_minor=amount,
        key=f"evening-{number}", on=ON, at=AT,
    )  # fmt: skip


def transit(who: Actor) -> int:
    return books.balance(build.programme().pk, f"transit:{who.user_id}")


def test_only_the_second_signature_moves_money(made: lending.Setting) -> None:
    batch = collected(made)
    row = box.declare_hand_over(by=made.officer, amount_minor=83_33, on=ON, at=AT)
    assert (transit(made.officer), books.balance(build.programme().pk, "cash")) == (83_33, 0)

    box.receive_hand_over(by=made.cashier, hand_over_id=row.pk, counted_minor=83_33, on=ON, at=AT)

    assert (transit(made.officer), books.balance(build.programme().pk, "cash")) == (0, 83_33)
    batch.refresh_from_db()
    assert batch.received_by_id == made.cashier.user_id
    with pytest.raises(Refused):
        box.receive_hand_over(
            by=made.cashier, hand_over_id=row.pk, counted_minor=83_33, on=ON, at=AT
        )


def test_what_is_missing_stays_with_the_officer(made: lending.Setting) -> None:
    batch = collected(made)
    row = box.declare_hand_over(by=made.officer, amount_minor=83_33, on=ON, at=AT)
    row = box.receive_hand_over(
        by=made.cashier, hand_over_id=row.pk, counted_minor=80_00, on=ON, at=AT
    )
    assert row.difference_minor == -3_33
    assert transit(made.officer) == 3_33
    batch.refresh_from_db()
    assert batch.received_by_id is None


def test_a_thumb_print_on_a_numbered_paper_signs_too(made: lending.Setting) -> None:
    collected(made)
    with pytest.raises(Refused):
        box.declare_hand_over(
            by=made.cashier, officer_id=made.officer.user_id, amount_minor=1, signed="thumb",
            on=ON, at=AT,
        )  # fmt: skip
    row = box.declare_hand_over(
        by=made.cashier, officer_id=made.officer.user_id, amount_minor=83_33, signed="thumb",
        paper_number="T-7", on=ON, at=AT,
    )  # fmt: skip
    assert (row.officer_signed, row.paper_number) == ("thumb", "T-7")


def test_the_database_refuses_what_the_services_refuse(made: lending.Setting) -> None:
    collected(made)
    row = box.declare_hand_over(by=made.officer, amount_minor=83_33, on=ON, at=AT)
    own = {
        "received_by": made.officer.user_id, "received_on": ON, "received_minor": 1
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="nobody_receives_the_own_cash"), transaction.atomic():
        HandOver.objects.filter(pk=row.pk).update(**own)
    with pytest.raises(IntegrityError, match="received_as_a_whole"), transaction.atomic():
        HandOver.objects.filter(pk=row.pk).update(received_by=made.cashier.user_id)
    with pytest.raises(IntegrityError, match="signed hand-over"), transaction.atomic():
        HandOver.objects.filter(pk=row.pk).update(declared_minor=1)
    box.receive_hand_over(by=made.cashier, hand_over_id=row.pk, counted_minor=83_33, on=ON, at=AT)
    with pytest.raises(IntegrityError, match="signed hand-over"), transaction.atomic():
        HandOver.objects.filter(pk=row.pk).update(received_minor=1)
    with pytest.raises(IntegrityError, match="who_gives_cash_signs_for_it"), transaction.atomic():
        HandOver.objects.create(
            programme_id=row.programme_id, officer_id=made.officer.user_id, declared_minor=1,
            declared_on=ON, declared_by_id=made.cashier.user_id, officer_signed="account",
            recorded_at=AT,
        )  # fmt: skip


def test_a_count_knows_what_was_expected_only_afterwards(made: lending.Setting) -> None:
    collected(made)
    row = box.declare_hand_over(by=made.officer, amount_minor=83_33, on=ON, at=AT)
    box.receive_hand_over(by=made.cashier, hand_over_id=row.pk, counted_minor=83_33, on=ON, at=AT)
    assert uncounted_days(build.programme().pk, ON, ON) == [ON]

    count = box.count_cash(by=made.cashier, pieces={20_00: 4, 1_00: 3, 10: 3, 3: 1}, on=ON, at=AT)

    assert (count.counted_minor, count.expected_minor, count.difference_minor) == (83_33, 83_33, 0)
    assert uncounted_days(build.programme().pk, ON, ON) == []
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        CashCount.objects.update(counted_minor=1)


@pytest.mark.parametrize(
    ("outcome", "account", "expected"),
    [("loss", "expense.cash_short", 3_33), ("owed", "receivable", 3_33)],
)
def test_a_shortage_is_settled_by_somebody_else_with_a_reason(
    made: lending.Setting, outcome: str, account: str, expected: int
) -> None:
    collected(made)
    count = box.count_cash(
        by=made.cashier, officer_id=made.officer.user_id, pieces={20_00: 4}, on=ON, at=AT
    )
    assert count.difference_minor == -3_33
    pid = build.programme().pk
    assert open_differences(build.programme().pk, ON) == 1
    for reason, chosen in (("", outcome), ("Lost on the way", "gain")):
        with pytest.raises(Refused):
            box.settle_difference(
                by=made.manager, count_id=count.pk, outcome=chosen, reason=reason, on=ON, at=AT
            )
    with pytest.raises(NotAllowed):
        box.settle_difference(
            by=made.cashier, count_id=count.pk, outcome=outcome, reason="x", on=ON, at=AT
        )

    box.settle_difference(
        by=made.manager, count_id=count.pk, outcome=outcome, reason="Lost on the way", on=ON, at=AT
    )

    assert books.balance(pid, account) == expected
    assert transit(made.officer) == 80_00
    assert open_differences(build.programme().pk, ON) == 0
    with pytest.raises(IntegrityError, match="who_counted_does_not_settle"), transaction.atomic():
        _settled_by_the_counter(count)


def _settled_by_the_counter(count: CashCount) -> None:
    other = box.count_cash(by=_counter(count), pieces={1: 1}, on=ON, at=AT)
    CashDifference.objects.create(
        programme_id=count.programme_id, count=other, counted_by_id=count.counted_by_id,
        amount_minor=1, outcome="gain", reason="x", settled_by_id=count.counted_by_id,
        settled_on=ON,
    )  # fmt: skip


def _counter(count: CashCount) -> Actor:
    return build.as_actor(count.counted_by)


def test_a_difference_cannot_name_another_counter_than_the_count(made: lending.Setting) -> None:
    count = box.count_cash(by=made.cashier, pieces={1: 1}, on=ON, at=AT)
    with pytest.raises(IntegrityError, match="names_who_counted"), transaction.atomic():
        _settled_in_another_name(count, made)


def _settled_in_another_name(count: CashCount, made: lending.Setting) -> None:
    CashDifference.objects.create(
        programme_id=count.programme_id, count=count, counted_by_id=made.manager.user_id,
        amount_minor=1, outcome="gain", reason="x", settled_by_id=made.cashier.user_id,
        settled_on=ON,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_nobody_counts_the_own_bag_nor_sets_the_own_limit(made: lending.Setting) -> None:
    accountant = made.accountant
    with pytest.raises(Refused):
        box.count_cash(by=accountant, officer_id=accountant.user_id, pieces={}, on=ON, at=AT)
    manager = made.manager
    with pytest.raises(Refused):
        box.set_cash_limit(
            by=manager, officer_id=manager.user_id, limit_minor=1, days=1, on=ON, at=AT
        )


def test_a_limit_warns_and_refuses_nothing(made: lending.Setting) -> None:
    collected(made)
    box.set_cash_limit(
        by=made.manager, officer_id=made.officer.user_id, limit_minor=80_00, days=3, on=ON, at=AT
    )
    (bag,) = bags(build.programme(), ON)
    assert (bag.is_over, bag.is_late, bag.cash.total_minor) == (True, False, 83_33)
    (later,) = bags(build.programme(), ON + dt.timedelta(days=4))
    assert later.is_late
    assert later.ages["4-7"] == 83_33


def test_expected_and_counted_stand_side_by_side_for_each_officer_and_day(
    made: lending.Setting,
) -> None:
    collected(made)
    row = box.declare_hand_over(by=made.officer, amount_minor=50_00, on=ON, at=AT)
    box.receive_hand_over(by=made.cashier, hand_over_id=row.pk, counted_minor=50_00, on=ON, at=AT)
    box.count_cash(
        by=made.accountant, officer_id=made.officer.user_id, pieces={20_00: 1, 10_00: 1, 1_00: 3},
        on=ON, at=AT,
    )  # fmt: skip
    (evening,) = evenings(build.programme(), ON, ON)
    assert (evening.collected_minor, evening.handed_over_minor) == (83_33, 50_00)
    assert (evening.expected_minor, evening.counted_minor, evening.difference_minor) == (
        33_33, 33_00, -33,
    )  # fmt: skip

"""Official blanks: used, spoilt, returned, missing; orders; second signatures; red flags."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from dayaq.cash.models import CashOrder, FlagReview, OrderBook, SecondSignature
from dayaq.cash.queries.flags import open_flags
from dayaq.cash.queries.papers import cash_book, register, without_order
from dayaq.cash.queries.second import waiting_for_second
from dayaq.cash.services import flags, papers
from dayaq.credit import services as credit
from dayaq.credit.models import Receipt
from dayaq.kernel.access import services as access
from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.errors import NotAllowed, Refused
from dayaq.ledger import services as ledger
from tests import build
from tests.credit import helpers as lending

pytestmark = pytest.mark.django_db
ON = build.TODAY
AT = build.AT


def order_book(made: lending.Setting, kind: str = "in", first: int = 1) -> OrderBook:
    return papers.issue_order_book(
        by=made.accountant, kind=kind, series="K", first_number=first, last_number=first + 9,
        issued_to_id=made.cashier.user_id, on=build.START, at=AT,
    )  # fmt: skip


def drawn(made: lending.Setting, amount: int = 100_00, slip: str = "C1") -> None:
    ledger.draw_cash(by=made.cashier, amount_minor=amount, slip=slip, on=ON, at=AT)


def test_receipts_101_102_104_name_103(made: lending.Setting) -> None:
    """C14 of the domain reference, through the register."""
    loan = lending.lent(made)
    lending.book(made, 101, 150)
    for number in (101, 102, 104):
        lending.pay(made, loan, number, 10_00, ON)
    (row,) = register(build.programme().pk)
    assert (row.used, row.spoilt, list(row.missing), row.unused) == (3, 0, [(103, 103)], 46)

    credit.spoil_blank(by=made.officer, series="FZ", number=103, reason="Torn", on=ON, at=AT)
    (row,) = register(build.programme().pk)
    assert (row.used, row.spoilt, list(row.missing), row.unused) == (3, 1, [], 46)


def test_the_cash_book_opens_where_it_closed(made: lending.Setting) -> None:
    drawn(made)
    ledger.bank_cash(
        by=made.cashier, amount_minor=30_00, slip="D1", on=ON + dt.timedelta(days=1), at=AT
    )
    first, last = cash_book(build.programme(), ON, ON + dt.timedelta(days=5))
    assert (first.opening_minor, first.in_minor, first.closing_minor) == (0, 100_00, 100_00)
    assert (last.opening_minor, last.out_minor, last.closing_minor) == (100_00, 30_00, 70_00)


def test_each_movement_of_cash_has_one_order_of_its_kind(made: lending.Setting) -> None:
    book_in, book_out = order_book(made), order_book(made, "out")
    drawn(made)
    (move,) = without_order(build.programme(), ON)
    told = {
        "by": made.cashier, "transfer_id": move.id, "party": "Bank", "purpose": "To pay out",
        "at": AT,
    }  # fmt: skip
    with pytest.raises(Refused, match="other kind"):
        papers.write_order(**told, book_id=book_out.pk, number=1)  # type: ignore[arg-type]
    order = papers.write_order(**told, book_id=book_in.pk, number=1)  # type: ignore[arg-type]
    assert (order.label, order.amount_minor) == ("K 000001", 100_00)
    assert without_order(build.programme(), ON) == []
    with pytest.raises(Refused, match="has its cash order"):
        papers.write_order(**told, book_id=book_in.pk, number=2)  # type: ignore[arg-type]
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        CashOrder.objects.update(amount_minor=1)


def test_order_books_do_not_overlap_and_a_blank_is_used_once(made: lending.Setting) -> None:
    book = order_book(made)
    with pytest.raises(IntegrityError, match="do not overlap"), transaction.atomic():
        order_book(made, first=10)
    order_book(made, "out")
    papers.spoil_order(by=made.cashier, book_id=book.pk, number=2, reason="Ink", on=ON, at=AT)
    assert [row.missing for row in register(build.programme().pk) if row.id == book.pk] == [
        [(1, 1)]
    ]
    with pytest.raises(Refused, match="used already"):
        papers.spoil_order(by=made.cashier, book_id=book.pk, number=2, reason="x", on=ON, at=AT)
    papers.take_back_book(by=made.accountant, book_id=book.pk, on=ON, at=AT)
    with pytest.raises(Refused, match="returned"):
        papers.spoil_order(by=made.cashier, book_id=book.pk, number=3, reason="x", on=ON, at=AT)


def test_a_book_is_not_taken_back_by_its_holder(made: lending.Setting) -> None:
    book = order_book(made)
    with pytest.raises(Refused, match="somebody other"):
        papers.take_back_book(by=made.cashier, book_id=book.pk, on=ON, at=AT)


def _spoilt(made: lending.Setting) -> UUID:
    lending.book(made)
    return credit.spoil_blank(
        by=made.officer, series="FZ", number=1, reason="Torn", on=ON, at=AT
    ).pk


def test_a_void_waits_for_another_person(made: lending.Setting) -> None:
    blank = _spoilt(made)
    (void,) = waiting_for_second(build.programme().pk)
    assert (void.subject_id, void.due_on) == (blank, ON + dt.timedelta(days=7))
    told = {"kind": "blank", "subject_id": blank, "note": "", "on": ON, "at": AT}
    with pytest.raises(NotAllowed):
        papers.sign_second(by=made.officer, **told)  # type: ignore[arg-type]

    papers.sign_second(by=made.accountant, **told)  # type: ignore[arg-type]

    assert waiting_for_second(build.programme().pk) == []
    with pytest.raises(Refused):
        papers.sign_second(by=made.manager, **told)  # type: ignore[arg-type]


def test_a_dated_stand_in_signs_for_as_long_as_it_lasts(made: lending.Setting) -> None:
    blank = _spoilt(made)
    trainer = lending.user(made.trainer)
    access.assign_role(
        by=None, user=trainer, programme=build.programme(), role=Role.ACCOUNTANT,
        scope=ScopeKind.ALL, starts_on=ON, ends_on=ON,
        stands_in_for=lending.user(made.accountant), on=ON, at=AT,
    )  # fmt: skip
    told = {"kind": "blank", "subject_id": blank, "note": "", "on": ON, "at": AT}
    with pytest.raises(NotAllowed):
        papers.sign_second(by=made.trainer, **told)  # type: ignore[arg-type]
    papers.sign_second(by=build.as_actor(trainer), **told)  # type: ignore[arg-type]
    assert SecondSignature.objects.get().signed_by_id == trainer.pk


def test_who_reversed_a_receipt_does_not_sign_it_too(made: lending.Setting) -> None:
    loan = lending.lent(made)
    lending.book(made)
    lending.pay(made, loan, 1, 10_00, ON)
    credit.reverse_receipt(
        by=made.accountant, receipt_id=Receipt.objects.get().pk, reason="Mistyped", on=ON, at=AT
    )
    (void,) = waiting_for_second(build.programme().pk)
    told = {"kind": "reversal", "subject_id": void.subject_id, "note": "", "on": ON, "at": AT}
    with pytest.raises(Refused, match="another person"):
        papers.sign_second(by=made.accountant, **told)  # type: ignore[arg-type]
    with (
        pytest.raises(IntegrityError, match="second_signature_is_another_person"),
        transaction.atomic(),
    ):
        SecondSignature.objects.create(
            programme=build.programme(), kind="reversal", subject_id=void.subject_id,
            first_person_id=made.accountant.user_id, signed_by_id=made.accountant.user_id,
            signed_on=ON, recorded_at=AT,
        )  # fmt: skip
    papers.sign_second(by=made.programme_officer, **told)  # type: ignore[arg-type]
    assert waiting_for_second(build.programme().pk) == []


def test_signs_are_seen_and_closed_with_a_note_and_come_back_only_with_new_facts(
    made: lending.Setting,
) -> None:
    loan = lending.lent(made)
    lending.book(made)
    for number in (1, 2, 4):
        lending.pay(made, loan, number, 10_00, ON)
    later = ON + dt.timedelta(days=5)
    kinds = {flag.kind for flag in open_flags(build.programme(), later)}
    assert kinds == {"gap", "late", "at_once"}
    once = next(one for one in open_flags(build.programme(), later) if one.kind == "at_once")
    with pytest.raises(Refused):
        flags.close_flag(by=made.manager, key=once.key, note=" ", on=later, at=AT)

    flags.close_flag(by=made.manager, key=once.key, note="Paid three months", on=later, at=AT)

    assert {flag.kind for flag in open_flags(build.programme(), later)} == {"gap", "late"}
    lending.pay(made, loan, 5, 10_00, ON)
    assert "at_once" in {flag.kind for flag in open_flags(build.programme(), later)}
    with pytest.raises(IntegrityError, match="nobody_closes_a_flag"), transaction.atomic():
        FlagReview.objects.create(
            programme=build.programme(), kind="late", key="x", about_id=made.manager.user_id,
            note="x", closed_by_id=made.manager.user_id, closed_on=ON, recorded_at=AT,
        )  # fmt: skip

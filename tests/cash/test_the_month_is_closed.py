"""What the checklist of a month asks about cash, bank, blanks and provision."""

from __future__ import annotations

import datetime as dt

import pytest

from dayaq.cash.queries import closing as month
from dayaq.cash.services import box
from dayaq.credit import month_end
from dayaq.credit.services import books
from dayaq.credit.services.provisioning import run_provision
from dayaq.kernel.errors import Refused
from dayaq.ledger import closing
from dayaq.ledger import services as ledger
from tests import build
from tests.cash.test_the_bank import imported
from tests.cash.test_the_box import collected
from tests.credit import helpers as lending

pytestmark = pytest.mark.django_db
ON, AT = build.TODAY, build.AT
MARCH, ENDS = dt.date(2011, 3, 1), dt.date(2011, 3, 31)


def test_every_room_has_its_lines() -> None:
    keys = [line.key for line in closing.lines()]
    assert keys == [
        "balanced", "receipts", "portfolio", "exchange", "cash.counted", "cash.differences",
        "cash.hand_overs", "cash.statement", "provision", "chained",
    ]  # fmt: skip


def test_cash_is_counted_on_its_last_day_or_later(made: lending.Setting) -> None:
    pid = build.programme().pk
    assert month.cash_counted(pid, MARCH, ENDS).done
    ledger.draw_cash(by=made.cashier, amount_minor=100_00, slip="C1", on=MARCH, at=AT)
    assert not month.cash_counted(pid, MARCH, ENDS).done

    box.count_cash(by=made.cashier, pieces={20_00: 4}, on=ON, at=AT)

    found = month.cash_counted(pid, MARCH, ENDS)
    assert (found.done, "01.03" in found.text) == (True, True), "the day it was missed is named"
    differs = month.differences_settled(pid, MARCH, ENDS)
    assert (differs.done, "1" in differs.text) == (False, True)


def test_a_hand_over_signed_by_one_side_stands_in_the_way(made: lending.Setting) -> None:
    collected(made)
    pid = build.programme().pk
    row = box.declare_hand_over(by=made.officer, amount_minor=83_33, on=ON, at=AT)
    assert not month.handed_over(pid, MARCH, ENDS).done

    box.receive_hand_over(by=made.cashier, hand_over_id=row.pk, counted_minor=83_33, on=ON, at=AT)

    assert month.handed_over(pid, MARCH, ENDS).done


def test_bank_lines_wait_until_they_are_matched(made: lending.Setting) -> None:
    pid = build.programme().pk
    assert month.bank_reconciled(pid, MARCH, ENDS).done
    imported(made)
    assert not month.bank_reconciled(pid, MARCH, dt.date(2011, 12, 31)).done


def test_a_gap_of_a_later_month_does_not_stop_the_earlier_one(made: lending.Setting) -> None:
    collected(made, number=1)
    pid = build.programme().pk
    loan = lending.Loan.objects.get()
    april = dt.date(2011, 4, 5)
    lending.pay(made, loan, 3, 10_00, april)

    assert month_end.receipts_complete(pid, MARCH, ENDS).done
    assert not month_end.receipts_complete(pid, dt.date(2011, 4, 1), dt.date(2011, 4, 30)).done


def test_the_provision_is_asked_for_once_loans_are_out(made: lending.Setting) -> None:
    pid = build.programme().pk
    january = dt.date(2011, 1, 31)
    assert month_end.provided(pid, dt.date(2011, 1, 1), january).done
    lending.lent(made)
    assert not month_end.provided(pid, dt.date(2011, 1, 1), january).done

    run_provision(by=made.accountant, month_end=january, on=ON, at=AT)

    assert month_end.provided(pid, dt.date(2011, 1, 1), january).done
    assert month_end.provided(pid, dt.date(2010, 12, 1), dt.date(2010, 12, 31)).done


def test_the_close_sheet_names_voids_without_a_second_signature(made: lending.Setting) -> None:
    lending.book(made)
    books.spoil_blank(by=made.officer, series="FZ", number=7, reason="Torn", on=ON, at=AT)

    (waits,) = closing.waiting(build.programme().pk, ON)

    assert "FZ 000007" in waits
    assert "22.03.2011" in waits
    with pytest.raises(Refused):
        closing.close_month(by=made.accountant, starts_on=MARCH, on=ON, at=AT)

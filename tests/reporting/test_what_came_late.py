"""C12: February's report was submitted in March; in April a payment of February is entered."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import openpyxl
import pytest
from pypdf import PdfReader

from dayaq.credit import services as credit
from dayaq.credit.models import Loan
from dayaq.kernel.access.models import Programme
from dayaq.kernel.clock import Clock
from dayaq.reporting import catalogue, queries
from dayaq.reporting.domain.report import Result
from dayaq.reporting.services import submit_report
from tests.credit import helpers as h
from tests.credit.test_long_life import approve, give_up, in_parts, pay_part, visit
from tests.reporting.helpers import asked, numbers

pytestmark = pytest.mark.django_db
FEBRUARY = (dt.date(2011, 2, 1), dt.date(2011, 2, 28))
MARCH = (dt.date(2011, 3, 1), dt.date(2011, 3, 31))
APRIL = (dt.date(2011, 4, 1), dt.date(2011, 4, 30))
PAID_ON = dt.date(2011, 2, 20)


def _submit(made: h.Setting, key: str, period: tuple[dt.date, dt.date], on: dt.date):
    leyla = made.programme_officer
    return submit_report(
        by=leyla, on=on, at=Clock.on(on).now, key=key,
        parameters=asked(leyla, frm=period[0], to=period[1]),
    )  # fmt: skip


def _run(made: h.Setting, key: str, period: tuple[dt.date, dt.date]) -> Result:
    leyla = made.programme_officer
    return catalogue.run(key, asked(leyla, frm=period[0], to=period[1]), leyla)


def _pay(made: h.Setting, loan: Loan, number: int, paid_on: dt.date, entered: dt.date) -> None:
    credit.record_collection(
        by=made.officer, loan_id=loan.pk, slip=h.slip(loan, number, 83_33, paid_on),
        on=entered, at=Clock.on(entered).now,
    )  # fmt: skip


@pytest.mark.parametrize("key", ["monthly", "fund"])
def test_the_submitted_report_stays_and_the_next_one_tells_it_once(
    made: h.Setting, key: str
) -> None:
    loan = h.lent(made)
    h.book(made)
    _pay(made, loan, 1, dt.date(2011, 2, 3), dt.date(2011, 2, 3))
    submitted = _submit(made, key, FEBRUARY, dt.date(2011, 3, 10))
    before = submitted.result
    assert _run(made, key, MARCH).table("adjustments").rows == ()

    _pay(made, loan, 2, PAID_ON, dt.date(2011, 4, 6))

    assert queries.submission(made.programme_officer, submitted.pk).result == before
    march = _run(made, key, MARCH)
    ((on, entered, _what, code, minor),) = march.table("adjustments").rows
    assert (on, entered, code, minor) == (PAID_ON, dt.date(2011, 4, 6), loan.code, 83_33)
    paper = PdfReader(BytesIO(catalogue.render(march, "pdf")))
    text = "".join(sheet.extract_text() for sheet in paper.pages)
    assert "Adjustments of earlier periods" in text
    assert "20.02.2011" in text
    book = openpyxl.load_workbook(BytesIO(catalogue.render(march, "xlsx")))
    assert 83.33 in {cell.value for sheet in book for row in sheet.iter_rows() for cell in row}

    _submit(made, key, MARCH, dt.date(2011, 4, 10))
    assert _run(made, key, APRIL).table("adjustments").rows == (), "it was told once"


@pytest.mark.parametrize(
    ("zone", "day"), [("Asia/Baku", dt.date(2011, 4, 7)), ("Europe/Vienna", dt.date(2011, 4, 6))]
)
def test_the_day_of_entering_is_that_of_the_programmes_clock(
    made: h.Setting, zone: str, day: dt.date
) -> None:
    """20:30 UTC on 6 April: after midnight in Baku (UTC+5 in summer 2011), not in Vienna."""
    Programme.objects.filter(pk=made.officer.programme_id).update(time_zone=zone)
    loan = h.lent(made)
    h.book(made)
    _submit(made, "monthly", FEBRUARY, dt.date(2011, 3, 10))
    credit.record_collection(
        by=made.officer, loan_id=loan.pk, slip=h.slip(loan, 1, 83_33, PAID_ON),
        on=dt.date(2011, 4, 6), at=dt.datetime(2011, 4, 6, 20, 30, tzinfo=dt.UTC),
    )  # fmt: skip

    (row,) = _run(made, "monthly", MARCH).table("adjustments").rows
    assert row[1] == day


def test_of_a_loan_paid_out_in_parts_only_what_was_paid_counts(made: h.Setting) -> None:
    loan = in_parts(made)
    leyla = made.programme_officer
    assert numbers(leyla, "amount_disbursed") == (600_00, 1)
    assert numbers(leyla, "average_loan") == (600_00, 1)
    visit(made, loan)
    pay_part(made, loan)

    june = {"frm": dt.date(2010, 6, 1), "as_of": dt.date(2010, 6, 30)}
    july = {"frm": dt.date(2010, 7, 1), "as_of": dt.date(2010, 7, 31)}
    assert numbers(leyla, "amount_disbursed", **june) == (600_00, 1)
    assert numbers(leyla, "amount_disbursed", **july) == (400_00, 0)
    assert numbers(leyla, "amount_disbursed") == (1_000_00, 1)
    assert numbers(leyla, "average_loan") == (1_000_00, 1)
    assert numbers(leyla, "average_loan", **july) == (0, 0)


@pytest.mark.parametrize(
    ("kind", "minor", "expected"),
    [("forgive", 200_00, (400_00, 1_800_00)), ("grant", None, (2_000_00, 1_000_00))],
)
def test_a_loan_given_up_is_in_the_write_off_ratio(
    made: h.Setting, kind: str, minor: int | None, expected: tuple[int, int]
) -> None:
    loan = h.lent(made)
    approve(made, give_up(made, loan, kind, minor))
    july = {"frm": dt.date(2010, 7, 1), "as_of": dt.date(2010, 7, 31)}

    # Twice the loss over opening plus closing.
    assert numbers(made.programme_officer, "write_off_ratio", **july) == expected

"""One product with interest, a fee and two parts, from its terms to the last payment, on pages."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import openpyxl
import pytest
from django.http import HttpResponse
from django.urls import reverse
from pypdf import PdfReader

from dayaq.credit import services
from dayaq.credit.models import Loan, LoanApplication, MonitoringVisit, ProductVersion
from dayaq.credit.queries.loans import tell
from tests import build
from tests.credit import helpers as h
from tests.credit.test_pages import browser, day, send
from tests.credit.test_products import ANSWERS

pytestmark = pytest.mark.django_db

VISITED_ON = dt.date(2010, 6, 20)
SECOND_ON = dt.date(2010, 6, 25)
PAID_ON = dt.date(2010, 7, 1)


def url(name: str, pk: Any) -> str:
    return reverse(f"credit:{name}", args=[pk])


def unlocked(made: h.Setting) -> ProductVersion:
    """The shipped product with a service fee, set free by a licensed lender on its page."""
    services.take_shipped_products(
        by=made.programme_officer, legal_lender="NGO Çıraq", legal_basis="project_agreement",
        on=build.START, at=h.AT,
    )  # fmt: skip
    locked = ProductVersion.objects.get(product__code="service-fee")
    assert not locked.may_lend
    terms = {name: ANSWERS[name] for name in ANSWERS if name not in ("code", "name", "name_az")}
    send(browser(made.programme_officer), url("product_version", locked.product_id), {
        **terms, "min_instalments": "12", "interest": "declining", "annual_rate": "12",
        "multiple_minor": "1", "fee_percent": "2", "second_percent": "40",
        "second_after_days": "24", "legal_lender": "Licensed lender (sample)",
        "legal_basis": "licensed",
    })  # fmt: skip
    found = ProductVersion.objects.get(product=locked.product_id, number=2)
    assert found.may_lend
    return found


def lent_on_pages(made: h.Setting) -> Loan:
    application = h.approved(made, version=unlocked(made))
    officer = browser(made.officer)
    send(officer, url("draw_up", application.pk), {
        "language": "az", **day("drawn_up_on", h.SIGNED_ON), **day("planned_on", h.PAID_OUT_ON),
        **day("first_due_on", h.FIRST_DUE_ON),
    })  # fmt: skip
    send(officer, url("sign", application.pk), {
        **day("signed_on", h.SIGNED_ON), "signature_mode": "hand",
        "lender_signatory": "Fərid Məlikov",
    })  # fmt: skip
    loan = Loan.objects.get(application=LoanApplication.objects.get(pk=application.pk))
    send(browser(made.cashier), url("disburse", loan.pk), {
        **day("paid_on", h.PAID_OUT_ON), "method": "bank", "voucher": "V-1", "window": "ada",
        "confirmed": "1",
    })  # fmt: skip
    return loan


def test_a_product_that_charges_lives_from_its_terms_to_its_last_payment(
    made: h.Setting,
) -> None:
    loan = lent_on_pages(made)
    cashier, officer = browser(made.cashier), browser(made.officer)
    # 2 % of the 600 of the first part are taken off at the payout.
    assert tell(loan, h.PAID_OUT_ON).state.fee_deducted_minor == 1_200
    part = {**day("paid_on", SECOND_ON), "amount_minor": "400", "method": "bank",
            "voucher": "V-2", "confirmed": "1"}  # fmt: skip
    refused = send(cashier, url("part", loan.pk), part, 422)
    assert "visited" in refused.content.decode()
    send(officer, url("visit", loan.pk), {
        **day("visited_on", VISITED_ON), "purpose": "loan_use", "business": "running",
        "used_as_planned": "yes", "jobs_paid": "0", "jobs_family": "1",
    })  # fmt: skip
    assert MonitoringVisit.objects.get().used_as_planned
    send(cashier, url("part", loan.pk), part)
    told = tell(loan, SECOND_ON)
    assert told.state.outstanding.principal == 100_000
    assert told.state.fee_deducted_minor == 2_000
    assert [version.number for version in told.state.versions] == [1, 2]

    h.book(made)
    asked = officer.get(url("what_if", loan.pk), {"kind": "payoff", **day("paid_on", PAID_ON)})
    needed = tell(loan, PAID_ON).position.payoff_minor
    # June: 6.00 on 600, and six of its thirty days on the further 400 at 1 %: 0.80.
    assert needed == 100_680
    assert "1\xa0006,80" in asked.content.decode()
    send(officer, url("collect_one", loan.pk), {
        "series": "FZ", "number": "1", **day("paid_on", PAID_ON), "amount_minor": "1006.80",
        "method": "cash", "paid_by": "borrower", "in_full": "on",
    })  # fmt: skip
    loan.refresh_from_db()
    assert (loan.status, loan.outstanding_minor, loan.credit_minor) == ("repaid", 0, 0)
    assert services.rebuild_loans() == []


def test_a_loan_without_interest_shows_no_interest_or_penalty_column_anywhere(
    made: h.Setting,
) -> None:
    loan = h.lent(made)
    h.book(made)
    h.pay(made, loan, 1, 8_333, PAID_ON)
    officer = browser(made.officer)
    start, seen = [url("loan", loan.pk), url("agreement", loan.application_id)], set()
    papers = 0
    while start:
        address = start.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = officer.get(address)
        if answer.status_code != 200:
            continue
        if "html" not in answer.headers["content-type"]:
            papers += 1
            for text in _texts(answer):
                assert not INTEREST.search(re.sub("[Ii]nterest-free|Faizsiz", "", text)), address
            continue
        shown = answer.content.decode()
        for head in re.findall(
            r"<t[hd][^>]*(?:scope|data-label)[^>]*>(.*?)</t[hd]>", shown, re.DOTALL
        ):
            assert not re.search(r"\b(Interest|Penalt|Fee)", head), (address, head)
        assert not re.search(r'data-label="[^"]*(Interest|Penalt|Fee)', shown), address
        start += [
            link for link in re.findall(r'href="([^"#]+)"', shown)
            if str(loan.pk) in link or str(loan.application_id) in link
        ]  # fmt: skip
    assert len(seen) > 8
    assert papers > 2


INTEREST = re.compile(r"\b(Interest|Penalt|Fee|Faiz|Cərimə|Haqq)")
"""How a column or a line of a paper would begin that a loan without interest has no use for."""


def _texts(answer: HttpResponse) -> list[str]:
    """What a PDF, a workbook or a list says."""
    content = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
    if content.startswith(b"%PDF"):
        return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    if content.startswith(b"PK"):
        book = openpyxl.load_workbook(io.BytesIO(content))
        return [str(cell.value or "") for sheet in book for row in sheet.rows for cell in row]
    return [content.decode("utf-8-sig")]


def test_a_supposed_payoff_leaves_no_schedule_to_print(made: h.Setting) -> None:
    loan = h.lent(made)
    payoff = {"kind": "payoff", **day("paid_on", PAID_ON)}
    officer = browser(made.officer)
    assert officer.get(url("what_if_pdf", loan.pk), payoff).status_code == 404
    shown = officer.get(url("what_if", loan.pk), payoff).content.decode()
    assert url("what_if_pdf", loan.pk) not in shown

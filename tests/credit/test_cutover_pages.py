"""The cut-over clicked through: stage, look, name columns, sign by two, and the refusals."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dayaq.credit.models import Cutover, CutoverStatus, Loan
from dayaq.credit.web.views.common import money
from tests import build
from tests.credit import helpers as h
from tests.credit import workbook_88
from tests.credit.test_cutover import product_id, stage
from tests.credit.test_pages import browser, day

pytestmark = pytest.mark.django_db
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def made(made: h.Setting) -> h.Setting:
    for name, code in (("Ağdam", "AD"), ("Tərtər", "TT"), ("Ağcabədi", "AC")):
        build.district(name, name, code)
    return made


def post(client: Client, page_name: str, row: Cutover, *args: str, **data: str) -> int:
    address = reverse(f"credit:{page_name}", args=[row.pk, *args])
    return client.post(address, {"command_id": str(uuid4()), **data}).status_code


def test_a_workbook_is_staged_shown_and_signed_by_two(made: h.Setting) -> None:
    expected = workbook_88.build(mode="opening")
    accountant, officer = browser(made.accountant), browser(made.programme_officer)
    file = SimpleUploadedFile("kreditlər.xlsx", expected.content, content_type=XLSX)
    answer = accountant.post(
        reverse("credit:cutover_new"),
        {
            "command_id": str(uuid4()), "file": file, "mode": "opening",
            **day("cutover_on", workbook_88.CUTOVER_ON), "product": str(product_id(made)),
            "window": "ada", "officer": str(made.officer.user_id), "legal_basis": "Agreements",
            "total_loans": "88", "total_lent": "88000", "total_repaid": "1",
        },
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    row = Cutover.objects.get()
    shown = accountant.get(reverse("credit:cutover", args=[row.pk])).content.decode()
    assert shown.count(money(8_800_000)) >= 2  # the owner's total and that of the rows
    assert "Explain" in shown
    address = reverse("credit:cutover", args=[row.pk])
    last = accountant.get(address, {"page": "4"}).content.decode()
    assert ("Page 4 of 4" in last, "Explain" in last) == (True, False)  # 25 loans a page
    assert last.count("<tr>") == 1 + 88 - 3 * 25

    assert post(accountant, "cutover_sign", row) == 422  # the warning is not explained
    note = "The old total was never kept"
    assert post(accountant, "cutover_sign", row, note=note) == 302
    assert post(accountant, "cutover_sign", row, note=note) == 422  # not the same person twice
    assert not Loan.objects.exists()
    assert post(officer, "cutover_sign", row, note=note) == 302
    assert Loan.objects.filter(cutover=row).count() == 88
    done = officer.get(reverse("credit:cutover", args=[row.pk])).content.decode()
    assert "Brought over" in done
    loan = Loan.objects.filter(cutover=row).order_by("code").first()
    assert loan is not None
    for name in ("loan", "cutover"):
        target = loan if name == "loan" else row
        assert officer.get(reverse(f"credit:{name}", args=[target.pk])).status_code == 200
    assert post(officer, "cutover_undo", row) == 422  # what is posted is reversed, not undone


def test_columns_are_corrected_and_borrowers_named(made: h.Setting) -> None:
    row = stage(made, workbook_88.build().content)
    client = browser(made.accountant)
    page = client.get(reverse("credit:cutover_columns", args=[row.pk, "loans"]))
    assert page.status_code == 200
    columns = dict(row.columns["loans"]["columns"])
    chosen = {name: str(place) for name, place in columns.items()} | {"phone": ""}
    assert post(client, "cutover_columns", row, "loans", **chosen) == 302
    row.refresh_from_db()
    assert "phone" not in row.columns["loans"]["columns"]
    assert post(client, "cutover_columns", row, "loans", **(chosen | {"name": ""})) == 422
    assert client.get(reverse("credit:cutover_borrowers", args=[row.pk])).status_code == 404


def test_no_workbook_gets_a_sentence_and_the_template_opens(made: h.Setting) -> None:
    client = browser(made.accountant)
    file = SimpleUploadedFile("x.xlsx", b"PK\x03\x04 not a workbook", content_type=XLSX)
    answer = client.post(
        reverse("credit:cutover_new"),
        {
            "command_id": str(uuid4()), "file": file, "mode": "history",
            **day("cutover_on", workbook_88.CUTOVER_ON), "product": str(product_id(made)),
            "window": "ada", "officer": str(made.officer.user_id), "legal_basis": "Agreements",
        },
    )  # fmt: skip
    assert answer.status_code == 422
    assert "not an Excel workbook" in answer.content.decode()
    assert client.get(reverse("credit:cutover_template")).content.startswith(b"PK")
    assert client.get(reverse("credit:cutovers")).status_code == 200


def test_undone_by_a_click(made: h.Setting) -> None:
    row = stage(made, workbook_88.build().content)
    assert post(browser(made.programme_officer), "cutover_undo", row) == 302
    row.refresh_from_db()
    assert row.status == CutoverStatus.UNDONE

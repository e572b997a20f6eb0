"""The programme's pages: each opens for whom it is meant, and a form has one effect."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from dayaq.kernel.access.models import User
from dayaq.kernel.access.roles import Role
from dayaq.kernel.models import Installation
from dayaq.programme.models import Agreement, Expense, Phase
from tests import build
from tests.programme import helpers

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration() -> Installation:
    return Installation.objects.create(
        mode="demonstration", demonstration_on=build.TODAY, set_up=True
    )


def client_of(role: Role) -> Client:
    client = Client()
    client.force_login(build.user(role))
    return client


@pytest.fixture
def leyla() -> Client:
    return client_of(Role.PROGRAMME_OFFICER)


@pytest.fixture
def paper():
    """A pilot with two grants, a line and an expense that waits."""
    by = helpers.officer()
    pilot = helpers.phase(by)
    grants = helpers.grants(by, pilot, 7050, 2950)
    line = helpers.line(by, pilot)
    return {
        "phase": pilot,
        "grant": grants[0],
        "line": line,
        "expense": helpers.expense(by, line, 10_001),
    }


def addresses(paper) -> list[str]:
    grant, line, expense = paper["grant"].pk, paper["line"].pk, paper["expense"].pk
    return [
        reverse("programme:home"),
        reverse("programme:open_phase"),
        reverse("programme:phase", args=["pilot"]),
        reverse("programme:add_grant", args=["pilot"]),
        reverse("programme:add_line", args=["pilot"]),
        reverse("programme:revise_line", args=[line]),
        reverse("programme:sign_agreement"),
        reverse("programme:grant", args=[grant]),
        reverse("programme:receive", args=[grant]),
        reverse("programme:pass_on", args=[grant]),
        reverse("programme:expenses"),
        reverse("programme:enter_expense"),
        reverse("programme:expense", args=[expense]),
        reverse("programme:approve", args=[expense]),
        reverse("programme:return", args=[expense]),
        reverse("programme:rates"),
        reverse("programme:record_rate"),
    ]


def test_every_page_opens_for_the_programme_officer_and_for_nobody_outside(leyla, paper) -> None:
    outsider = client_of(Role.FIELD_OFFICER)
    donor = client_of(Role.DONOR)

    for address in addresses(paper):
        assert leyla.get(address).status_code == 200, address
        assert outsider.get(address).status_code == 403, address
        assert donor.get(address).status_code == 403, address


def test_another_programmes_expense_is_not_there(paper) -> None:
    stranger = Client()
    stranger.force_login(build.user(Role.PROGRAMME_OFFICER, programme_code="other"))

    assert stranger.get(reverse("programme:expense", args=[paper["expense"].pk])).status_code == 404


def voucher(line, **changes) -> dict[str, str]:
    return {
        "command_id": str(uuid4()), "line_id": str(line.pk), "voucher": "V-77",
        "on_day": "2", "on_month": "6", "on_year": "2008", "payee": "Qələm MMC",
        "description": "Notebooks", "currency": "AZN", "amount_minor": "1 265,00",
        "rate_base": "EUR", "rate": "1.2650", "rate_on_day": "2", "rate_on_month": "6",
        "rate_on_year": "2008", "rate_source": "CBAR", **changes,
    }  # fmt: skip


def test_an_expense_is_entered_once_however_often_the_form_is_sent(leyla, paper) -> None:
    form = voucher(paper["line"])

    first = leyla.post(reverse("programme:enter_expense"), form)
    again = leyla.post(reverse("programme:enter_expense"), form)

    assert first.status_code == again.status_code == 302
    assert first.url == again.url
    expense = Expense.objects.get(voucher="V-77")
    assert (expense.amount_minor, expense.reported_minor) == (126_500, 100_000)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("amount_minor", "-5", "zero or more"),
        ("amount_minor", "10.5555", "after the comma"),
        ("amount_minor", "1000000000000000", "too large"),
        ("on_year", "2031", ""),
        ("voucher", "V-1", "voucher number"),
        ("rate_source", "", "its day and its source"),
        ("rate", "", "exchange rate"),
        ("line_id", "00000000-0000-7000-8000-000000000000", "not in the list"),
        ("payee", "x" * 300, "Shorten"),
    ],
)
def test_bad_input_gets_a_sentence_and_stores_nothing(leyla, paper, field, value, said) -> None:
    answer = leyla.post(
        reverse("programme:enter_expense"), voucher(paper["line"], **{field: value})
    )

    assert answer.status_code == 422
    html = answer.content.decode()
    assert "error-summary" in html
    assert said in html
    assert Expense.objects.count() == 1


def test_an_approval_shows_each_donors_part(leyla, paper) -> None:
    page = reverse("programme:expense", args=[paper["expense"].pk])

    approve = reverse("programme:approve", args=[paper["expense"].pk])
    spent_on = paper["expense"].on
    sent = {"command_id": str(uuid4()), "on_month": spent_on.month, "on_year": spent_on.year}

    early = leyla.post(approve, {**sent, "on_day": spent_on.day - 1})
    answer = leyla.post(approve, {**sent, "on_day": spent_on.day})

    assert "not spent yet" in early.content.decode()

    assert answer.url == page
    html = leyla.get(page).content.decode()
    assert "70,51" in html
    assert "29,50" in html


def test_a_phase_and_a_grant_are_entered_on_their_pages(leyla) -> None:
    build.organisation("Austrian Development Agency", "donor")
    days = {"starts_on_day": "1", "starts_on_month": "11", "starts_on_year": "2007",
            "ends_on_day": "30", "ends_on_month": "11", "ends_on_year": "2009"}  # fmt: skip
    leyla.post(
        reverse("programme:open_phase"),
        {"command_id": str(uuid4()), "key": "pilot", "name": "Pilot", "aliases": "First; One",
         "report_currency": "EUR", **days},
    )  # fmt: skip
    pilot = Phase.objects.get()
    assert pilot.aliases == ["First", "One"]

    donor = build.organisation("Austrian Development Agency", "donor")
    answer = leyla.post(
        reverse("programme:add_grant", args=["pilot"]),
        {"command_id": str(uuid4()), "donor_id": str(donor.pk), "contract_number": "8230-00/2007",
         "currency": "EUR", "amount_minor": "72000", "share": "70.5", **days},
    )  # fmt: skip
    assert answer.status_code == 302
    grant = pilot.grants.get()
    assert (grant.amount_minor, grant.share_bps) == (7_200_000, 7050)


def test_the_list_of_expenses_does_not_ask_more_for_more_rows(
    leyla, paper, django_assert_max_num_queries
) -> None:
    by = helpers.officer()
    for number in range(20):
        helpers.expense(by, paper["line"], 100, voucher=f"W-{number}")

    with django_assert_max_num_queries(14):
        leyla.get(reverse("programme:expenses"))


def test_a_waiting_expense_stands_on_the_officers_today_page(leyla, paper) -> None:
    html = leyla.get("/").content.decode()

    assert "V-1: Çıraq Printing" in html
    assert User.objects.exists()


def test_an_amount_without_a_currency_is_asked_about_and_nothing_is_signed(leyla) -> None:
    parties = [build.organisation(name, "ngo") for name in ("IOM", "NGO Çıraq")]
    sent = {
        "command_id": str(uuid4()), "kind": Agreement.Kind.values[0], "title": "T", "number": "1",
        "party_ids": [str(one.pk) for one in parties], "signed_on_day": "1",
        "signed_on_month": "12", "signed_on_year": "2009", "amount_minor": "100",
    }  # fmt: skip
    answer = leyla.post(reverse("programme:sign_agreement"), {**sent, "currency": ""})

    assert answer.status_code == 422
    assert 'href="#id_currency"' in answer.content.decode()
    assert not Agreement.objects.exists()
    answer = leyla.post(reverse("programme:sign_agreement"), {**sent, "currency": "AZN"})
    assert answer.status_code == 302

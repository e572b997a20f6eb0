"""Report pages, dashboards and what a donor may open."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from dayaq.credit.models import Loan
from dayaq.kernel.access.roles import Role
from dayaq.kernel.models import Installation
from dayaq.reporting import catalogue
from dayaq.reporting.indicators import INDICATORS
from dayaq.reporting.models import ReportSubmission
from tests import build
from tests.credit import helpers as lending
from tests.programme import helpers as papers
from tests.standing import Lent
from tests.web import page

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
def lent(lent_before: Lent) -> Loan:
    """One loan with one payment, in phase II, with grants and a target."""
    return lending.pay(lent_before.made, lent_before.loan, 1, 8_333, lending.FIRST_DUE_ON)


def html(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


@pytest.mark.parametrize("key", list(catalogue.REPORTS))
def test_every_report_opens_as_a_sound_page(lent, key: str) -> None:
    text = html(client_of(Role.PROGRAMME_OFFICER), reverse("reporting:run", args=[key]))

    reader = page.read(text)
    assert not reader.refused
    assert len(reader.ids) == len(set(reader.ids))
    assert "<table" in text


@pytest.mark.parametrize("output", ["pdf", "xlsx", "csv", "json"])
def test_a_report_is_downloaded_with_its_parameters(lent, output: str) -> None:
    address = reverse("reporting:download", args=["portfolio", output])

    answer = client_of(Role.ACCOUNTANT).get(f"{address}?phase=phase-2&as_of=2010-12-31")

    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Content-Disposition"].endswith(f'.{output}"')


def test_parameters_that_cannot_be_read_say_so(lent) -> None:
    leyla = client_of(Role.PROGRAMME_OFFICER)
    address = reverse("reporting:run", args=["fund"])

    assert "before the first day" in html(leyla, f"{address}?frm=2011-02-01&to=2011-01-01", 422)
    assert "error-summary" in html(leyla, f"{address}?phase=nothing", 422)
    assert leyla.get(reverse("reporting:run", args=["nothing"])).status_code == 404


def test_a_report_is_submitted_once_and_opens_frozen(lent) -> None:
    leyla = client_of(Role.PROGRAMME_OFFICER)
    address = reverse("reporting:submit", args=["donor-report"]) + "?to=2010-12-31"
    form = {"command_id": str(uuid4()), "language": "en", "words_summary": "All went well."}

    first = leyla.post(address, form)
    again = leyla.post(address, form)

    assert first.status_code == again.status_code == 302
    assert ReportSubmission.objects.count() == 1
    text = html(leyla, first.url)
    assert "All went well." in text
    assert "do not change any more" in text


def test_only_who_may_charge_the_donors_is_led_to_submitting_their_report(lent) -> None:
    leyla, farid = client_of(Role.PROGRAMME_OFFICER), client_of(Role.PROJECT_MANAGER)
    for key, expected in (("donor-report", 403), ("monthly", 200)):
        address = reverse("reporting:submit", args=[key])
        assert (address in html(farid, reverse("reporting:run", args=[key]))) == (expected == 200)
        assert farid.get(address).status_code == expected
        assert leyla.get(address).status_code == 200


def test_a_donor_opens_aggregates_and_submitted_reports_only(lent) -> None:
    leyla = client_of(Role.PROGRAMME_OFFICER)
    made = leyla.post(
        reverse("reporting:submit", args=["donor-report"]) + "?to=2010-12-31",
        {"command_id": str(uuid4()), "language": "en"},
    )
    helga = client_of(Role.DONOR)

    assert "Donor report" in html(helga, reverse("reporting:submitted"))
    html(helga, made.url)
    html(helga, reverse("reporting:framework"))
    for address in (
        reverse("reporting:reports"),
        reverse("reporting:run", args=["portfolio"]),
        reverse("reporting:download", args=["donor-report", "json"]),
        reverse("reporting:submit", args=["donor-report"]),
    ):
        html(helga, address, 403)


def test_a_donor_learns_no_name_and_sees_no_live_table_of_people(lent) -> None:
    helga = client_of(Role.DONOR)
    person = lent.person

    for key in sorted(INDICATORS):
        text = html(helga, reverse("reporting:indicator", args=[key]))
        assert person.surname not in text
        assert str(build.district()) not in text
        assert ">Men<" not in text
        assert "<table" not in text or "Fund window" in text or "Donor" in text
    dashboard = html(helga, reverse("dashboard"))
    assert person.surname not in dashboard
    assert lent.code not in dashboard
    assert str(build.district().name) not in dashboard


def test_the_dashboard_shows_charts_with_their_tables(lent) -> None:
    text = html(client_of(Role.PROGRAMME_OFFICER), reverse("dashboard"))

    assert text.count("<svg") >= 4
    assert text.count("<table") >= 5
    assert not page.read(text).refused


@pytest.mark.parametrize("key", sorted(INDICATORS))
def test_every_indicator_explains_itself(lent, key: str) -> None:
    text = html(client_of(Role.MONITORING), reverse("reporting:indicator", args=[key]))

    assert "Definition" in text
    assert "Numerator" in text


def test_a_result_and_its_target_are_set_on_their_pages(lent) -> None:
    leyla = client_of(Role.PROGRAMME_OFFICER)
    leyla.post(
        reverse("reporting:add_result", args=["phase-2"]),
        {"command_id": str(uuid4()), "level": "output", "code": "1.2", "statement": "Credits"},
    )
    from dayaq.programme.models import ResultNode

    answer = leyla.post(
        reverse("reporting:set_target", args=["phase-2"]),
        {
            "command_id": str(uuid4()),
            "node_id": str(ResultNode.objects.get().pk),
            "indicator": "micro_credits",
            "target_low": "2",
            "target_high": "4",
        },
    )

    assert answer.status_code == 302
    text = html(leyla, answer.url)
    assert "2 – 4" in text
    assert "50" in text  # one of two: 50 % of the lower bound


def test_a_field_officer_finds_no_reports(lent) -> None:
    officer = client_of(Role.FIELD_OFFICER)

    for name in ("reporting:reports", "reporting:submitted", "reporting:framework"):
        html(officer, reverse(name), 403)
    assert papers.PILOT.covers(papers.MID)

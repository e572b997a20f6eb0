"""The main job: grants, expenses, results, reports, partners and outreach."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.e2e import story_office as office
from tests.e2e.story_office import PERIOD
from tests.e2e.walking import Story, fetch_link, go, pdf_text, sheet_rows

pytestmark = pytest.mark.browser


def test_an_expense_is_split_to_the_cent(story: Story, team: Any) -> None:
    leyla = team("leyla")
    office.open_phase(leyla, story)
    office.add_grants(leyla, story)
    office.enter_expense(team("vugar"), story)
    office.approve_expense(leyla, story)

    leyla.sees("84,75 EUR")
    leyla.sees("56,51")
    leyla.sees("28,24")
    go(leyla, story.urls["grant agreement"])
    leyla.sees(f"R-{story.mark}-1")


@pytest.mark.parametrize(
    ("indicator", "reached"), [("Persons trained", "85"), ("Micro-credits disbursed", "52")]
)
def test_the_results_framework_shows_what_the_pilot_is_published_to_have_reached(
    team: Any, indicator: str, reached: str
) -> None:
    leyla = team("leyla")
    leyla.open("/reports/results/?phase=pilot")
    table = leyla.page.locator("main table").first
    heads = [text.strip() for text in table.locator("thead th").all_inner_texts()]
    row = table.locator("tbody tr", has=leyla.page.get_by_role("link", name=indicator, exact=True))
    cells = [text.strip() for text in row.first.locator("th, td").all_inner_texts()]

    assert cells[heads.index("Reached")] == reached
    assert cells[heads.index("Target")].partition(" ")[0].isdigit()


def test_the_monthly_report_is_a_page_and_a_pdf(team: Any) -> None:
    manager = team("farid")
    manager.open("/reports/run/monthly/?frm_day=1&frm_month=2&frm_year=2011"
                 "&to_day=28&to_month=2&to_year=2011")  # fmt: skip
    manager.sees("PAR30")

    assert "02.2011" in pdf_text(fetch_link(manager, "Download PDF"))


def test_a_submitted_report_keeps_its_figures(reported: Story, repaid: Story, team: Any) -> None:
    """A voucher of the quarter turns up later: the figures move, the issued paper does not."""
    leyla = team("leyla")
    before = spending(leyla)
    office.late_expense(team("vugar"), leyla, repaid)
    assert spending(leyla) != before

    go(leyla, repaid.urls["report"])
    leyla.sees("Digest (SHA-256)")
    leyla.sees(f"Hesabat {repaid.mark}")
    for name, content in repaid.files.items():
        assert fetch_link(leyla, f"Download {name}") == content, name
    assert f"Hesabat {repaid.mark}" in pdf_text(repaid.files["PDF"])
    told = json.loads(repaid.files["JSON"])
    assert money_of(told) == before
    assert sheet_rows(repaid.files["XLSX"])


def spending(officer: Any) -> Any:
    """What the donor report would say of phase II's spending in the period, were it run now."""
    answer = officer.page.request.get(f"{officer.base}/reports/run/donor-report/json?{PERIOD}")
    return money_of(answer.json())


def money_of(report: Any) -> Any:
    (rows,) = [one["rows"] for one in report["sections"] if one["key"] == "finance_phase-2"]
    return rows


def test_a_donor_reads_figures_and_no_name(reported: Story, team: Any) -> None:
    helga = team("helga")
    helga.open("/dashboard/")
    helga.sees("Loans by status")
    for path in ("/people/", "/credit/loans/", "/cases/"):
        assert helga.page.request.get(helga.base + path).status in {403, 404}
    assert helga.page.request.get(reported.urls["widow"]).status in {403, 404}
    assert helga.page.request.get(reported.urls["loan"]).status in {403, 404}


def test_a_state_partner_answers_a_referral(case_opened: Story, team: Any) -> None:
    office.partner(team("leyla"), case_opened)
    office.refer(team("aytan"), case_opened)
    office.answer_referral(team("rana"), case_opened)

    officer = team("aytan")
    go(officer, case_opened.urls["referral"])
    officer.sees("Gəlsin")


def test_a_workshop_counts_its_participants_by_country(story: Story, team: Any) -> None:
    leyla = team("leyla")
    office.workshop(leyla, story)
    go(leyla, story.urls["workshop"])

    leyla.sees("Georgia")
    leyla.sees("Nino Stumari")


def test_a_campaign_has_materials_and_reach(story: Story, team: Any) -> None:
    leyla = team("leyla")
    office.campaign(leyla, story)
    go(leyla, story.urls["campaign"])

    leyla.sees(f"Plakat {story.mark}")
    leyla.sees("1 200")


def test_a_lesson_is_published_by_somebody_else(story: Story, team: Any) -> None:
    office.lesson(team("ilgar"), story)
    office.publish_lesson(team("leyla"), story)

    helga = team("helga")
    helga.open("/network/lessons")
    helga.sees(f"Dərs {story.mark}")

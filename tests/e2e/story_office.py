"""What the programme office does: grants, expenses, reports, partners, outreach."""

from __future__ import annotations

import re
from typing import Any

from tests.e2e.walking import Story, act, arriving, fill, follow, go, rows, save

STARTS, ENDS = "2011-03-01", "2012-05-31"
GUESTS = (("Aygün Qonaq", "AZ"), ("Nino Stumari", "GE"), ("Levan Stumari", "GE"))
PERIOD = "phase=phase-2&frm_day=1&frm_month=10&frm_year=2010&to_day=31&to_month=12&to_year=2010"


def open_phase(officer: Any, story: Story) -> None:
    """A small phase of its own, with an agreement that is amended."""
    officer.open("/programme/")
    follow(officer, "Open a phase")
    fill(
        officer, key=f"small-{story.mark}", name=f"Small {story.mark}", starts_on=STARTS,
        ends_on=ENDS, report_currency="EUR", total_cost_minor="10 000",
    )  # fmt: skip
    save(officer, "Open the phase")
    story.urls["phase"] = officer.page.url
    officer.open("/programme/")
    follow(officer, "Register an agreement")
    parties = officer.page.locator("main [name=party_ids]").all()
    fill(
        officer, kind="grant", title="Kiçik qrant", number=f"A-{story.mark}", currency="EUR",
        party_ids=[box.get_attribute("value") for box in parties[:2]], signed_on=STARTS,
        valid_until=ENDS, amount_minor="9 000", registered_number=f"R-{story.mark}",
        registered_on="2011-03-04",
    )  # fmt: skip
    save(officer, "Register the agreement")
    story.urls["grant agreement"] = officer.page.url
    follow(officer, "Register an amendment")
    fill(
        officer, number="1", signed_on="2011-03-10", what_changed="Məbləğ artır",
        new_amount_minor="10 000", registered_number=f"R-{story.mark}-1",
        registered_on="2011-03-11",
    )  # fmt: skip
    save(officer, "Register the amendment")


def add_grants(officer: Any, story: Story) -> None:
    """Two donors with shares; one passes part of it on."""
    for donor, share, rest in (("ADA", "66.67", True), ("Korea", "33.33", False)):
        go(officer, story.urls["phase"])
        follow(officer, "Add a grant")
        fill(
            officer, starts_on=STARTS, ends_on=ENDS, donor_id=donor, currency="EUR",
            contract_number=f"{donor}-{story.mark}", amount_minor="5 000", share=share,
            takes_remainder=rest,
        )  # fmt: skip
        save(officer, "Add the grant")
    go(officer, story.urls["phase"])
    follow(officer, f"ADA-{story.mark}")
    follow(officer, "Register a sub-grant")
    fill(
        officer, starts_on=STARTS, ends_on=ENDS, recipient_id="Çıraq", number=f"S-{story.mark}",
        signed_on=STARTS, currency="EUR", amount_minor="2 000",
    )  # fmt: skip
    save(officer, "Register the sub-grant")
    go(officer, story.urls["phase"])
    follow(officer, "Add a budget line")
    fill(officer, code="1", description="Səfərlər", approved_minor="10 000")
    save(officer, "Add the line")


def enter_expense(accountant: Any, story: Story) -> None:
    accountant.open("/programme/expenses/")
    follow(accountant, "Enter an expense")
    fill(
        accountant, line_id=f"Small {story.mark}", voucher=f"V-{story.mark}", on="2011-03-09",
        payee="Yanacaq", currency="AZN", amount_minor="100,01", rate_base="EUR", rate="1.18",
        rate_on="2011-03-09", rate_source="CBAR",
    )  # fmt: skip
    save(accountant, "Enter the expense")
    story.urls["expense"] = accountant.page.url


def approve_expense(officer: Any, story: Story) -> None:
    go(officer, story.urls["expense"])
    follow(officer, "Approve")
    boxes = officer.page.locator("main [name=grant_ids]").all()
    fill(officer, grant_ids=[box.get_attribute("value") for box in boxes])
    save(officer, "Approve the expense")


def late_expense(accountant: Any, officer: Any, story: Story) -> None:
    """A voucher of November 2010 turns up after the report of its quarter was submitted."""
    accountant.open("/programme/expenses/")
    follow(accountant, "Enter an expense")
    fill(
        accountant, line_id="Phase II: 3 Travel and visits", voucher=f"L-{story.mark}",
        on="2010-11-10", payee="Yanacaq", currency="AZN", amount_minor="100", rate_base="EUR",
        rate="1.10", rate_on="2010-11-10", rate_source="CBAR",
    )  # fmt: skip
    save(accountant, "Enter the expense")
    go(officer, accountant.page.url)
    follow(officer, "Approve")
    save(officer, "Approve the expense")


def submit_report(officer: Any, story: Story) -> None:
    """The donor report of a quarter, with its words, is submitted and so frozen."""
    officer.open(f"/reports/run/donor-report/?{PERIOD}")
    follow(officer, "Submit this report")
    fill(officer, words_summary=f"Hesabat {story.mark}", language="en", reason="Əlavə olundu")
    save(officer, "Submit the report")
    story.urls["report"] = officer.page.url


def partner(officer: Any, story: Story) -> None:
    """A state partner institution, and its memorandum."""
    officer.open("/network/")
    follow(officer, "Register an institution")
    fill(
        officer, name=f"Mərkəz {story.mark}", kind="employment", district="Fuzuli",
        focal_person="Rəna Cəfərli", organisation="SES",
    )  # fmt: skip
    save(officer, "Register")
    story.urls["institution"] = officer.page.url
    follow(officer, re.compile("memorandum"))
    fill(
        officer, number=f"MoU-{story.mark}", on=STARTS, valid_until=ENDS,
        obligations="İşə düzəltmək", data_sharing_clause="Yalnız razılıqla",
    )  # fmt: skip
    save(officer, "Record")


def refer(officer: Any, story: Story) -> None:
    go(officer, story.urls["case"])
    follow(officer, "Refer to an institution")
    fill(
        officer, on="2011-03-12", institution=f"Mərkəz {story.mark}", service="İş",
        reason="Oğluna iş lazımdır",
    )  # fmt: skip
    save(officer, "Prepare the referral")
    follow(officer, "Send")
    fill(officer, on="2011-03-14")
    save(officer, "Send")
    story.urls["referral"] = officer.page.url


def answer_referral(state: Any, story: Story) -> None:
    state.open("/")
    follow(state, re.compile("Referrals to us"))
    with arriving(state.page):
        state.page.locator("main tr", has_text=story.surname).get_by_role("link").first.click()
    follow(state, "Answer")
    state.page.locator("main [name=act]").first.check()
    fill(state, on="2011-03-15", note="Gəlsin")
    save(state, "Record the answer")


def workshop(officer: Any, story: Story) -> None:
    officer.open("/network/workshops")
    follow(officer, "Plan a workshop")
    fill(
        officer, title=f"Seminar {story.mark}", host="IOM", venue="Mehmanxana", city="Bakı",
        country="AZ", starts_on="2011-03-08", ends_on="2011-03-09", languages=["az", "en"],
    )  # fmt: skip
    save(officer, "Plan the workshop")
    story.urls["workshop"] = officer.page.url
    follow(officer, "Add participants")
    people = [{"name": name, "country": country, "days_attended": 2} for name, country in GUESTS]
    fill(officer, on="2011-03-09", **rows(0, *people))
    save(officer, "List the participants")


def campaign(officer: Any, story: Story) -> None:
    officer.open("/network/campaigns")
    follow(officer, "Plan a campaign")
    fill(
        officer, theme=f"Hüquq {story.mark}", audience="Kəndlər", countries=["AZ", "GE"],
        starts_on="2011-03-01", ends_on="2011-04-30",
    )  # fmt: skip
    save(officer, "Plan the campaign")
    story.urls["campaign"] = officer.page.url
    follow(officer, re.compile("material"))
    fill(officer, title=f"Plakat {story.mark}", language="az", printed=500)
    save(officer, "Record")
    go(officer, story.urls["campaign"])
    follow(officer, "Record an estimate")
    fill(officer, estimate=1200, method="Tiraj", on="2011-03-12")
    save(officer, "Record")


def lesson(officer: Any, story: Story) -> None:
    officer.open("/network/lessons")
    follow(officer, "Write a lesson")
    fill(
        officer, title=f"Dərs {story.mark}", theme="Kredit", country="AZ", context="Kənd",
        what_happened="Gec ödəniş", recommendation="Məhsula görə cədvəl",
    )  # fmt: skip
    save(officer, "Save as a draft")
    story.urls["lesson"] = officer.page.url


def publish_lesson(other: Any, story: Story) -> None:
    """Somebody else than its author looks at the lesson, then publishes it."""
    go(other, story.urls["lesson"])
    act(other, "Validate")
    act(other, "Publish")

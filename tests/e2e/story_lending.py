"""From the application to the money in her hand, as those who do it click through it."""

from __future__ import annotations

import re
from typing import Any

from tests.e2e.walking import Story, arriving, fill, follow, go, save

APPLIED = "2010-08-02"
DECIDED = "2010-08-10"
SIGNED = "2010-08-16"
PAID_OUT = "2010-08-18"
FIRST_DUE = "2010-09-20"


INTEREST_FREE = "Interest-free, 12 months"


def apply(officer: Any, story: Story, product: str = INTEREST_FREE) -> None:
    """600 manat for two cows, in six instalments."""
    go(officer, story.urls["widow"])
    follow(officer, "Take a loan application")
    fill(
        officer, product_version_id=product, amount_minor="600",
        instalments=6, purpose="İki inək", plan_id=f"İnəkçilik {story.mark}", applied_on=APPLIED,
    )  # fmt: skip
    save(officer, "Take the application")
    story.urls["application"] = officer.page.url


def appraise(officer: Any, story: Story) -> None:
    """The household's month; the page shows the ratio before it is recorded."""
    go(officer, story.urls["application"])
    follow(officer, "Appraise")
    fill(
        officer, visited_on="2010-08-05", income_business="240", income_pension="140",
        income_farm="90,50", expense_food="110", expense_housing="25", debts_minor="0",
        recommendation="Lend", recommended_minor="600", note="Qonşular tanıyır",
    )  # fmt: skip
    officer.press("Continue")
    officer.sees("Check your answers")
    officer.sees("Debt-service ratio")
    save(officer, "Record the appraisal")
    follow(officer, "Bring it to the committee")
    fill(officer, on="2010-08-06")
    save(officer, "Bring it to the committee")


def decide(secretary: Any, story: Story) -> None:
    """A meeting as its minutes have it: one steps aside, two vote, the loan is approved."""
    secretary.open("/")
    follow(secretary, re.compile("Decisions waiting"))
    follow(secretary, "Record a meeting")
    boxes = secretary.page.locator("main [name=member_ids]")
    everybody = [box.get_attribute("value") for box in boxes.all()]
    fill(
        secretary, held_on=DECIDED, member_ids=everybody, chair_id="Tural", quorum=2,
        minutes_number=f"KK-{story.mark}", minutes_on=DECIDED,
    )  # fmt: skip
    save(secretary, "Record the meeting")
    story.urls["meeting"] = secretary.page.url
    go(secretary, story.urls["application"])
    follow(secretary, "Step aside")
    fill(secretary, member_id="Elçin", reason="Qohumu")
    save(secretary, "Step aside")
    go(secretary, story.urls["meeting"])
    row = secretary.page.locator("main tr", has_text=story.surname)
    with arriving(secretary.page):
        row.get_by_role("link").first.click()
    story.urls["decision"] = secretary.page.url
    for name in ("Tural", "Sevda"):
        secretary.page.get_by_role("group", name=re.compile(name)).get_by_label("For").check()
    fill(secretary, outcome="approve", reason="Yaxşı plan", conditions="Hər ay ziyarət")
    save(secretary, "Record the decision")


def draw_up(officer: Any, story: Story, language: str = "az") -> None:
    go(officer, story.urls["application"])
    follow(officer, "Agreement")
    story.urls["agreement"] = officer.page.url
    follow(officer, re.compile("Draw up the agreement|Draw it up anew"))
    fill(
        officer, drawn_up_on=SIGNED, language=language, planned_on=PAID_OUT,
        first_due_on=FIRST_DUE,
    )  # fmt: skip
    save(officer, "Draw it up")


def sign(officer: Any, story: Story) -> None:
    go(officer, story.urls["agreement"])
    follow(officer, "Record the signing")
    fill(
        officer, signed_on=SIGNED, signature_mode="thumb", witness="Sevinc Quliyeva",
        read_aloud=True, lender_signatory="Fərid Məlikov",
    )  # fmt: skip
    save(officer, "Record the signing")
    go(officer, story.urls["application"])
    follow(officer, re.compile(r"^LN-"))
    story.urls["loan"] = officer.page.url
    found = re.search(r"LN-\d+-\d", officer.page.locator("h1").inner_text())
    assert found is not None
    story.codes["loan"] = found.group()


def pay_out(cashier: Any, story: Story) -> None:
    """The cashier, who neither appraised nor decided, hands the money over."""
    cashier.open("/")
    cashier.sees(f"Gülşən {story.surname}")
    go(cashier, story.urls["loan"])
    follow(cashier, "Pay out")
    fill(cashier, paid_on=PAID_OUT, method="bank", voucher=f"K-{story.mark}", window="ADA")
    cashier.press("Continue")
    cashier.sees("Check your answers")
    save(cashier, "Pay out")

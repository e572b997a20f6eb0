"""Takes the pictures of the guide from a running demonstration.

`python scripts/pictures.py http://127.0.0.1:8000`, with the names of those to take if not all.

Each picture is the needed part of one page, 900 pixels wide, in the light colours.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent.parent))
from scripts.chromium import find as find_chromium

PICTURES = Path(__file__).parent.parent / "docs" / "guide" / "pictures"
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"]
WIDTH = 900

# name, who, where, links to follow by what they say, how many pixels of the page
SHOTS: tuple[tuple[str, str, str, tuple[str, ...], int], ...] = (
    ("sign-in", "", "/account/login/", (), 620),
    ("today", "aytan", "/", (), 700),
    ("register", "aytan", "/people/register/?q=Sevinc", (), 900),
    ("person", "aytan", "/people/?q=FZ-0030-8", ("Ağayeva",), 760),
    ("loan", "aytan", "/credit/arrears/", ("LN-",), 900),
    ("village-sheet", "aytan", "/credit/sheet/", (), 640),
    ("course", "kamran", "/training/", ("Biznesə başla",), 720),
    ("plan", "kamran", "/training/plans", ("İstixana",), 700),
    ("receipts", "sabina", "/credit/collections/new/", (), 1100),
    ("books", "vugar", "/money/", (), 640),
    ("cash", "sabina", "/cash/", (), 700),
    ("count", "sabina", "/cash/counts/box/", (), 620),
    ("blanks", "sabina", "/cash/blanks/", (), 620),
    ("bank-statement", "vugar", "/cash/bank/", ("cixaris",), 620),
    ("close-month", "vugar", "/money/months/close/", (), 480),
    ("fund", "vugar", "/money/fund/", (), 900),
    ("trial-balance", "vugar", "/money/trial-balance/", (), 700),
    ("what-if", "aytan", "/credit/arrears/", ("LN-", "What if"), 700),
    ("product", "leyla", "/credit/products/new/", (), 900),
    ("committee", "gunay", "/credit/committee/", (), 520),
    ("application", "gunay", "/credit/committee/", ("AP-",), 760),
    ("dashboard", "leyla", "/dashboard/", (), 900),
    ("expense", "leyla", "/programme/expenses/", ("V-1102-1",), 700),
    ("donor-report", "leyla", "/reports/run/donor-report/?phase=phase-2", (), 900),
    ("hazard-checks", "orkhan", "/training/hazard-checks", (), 480),
    ("donor", "helga", "/dashboard/", (), 800),
    ("accounts", "murad", "/accounts/", (), 560),
)


def enter(browser: Browser, base: str, username: str) -> Page:
    """A browser of this person, in English."""
    page = browser.new_context(
        viewport={"width": WIDTH, "height": 900}, color_scheme="light", device_scale_factor=1
    ).new_page()
    page.goto(f"{base}/account/login/")
    if username:
        page.locator(f'form[action$="/demonstration/sign-in/{username}/"] button').click()
        page.wait_for_load_state()
    english = page.locator('form[action$="/language/"] button[value="en"]')
    if page.locator("html").get_attribute("lang") != "en" and english.count():
        english.first.click()
        page.wait_for_load_state()
    return page


def take(base: str, *names: str) -> None:
    """Take every picture, or those named."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        people: dict[str, Page] = {}
        for name, username, path, links, height in SHOTS:
            if names and name not in names:
                continue
            if username not in people:
                people[username] = enter(browser, base, username)
            page = people[username]
            page.goto(f"{base}{path}")
            for link in links:
                page.locator("main a", has_text=link).first.click()
                page.wait_for_load_state()
            main = page.locator("main").bounding_box() or {"y": 0, "height": height}
            top = max(int(main["y"]) - 8, 0) if username else 0
            part: Any = {"x": 0, "y": top, "width": WIDTH, "height": height}
            page.screenshot(path=PICTURES / f"{name}.png", full_page=True, clip=part)
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1].rstrip("/"), *sys.argv[2:])

"""Registration, case and verification, as the people who do it click through them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from tests.e2e.walking import Story, arriving, fill, follow, go, save

REGISTERED = "2010-06-01"
VERIFIED = "2010-06-21"
ANSWERS = {"Cavab": "bəli"}


def search(person: Any, text: str) -> None:
    """Search in the header of the page."""
    person.page.fill("#site-search", text)
    with arriving(person.page):
        person.page.press("#site-search", "Enter")


def register(officer: Any, story: Story, key: str, **answers: Any) -> None:
    """From the list of persons: search first, then consent, then the form, from paper."""
    officer.open("/people/")
    follow(officer, "Register a person")
    fill(officer, q=f"{answers['surname']} {answers['given_name']}")
    officer.press("Search")
    fill(
        officer, on=REGISTERED, purposes=["service", "share_authority", "share_partners"],
        method="signature", district_id="Fuzuli", settlement="Narlıdərə", literacy="reads",
    )  # fmt: skip
    fill(officer, **answers)
    officer.press("Register")
    officer.sees("The person is registered.")
    story.urls[key] = officer.page.url
    story.codes[key] = officer.page.locator("main .code").first.inner_text()


def register_widow(officer: Any, story: Story) -> None:
    """An indirect victim: displaced, signs with a thumb, papers are printed large for her."""
    register(
        officer, story, "widow", method="thumb", witness="Sevinc Quliyeva", read_aloud=True,
        surname=story.surname, given_name="Gülşən", patronymic_suffix="qızı",
        patronymic=f"{story.mark.capitalize()}bəy", phone=f"05055{story.number() % 10**5:05}",
        sex="female", born_on=story.birthday(1968), marital_status="widowed",
        registration_district_id="Aghdam", displacement="idp",
        literacy="reads_little", signature_mode="thumb", signature_witness="Sevinc Quliyeva",
        needs_large_print=True, kind="indirect", relation="widow",
        direct_victim_name="Əhməd Sınaqov", civil_status="civilian", happened_on="1996-10-03",
        incident_district="Aghdam", incident_place="Sahə yolu", device="ap_mine",
        activity="herding", outcome="killed", source="Bələdiyyə",
    )  # fmt: skip


def register_man(officer: Any, story: Story, key: str, given_name: str) -> None:
    """A direct victim of the same village."""
    register(
        officer, story, key, surname=story.surname.removesuffix("a"), given_name=given_name,
        sex="male", born_on=story.birthday(1975), kind="direct", civil_status="civilian",
        happened_on="1999-05-01", incident_district="Fuzuli", device="ap_mine",
    )  # fmt: skip


def tell_household(officer: Any, story: Story) -> None:
    """One other lives with her; what they live on in a month."""
    go(officer, story.urls["widow"])
    follow(officer, "Record the household")
    row = {
        "name": "Elvin Sınaqov", "relation": "son", "sex": "male", "birth_year": 1996,
        "schooling": "in_school",
    }  # fmt: skip
    fill(officer, on=REGISTERED, dwelling="idp_settlement", land_are=40, livestock="2 inək")
    fill(officer, **{f"row-0-{name}": answer for name, answer in row.items()})
    fill(officer, income_social_assistance="140", income_farm="90,50", expense_food="110")
    save(officer, "Save")


def open_case(officer: Any, story: Story) -> None:
    """A case, a need in her own words, and a plan agreed with her."""
    go(officer, story.urls["widow"])
    follow(officer, "Open a case")
    fill(officer, on="2010-06-22")
    officer.press("Open the case")
    story.urls["case"] = officer.page.url
    follow(officer, "Record a need")
    fill(officer, on="2010-06-22", kind="income", severity="high", description="Dolanışıq yoxdur")
    save(officer, "Save")
    go(officer, story.urls["case"])
    follow(officer, "Agree on a plan")
    fill(officer, on="2010-06-23", goals="Ailəni dolandırmaq", signature="thumb")
    fill(officer, witness="Sevinc Quliyeva")
    row = {"text": "Biznes kursu", "responsible": "Kamran", "due_on": "2010-09-01"}
    fill(officer, **{f"row-0-{name}": answer for name, answer in row.items()})
    fill(officer, **{"row-0-need": "Income"})
    save(officer, "Save")


def verify_on_the_page(authority: Any, story: Story) -> None:
    """The authority confirms the widow on its own page."""
    authority.open("/")
    authority.sees("Victim status to verify")
    authority.open("/people/verification/")
    with arriving(authority.page):
        authority.page.locator("main tr", has_text=story.widow).get_by_role("link").first.click()
    authority.sees("Əhməd Sınaqov")
    fill(authority, on=VERIFIED, verification="confirmed", authority_victim_id=f"AV-{story.mark}-1")
    save(authority, "Record the answer")


def verify_by_letter(manager: Any, story: Story, scan: dict[str, Any]) -> None:
    """The project manager types in what the authority answered by letter, with its scan."""
    go(manager, story.urls["by_letter"])
    follow(manager, "Record the authority's letter")
    fill(
        manager, on=VERIFIED, verification="confirmed", letter_no=f"M-{story.mark}",
        letter_on="2010-06-18", scan=scan,
    )  # fmt: skip
    save(manager, "Record the answer")


def give_list_out(manager: Any) -> bytes:
    """The list for the authority, as the file that is downloaded."""
    manager.open("/people/verification/")
    follow(manager, "Give the list out (Excel)")
    button = manager.page.locator("main").get_by_role("button", name="Give the list out (Excel)")
    with manager.page.expect_download() as waiting:
        button.click()
    return Path(waiting.value.path()).read_bytes()


def answer_list(content: bytes, code: str) -> bytes:
    """The list as the authority fills it in, in its spreadsheet: one answer."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    headings = [str(cell.value) for cell in sheet[1]]
    place = {part: headings.index(next(h for h in headings if part in h)) for part in ANSWERS}
    for line in sheet.iter_rows(min_row=2):
        if any(cell.value == code for cell in line):
            for part, answer in ANSWERS.items():
                line[place[part]].value = answer
    filled = io.BytesIO()
    book.save(filled)
    return filled.getvalue()


def read_list_back(manager: Any, content: bytes) -> None:
    manager.open("/people/verification/")
    follow(manager, "Record a list that came back")
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    fill(manager, on=VERIFIED, file={"name": "list.xlsx", "mimeType": kind, "buffer": content})
    save(manager, "Record the list")

"""The course and the business plan, as the trainer and the others click through them."""

from __future__ import annotations

import re
from typing import Any

from tests.e2e.walking import Story, act, fill, follow, go, rows, save

DAYS = ("2010-07-05", "2010-07-06", "2010-07-07")
MODULES = ("Business idea", "Marketing", "Planning")


def hold_course(trainer: Any, story: Story) -> None:
    """Planned with its sessions, people invited and confirmed, started."""
    trainer.open("/training/")
    follow(trainer, "Plan a course")
    fill(
        trainer, title=f"Kurs {story.mark}", curriculum="Start", phase="Phase II",
        district="Fuzuli", venue="Klub", accessibility="Pandus var", starts_on=DAYS[0],
        ends_on=DAYS[-1],
    )  # fmt: skip
    save(trainer, "Plan the course")
    story.urls["course"] = trainer.page.url
    follow(trainer, "Add sessions")
    lines = [
        {"on": day, "module": name, "minutes": 180} for day, name in zip(DAYS, MODULES, strict=True)
    ]
    fill(trainer, **rows(0, *lines))
    save(trainer, "Plan the sessions")
    go(trainer, story.urls["course"])
    follow(trainer, "Invite people")
    fill(trainer, q=story.surname.removesuffix("a"))
    act(trainer, "Search")
    for key in ("widow", "by_letter"):
        trainer.page.locator("main label", has_text=story.codes[key]).click()
    fill(trainer, on="2010-06-28")
    save(trainer, "Invite")
    fill(trainer, on="2010-07-01")
    act(trainer, re.compile("Confirm all"))
    fill(trainer, on=DAYS[0])
    act(trainer, "Start the course")


def take_attendance(trainer: Any, story: Story) -> None:
    """One page for each session: everybody is present, but one man misses the last two days."""
    for number in range(len(DAYS)):
        go(trainer, story.urls["course"])
        follow(trainer, "Take attendance")
        follow(trainer, "Start with everybody present")
        if number:
            line = trainer.page.locator("main tr", has_text="Rauf")
            line.get_by_label("Absent", exact=True).check()
        save(trainer, "Save attendance")


def complete_course(trainer: Any, story: Story) -> None:
    """By the rule of attendance; whoever stays below it gets a reason."""
    go(trainer, story.urls["course"])
    follow(trainer, "Complete the course")
    fill(trainer, on="2010-07-12")
    trainer.page.locator("main [name$=-reason]").first.fill("Xəstəlik")
    save(trainer, "Complete the course")


def write_plan(trainer: Any, story: Story) -> None:
    """Twelve months of cash, then a coaching session, the question of mines, submission."""
    go(trainer, story.urls["course"])
    follow(trainer, re.compile(f"Write.*{story.surname}"))
    month = {"sales": "260", "direct": "90", "indirect": "20", "draw": "50", "instalment": "100"}
    fill(
        trainer, kind="start_up", sector="cattle", title=f"İnəkçilik {story.mark}",
        description="Süd və pendir, qonşu kəndə", place="Fuzuli", place_text="Həyətyanı sahə",
        on="2010-07-15", working_capital="100",
        own_contribution="100", item_1="İki inək", amount_1="600",
        **rows(0, *[month] * 12),
    )  # fmt: skip
    save(trainer, "Save the plan")
    story.urls["plan"] = trainer.page.url
    follow(trainer, "Record a coaching session")
    fill(trainer, on="2010-07-20", minutes=60, advice="Qeydlər aparmaq")
    save(trainer, "Record")
    go(trainer, story.urls["plan"])
    fill(trainer, on="2010-07-21")
    act(trainer, "Ask the authority about the place")
    found = re.search(r"HC-\d+-\d", trainer.page.locator("main").inner_text())
    assert found is not None
    story.codes["hazard"] = found.group()


def answer_hazard(authority: Any, story: Story) -> None:
    """The authority says what it knows of the place of the business."""
    authority.open("/")
    follow(authority, re.compile("azard"))
    follow(authority, story.codes["hazard"])
    fill(authority, answer="clear", number=f"T-{story.mark}", on="2010-07-26")
    save(authority, "Record the answer")


def submit_plan(trainer: Any, story: Story) -> None:
    go(trainer, story.urls["plan"])
    fill(trainer, on="2010-07-28")
    act(trainer, "Submit the plan")


def accept_plan(manager: Any, story: Story) -> None:
    go(manager, story.urls["plan"])
    follow(manager, "Decide")
    fill(manager, on="2010-07-30", decision="accept")
    save(manager, "Record the decision")

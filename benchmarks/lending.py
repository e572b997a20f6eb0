"""Lending and collecting through the services, each call in a durable transaction of its own."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter, process_time
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from benchmarks import generator
from benchmarks.house import EMPTY, House
from dayaq.credit.models import Loan
from dayaq.credit.services import agreements, collections, committee
from dayaq.kernel.db import run_command
from dayaq.site.demo import lending
from dayaq.site.demo.plan import DAY, Figure
from dayaq.site.demo.stage import Stage

LOANS_GOAL = 60
COLLECTIONS_GOAL = 120
LOAN_STATEMENTS_GOAL = 40
COLLECTION_STATEMENTS_GOAL = 20
NAME = "benchmarks_lending"
ROUNDS = 3

Step = Callable[[Figure, Stage], object]


@dataclass(slots=True)
class Figures:
    """What was measured of one kind of work, in seconds."""

    each: list[float] = field(default_factory=list)
    processor: float = 0.0
    statements: int = 0
    named: list[float] = field(default_factory=list)
    """Of each loan, what its application, the decision and the payment took."""

    @property
    def rate(self) -> float:
        return len(self.each) / sum(self.each)

    def measure(self, work: Callable[[], None]) -> None:
        began, used = perf_counter(), process_time()
        work()
        self.each.append(perf_counter() - began)
        self.processor += process_time() - used

    def count(self, work: Callable[[], None]) -> None:
        """Run `work` once and keep how many statements it took, BEGIN and COMMIT left out."""
        with CaptureQueriesContext(connection) as captured:
            work()
        self.statements = sum(
            not query["sql"].startswith(("BEGIN", "COMMIT")) for query in captured
        )

    def say(self, name: str, goal: int, statements_goal: int) -> bool:
        """Print the figures; True when the goals are met."""
        fastest = sorted(self.each)[: max(1, len(self.each) // 10)]
        met = self.rate >= goal and self.statements <= statements_goal
        print(
            f"{self.rate:8.1f}/s  {name} (goal {goal}/s){'' if met else '  MISSED'}\n"
            f"            median {statistics.median(self.each) * 1000:.1f} ms, fastest tenth "
            f"{len(fastest) / sum(fastest):.1f}/s; {self.processor / len(self.each) * 1000:.1f} ms "
            f"of our processor time each; {self.statements} statements "
            f"(goal {statements_goal}); {len(self.each)} done"
        )
        if self.named:
            rate = len(self.named) / sum(self.named)
            print(f"{rate:8.1f}/s  of these, apply, decide and disburse alone: what the goal names")
        return met


def run(house: House, count: int, *, inside: str | None = None) -> bool:
    """Measure `count` loans, and some collections on each.

    :param inside: a generated database to work in, so that its tables are full; else empty
    """
    house.copy(inside or EMPTY, NAME)
    house.enter(NAME)
    stage = Stage.open() if inside else generator.found()
    people = _ready(stage, count + 2)
    loans, collected = lend(stage, people), collect(stage, people)
    house.drop(NAME)
    where = "beside 3,000 other loans" if inside else "in an empty book"
    print(f"-- Lending {where}: one process, every service in a durable transaction of its own")
    met = [
        loans.say("loans: apply, appraise, decide, agree, disburse", LOANS_GOAL,
                  LOAN_STATEMENTS_GOAL),
        collected.say("collections with their ledger entries", COLLECTIONS_GOAL,
                      COLLECTION_STATEMENTS_GOAL),
    ]  # fmt: skip
    return all(met)


def _ready(stage: Stage, count: int) -> list[Figure]:
    """People who may be lent to."""
    ready: list[Figure] = []
    for group in generator.groups(count, count, seed=42, prefix="x"):
        generator.register(stage, group.people)
        generator.train(stage, group)
        ready += group.people
    for figure in ready:
        assert figure.loan
        figure.loan.disbursed_on, figure.loan.product = generator.TODAY, "standard"
    return ready


def lend(stage: Stage, people: list[Figure]) -> Figures:
    """From the application to the money. The first loan warms up, the second is counted.

    Putting an appraised application on the committee's list is left out: it may, but need not be.
    """
    stage.on = generator.TODAY
    members = [stage.keys[f"user:{name}"] for name in lending.MEMBERS]
    meeting = run_command(
        lambda: committee.open_meeting(
            **stage.as_("gunay"), member_ids=members, chair_id=members[0],
            minutes_number=people[0].key, minutes_on=stage.on,
        )
    )  # fmt: skip
    approve: Step = partial(decide, meeting.pk, members)
    steps: tuple[tuple[Step, bool], ...] = (
        (generator.apply, True), (generator.appraise, False), (approve, True),
        (draw_up, False), (sign, False), (lending.pay_out, True),
    )  # fmt: skip
    found = Figures()

    def whole(figure: Figure) -> None:
        taken = 0.0
        for step, is_named in steps:
            began = perf_counter()
            run_command(partial(step, figure, stage))
            taken += (perf_counter() - began) * is_named
        found.named.append(taken)

    whole(people[0])
    found.count(partial(whole, people[1]))
    found.named.clear()
    for figure in people[2:]:
        found.measure(partial(whole, figure))
    return found


def decide(meeting_id: UUID, members: list[UUID], figure: Figure, stage: Stage) -> None:
    """The committee approves, by the votes of the signed minutes."""
    committee.decide(
        **stage.as_("gunay"), meeting_id=meeting_id,
        application_id=stage.keys[f"application:{figure.key}"],
        votes=dict.fromkeys(members, "for"), ruling=committee.Ruling(outcome="approve"),
    )  # fmt: skip


def draw_up(figure: Figure, stage: Stage) -> None:
    agreements.draw_up_agreement(
        **stage.as_(figure.officer), application_id=stage.keys[f"application:{figure.key}"],
        language="az", planned_on=stage.on, first_due_on=stage.on + 31 * DAY,
    )  # fmt: skip


def sign(figure: Figure, stage: Stage) -> None:
    loan = agreements.sign_agreement(
        **stage.as_(figure.officer), application_id=stage.keys[f"application:{figure.key}"],
        signature_mode="hand", lender_signatory="Fərid Məlikov",
    )  # fmt: skip
    stage.keep(f"loan:{figure.key}", loan)


def collect(stage: Stage, people: list[Figure]) -> Figures:
    """Receipts one by one, month after month; the first warms up, the second is counted."""
    codes = dict(Loan.objects.values_list("pk", "code"))
    found = Figures()
    for _ in range(ROUNDS):
        stage.on += 31 * DAY
        for figure in people:
            assert figure.loan
            loan_id = stage.keys[f"loan:{figure.key}"]
            slip = run_command(
                partial(generator.next_slip, stage, figure.officer, codes[loan_id],
                        figure.loan.amount_minor // 1200 * 100)
            )  # fmt: skip

            def receive(loan_id: UUID = loan_id, slip: collections.Slip = slip,
                        officer: str = figure.officer) -> None:  # fmt: skip
                run_command(
                    lambda: collections.record_collection(
                        **stage.as_(officer), loan_id=loan_id, slip=slip
                    )
                )

            if found.statements or not found.each:
                found.measure(receive)
            else:
                found.count(receive)
                found.each.clear()
    return found

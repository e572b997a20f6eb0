"""A programme of any size, seeded: the same persons and loans on every machine.

It plays the verbs of the demonstration (which are the services the pages call) for groups of
thirty: registered, verified, counselled, trained, lent to, collected from. Nothing is written
behind the services' back; only many acts share a transaction. All persons are invented.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from dayaq.credit.models import Instalment, Loan
from dayaq.credit.services import books
from dayaq.credit.services.collections import Slip, record_collections
from dayaq.credit.services.signing import receive_cash
from dayaq.kernel.access.services import begin_installation
from dayaq.kernel.db import run_command
from dayaq.kernel.models import Installation
from dayaq.site.demo import classes, figures, lending, names, setting
from dayaq.site.demo.plan import (
    DAY,
    DISTRICTS_NEW,
    DISTRICTS_PILOT,
    SECTORS,
    CoursePlan,
    Figure,
    Lending,
)
from dayaq.site.demo.stage import BEGIN, Stage

SEED = 5_000_3_000
GROUP = 30
TODAY = dt.date(2011, 3, 15)
FIRST_COURSE = dt.date(2008, 2, 11)
LAST_COURSE = dt.date(2011, 1, 10)
BOOK = 1_000
SERIES_OF = {"aytan": "FA", "elnur": "FE", "rashad": "FR"}
STOPS_AFTER = {0: 4, 1: 7}
"""Of a hundred borrowers two stop paying, after so many months."""


Verb = Callable[[Figure, Stage], None]


@dataclass(frozen=True, slots=True)
class Group:
    """Thirty people of one district who take one course; `lent` of them borrow."""

    course: CoursePlan
    people: list[Figure]


def found() -> Stage:
    """The first day: parties, staff, districts, products, and a fund that never runs dry."""
    stage = Stage()
    _used.clear()

    def begin() -> None:
        begin_installation(mode=Installation.Mode.DEMONSTRATION, demonstration_on=BEGIN)
        setting.found(stage)
        for window in ("ada", "slovenia", "korea"):
            setting.contribute(window, 40_000_000_00, stage)
        stage.save_keys()

    run_command(begin)
    return stage


def generate(
    persons: int, loans: int, *, seed: int = SEED, progress: Callable[[int, int], None]
) -> Stage:
    """Fill an empty database; `loans` of the persons have borrowed."""
    stage = found()
    for done, group in enumerate(groups(persons, loans, seed), start=1):
        register(stage, group.people)
        if any(figure.loan for figure in group.people):
            train(stage, group)
            lend(stage, group.people)
            collect(stage, group.people)
        progress(done * GROUP, persons)
    run_command(stage.save_keys)
    Installation.objects.update(demonstration_on=TODAY)
    return stage


def groups(persons: int, loans: int, seed: int = SEED, prefix: str = "b") -> Iterator[Group]:
    """The plan: who, where, when. Borrowers first in each group, groups along the calendar."""
    count = -(-persons // GROUP)
    districts = (*DISTRICTS_PILOT, *DISTRICTS_NEW)
    span = (LAST_COURSE - FIRST_COURSE).days
    left_loans = loans
    for number in range(count):
        size = min(GROUP, persons - number * GROUP)
        lent = -(-left_loans * size // (persons - number * GROUP))
        left_loans -= lent
        starts_on = FIRST_COURSE + DAY * (span * number // max(count - 1, 1))
        starts_on -= DAY * starts_on.weekday()
        district = districts[number % len(districts)]
        phase = "pilot" if starts_on < dt.date(2009, 11, 1) else "phase-2"
        course = CoursePlan(f"{prefix}{number}", phase, district, starts_on, lent)
        yield Group(
            course, [_figure(course, place, seed, lends=place < lent) for place in range(size)]
        )


def _figure(course: CoursePlan, place: int, seed: int, *, lends: bool) -> Figure:
    rng = random.Random(f"{seed}-{course.key}-{place}")
    female = rng.random() < 0.24
    surname = rng.choice(names.SURNAMES)
    direct = rng.random() < 0.8
    made = Figure(
        key=f"{course.key}-{place:02d}", phase=course.phase, district=course.district,
        given=rng.choice(names.GIVEN_FEMALE if female else names.GIVEN_MALE),
        surname=names.feminine(surname) if female else surname, father=rng.choice(names.FATHERS),
        sex="female" if female else "male",
        born_on=dt.date(rng.randint(1950, 1988), rng.randint(1, 12), rng.randint(1, 28)),
        direct=direct, course=course.key,
        registered_on=course.starts_on - DAY * rng.randint(20, 40),
        relation="" if direct else rng.choice(("widow", "spouse", "son", "mother")),
        displaced=rng.random() < 0.18,
    )  # fmt: skip
    if lends:
        made.loan = Lending(
            amount_minor=rng.randint(5, 15) * 100_00, disbursed_on=course.starts_on + 50 * DAY,
            product=rng.choice(("standard", "standard", "grace", "seasonal")),
            behaviour=str(rng.randrange(100)), sector=rng.randrange(len(SECTORS)),
        )  # fmt: skip
    return made


def register(stage: Stage, people: list[Figure]) -> None:
    """Registered, confirmed by the authority, counselled."""
    for verb, days in ((figures.register, 0), (figures.verify, 6), (figures.counsel, 10)):

        def all_of_them(verb: Verb = verb, days: int = days) -> None:
            for figure in people:
                stage.on = figure.registered_on + days * DAY
                verb(figure, stage)

        run_command(all_of_them)


def _together(stage: Stage, verb: Verb, people: list[Figure]) -> None:
    def all_of_them() -> None:
        for figure in people:
            verb(figure, stage)

    run_command(all_of_them)


def train(stage: Stage, group: Group) -> None:
    """The borrowers' course and their business plans, checked and accepted."""
    pupils = [figure for figure in group.people if figure.loan]
    course = group.course

    def teach() -> None:
        stage.on = course.starts_on - 2 * DAY
        classes.plan_course(course, pupils, stage)
        stage.on = course.starts_on
        classes.begin_course(course, stage)
        for day in range(classes.DAYS):
            stage.on = course.starts_on + day * DAY
            classes.hold_session(course, pupils, day, stage)
        stage.on = course.starts_on + classes.DAYS * DAY
        classes.end_course(course, stage)

    run_command(teach)
    for verb, days in (
        (classes.write_plan, 9), (classes.answer_hazard, 14), (classes.accept_plan, 16)
    ):  # fmt: skip
        stage.on = course.starts_on + days * DAY
        _together(stage, verb, pupils)


def lend(stage: Stage, people: list[Figure]) -> None:
    """Asked for, appraised, decided in one meeting, signed and paid out."""
    borrowers = [figure for figure in people if figure.loan]
    for day, verb in (
        (lending.APPLIED, apply), (lending.APPRAISED, appraise), (lending.SUBMITTED, lending.submit)
    ):  # fmt: skip
        stage.on = _loan(borrowers[0]).disbursed_on - day * DAY
        _together(stage, verb, borrowers)
    stage.on = _loan(borrowers[0]).disbursed_on - lending.DECIDED * DAY
    run_command(lambda: lending.meet(borrowers[0].key, borrowers, [], stage))
    for day, verb in ((lending.SIGNED, sign), (0, lending.pay_out)):
        stage.on = _loan(borrowers[0]).disbursed_on - day * DAY
        _together(stage, verb, borrowers)


def apply(figure: Figure, stage: Stage) -> None:
    lending.apply(figure, _loan(figure).amount_minor, _loan(figure).product, stage)


def appraise(figure: Figure, stage: Stage) -> None:
    lending.appraise(figure, _loan(figure).amount_minor, False, stage)


def sign(figure: Figure, stage: Stage) -> None:
    lending.sign(figure, _loan(figure), stage)


def collect(stage: Stage, people: list[Figure]) -> None:
    """Month after month until today: the officer's grid, then the cashier's count."""
    by_loan = {stage.keys[f"loan:{figure.key}"]: figure for figure in people if figure.loan}
    loans = {loan.pk: loan for loan in Loan.objects.filter(pk__in=by_loan).order_by("code")}
    due: dict[dt.date, list[tuple[Loan, int]]] = {}
    rows = Instalment.objects.filter(
        loan_id__in=by_loan, due_on__lte=TODAY, in_force_to=None, principal_minor__gt=0
    )
    for row in rows.order_by("due_on", "loan_id"):
        turn = int(_loan(by_loan[row.loan_id]).behaviour)
        if row.number > STOPS_AFTER.get(turn, 99):
            continue
        month = row.due_on if turn % 10 else row.due_on + 20 * DAY  # every tenth pays late
        if month <= TODAY:
            due.setdefault(month, []).append((loans[row.loan_id], row.principal_minor))
    officer = people[0].officer
    for day, owed in sorted(due.items()):
        stage.on = day
        run_command(partial(_round, stage, officer, owed))


def _round(stage: Stage, officer: str, owed: list[tuple[Loan, int]]) -> None:
    slips = [
        next_slip(stage, officer, loan.code, minor, row)
        for row, (loan, minor) in enumerate(owed, start=1)
    ]
    total = sum(slip.amount_minor for slip in slips)
    batch = record_collections(
        **stage.as_(officer), officer_id=stage.keys[f"user:{officer}"], district_id=None,
        slips=slips, handed_over_minor=total, key=f"{slips[0].series}-{slips[0].number}",
    )  # fmt: skip
    receive_cash(**stage.as_("sabina"), batch_id=batch.pk, counted_minor=total)


_used: dict[str, int] = {}
"""The last blank used, by series."""


def next_slip(stage: Stage, officer: str, loan_code: str, minor: int, row: int = 1) -> Slip:
    """The next blank of the officer's books; a new book is handed out when one is used up."""
    series = SERIES_OF[officer]
    number = _used.get(series, 0) + 1
    _used[series] = number
    if number % BOOK == 1:
        books.issue_receipt_book(
            **stage.as_("sabina"), series=series, first_number=number,
            last_number=number + BOOK - 1, issued_to_id=stage.keys[f"user:{officer}"],
        )  # fmt: skip
    return Slip(
        loan_code=loan_code, series=series, number=number, paid_on=stage.on, amount_minor=minor,
        row=row,
    )  # fmt: skip


def _loan(figure: Figure) -> Lending:
    assert figure.loan is not None
    return figure.loan

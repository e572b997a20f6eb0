"""The plan of the demonstration: who is invented, and what happens to them, by calendar.

Published (the programme's own reference): 85 trained and 52 micro-credits in 6 districts in
the pilot; 105 trained and 88 micro-credits of 1,000 AZN on average in phase II; 50 of those 88
by 26 April 2010 and 25 more in May 2010. Everything else here is assumed, and the
demonstration's page says so (ASSUMPTIONS).
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dayaq.site.demo import names

SEED = 20071101
DAY = dt.timedelta(days=1)

ASSUMPTIONS = (
    _("The names of the six districts of the pilot, and of the two more of phase II."),
    _("The term of the loans, 12 months, and that they are interest-free."),
    _("The grace of three months of some loans, and the two harvest instalments of others."),
    _("The amounts of single loans; only their average is known."),
    _(
        "What each donor gave to the revolving fund, in which currency and at what rate, and how "
        "Slovenia and Korea shared the rest."
    ),
    _("All persons, dates of single events, payments, arrears and expenses."),
    _("The members of the committee, its quorum and its meeting days."),
)

DISTRICTS_PILOT = ("FZ", "AM", "TA", "AF", "QZ", "BQ")
DISTRICTS_NEW = ("AC", "GR")
OFFICER_OF = {
    "FZ": "aytan", "BQ": "aytan", "AC": "aytan",
    "AM": "elnur", "TA": "elnur", "GR": "elnur",
    "AF": "rashad", "QZ": "rashad",
}  # fmt: skip
TRAINER_OF = dict.fromkeys(OFFICER_OF, "kamran")

SECTORS = (
    ("cattle", "İnəkçilik", 60_000), ("sheep", "Qoyunçuluq", 55_000),
    ("poultry", "Quşçuluq", 35_000), ("bees", "Arıçılıq", 40_000), ("crops", "İstixana", 45_000),
    ("trade", "Kənd mağazası", 50_000), ("services", "Təmir emalatxanası", 30_000),
    ("fish", "Balıqçılıq", 40_000), ("craft", "Təndir çörəyi", 25_000),
    ("craft", "Dərzilik", 25_000),
)  # fmt: skip


@dataclass(slots=True)
class Figure:
    """An invented person and the story the calendar plays."""

    key: str
    phase: str
    district: str
    given: str
    surname: str
    father: str
    sex: str
    born_on: dt.date
    direct: bool
    course: str
    registered_on: dt.date
    signature: str = "hand"
    displaced: bool = False
    completes: bool = True
    registered_in: str = ""
    relation: str = ""
    literacy: str = "reads"
    loan: Lending | None = None
    refused_for_job: bool = False

    @property
    def officer(self) -> str:
        return OFFICER_OF[self.district]

    def luck(self, matter: str) -> random.Random:
        """The same turns of fate on every machine, however the calendar is cut into plays."""
        return random.Random(f"{SEED}-{self.key}-{matter}")  # noqa: S311 - a story, not a secret


@dataclass(slots=True)
class Lending:
    """A loan of the story: how much, when it is paid out, how it is paid back."""

    amount_minor: int
    disbursed_on: dt.date
    product: str
    behaviour: str
    sector: int


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """A course: where, when, how many complete it and how many leave."""

    key: str
    phase: str
    district: str
    starts_on: dt.date
    completing: int
    leaving: int = 0


D = dt.date
COURSES = (
    CoursePlan("p1", "pilot", "FZ", D(2008, 2, 11), 15, 1),
    CoursePlan("p2", "pilot", "AM", D(2008, 3, 10), 15, 1),
    CoursePlan("p3", "pilot", "TA", D(2008, 4, 14), 14, 1),
    CoursePlan("p4", "pilot", "AF", D(2008, 6, 9), 14),
    CoursePlan("p5", "pilot", "QZ", D(2008, 9, 8), 14, 1),
    CoursePlan("p6", "pilot", "BQ", D(2008, 11, 10), 13, 1),
    CoursePlan("q1", "phase-2", "FZ", D(2010, 1, 11), 14, 1),
    CoursePlan("q2", "phase-2", "AM", D(2010, 1, 18), 14, 1),
    CoursePlan("q3", "phase-2", "BQ", D(2010, 1, 25), 13),
    CoursePlan("q4", "phase-2", "TA", D(2010, 2, 8), 13, 1),
    CoursePlan("q5", "phase-2", "AC", D(2010, 2, 15), 13),
    CoursePlan("q6", "phase-2", "AF", D(2010, 3, 8), 13, 1),
    CoursePlan("q7", "phase-2", "QZ", D(2010, 9, 13), 13, 1),
    CoursePlan("q8", "phase-2", "GR", D(2011, 1, 24), 12),
)

# How many loans are paid out on which day, by course. Pilot: 52. Phase II: 50 by 26 April 2010,
# 25 in May 2010, 13 later: 88.
LOANS = (
    ("p1", D(2008, 4, 22), 10), ("p2", D(2008, 5, 20), 10), ("p3", D(2008, 6, 17), 9),
    ("p4", D(2008, 8, 19), 8), ("p5", D(2008, 11, 18), 8), ("p6", D(2009, 1, 20), 7),
    ("q1", D(2010, 3, 16), 11), ("q2", D(2010, 3, 23), 11), ("q3", D(2010, 4, 6), 10),
    ("q4", D(2010, 4, 13), 9), ("q5", D(2010, 4, 20), 9),
    ("q5", D(2010, 5, 11), 2), ("q6", D(2010, 5, 18), 12), ("q4", D(2010, 5, 25), 3),
    ("q1", D(2010, 5, 25), 3), ("q2", D(2010, 5, 25), 2), ("q3", D(2010, 5, 25), 3),
    ("q7", D(2010, 11, 16), 6), ("q8", D(2011, 3, 29), 4), ("q7", D(2011, 4, 19), 3),
)  # fmt: skip

# Amounts in manat: every group of eight averages 1,000.
AMOUNTS = (1000, 800, 1200, 1000, 700, 1300, 900, 1100)
BEHAVIOURS = (
    "steady", "steady", "steady", "late", "steady", "early", "steady", "partial",
    "steady", "steady", "late", "steady",
)  # fmt: skip


def figures() -> list[Figure]:
    """Everybody, in the order of their registration; the same on every machine."""
    people: list[Figure] = []
    for course in COURSES:
        people += _class_of(course, len(people))
    _lend(people)
    _tell_stories(people)
    return people


def _class_of(course: CoursePlan, offset: int) -> Iterator[Figure]:
    for number in range(course.completing + course.leaving):
        rng = random.Random(f"{SEED}-{course.key}-{number}")  # noqa: S311 - a story, not a secret
        female = rng.random() < 0.24
        direct = rng.random() < (0.45 if female else 0.9)
        surname = names.SURNAMES[(offset + number * 7) % len(names.SURNAMES)]
        given = names.GIVEN_FEMALE if female else names.GIVEN_MALE
        yield Figure(
            key=f"{course.key}-{number:02d}",
            phase=course.phase,
            district=course.district,
            given=given[(offset * 3 + number) % len(given)],
            surname=names.feminine(surname) if female else surname,
            father=rng.choice(names.FATHERS),
            sex="female" if female else "male",
            born_on=D(rng.randint(1952, 1986), rng.randint(1, 12), rng.randint(1, 28)),
            direct=direct,
            course=course.key,
            registered_on=course.starts_on - DAY * rng.randint(25, 60),
            completes=number < course.completing,
            relation="" if direct else rng.choice(("widow", "spouse", "son", "mother")),
            literacy=rng.choice(("reads", "reads", "reads", "reads_little")),
            displaced=rng.random() < 0.18,
        )


def _lend(people: list[Figure]) -> None:
    taken: dict[str, int] = {}
    counts = {"pilot": 0, "phase-2": 0}
    for course, day, count in LOANS:
        finished = [p for p in people if p.course == course and p.completes]
        start = taken.get(course, 0)
        for person in finished[start : start + count]:
            number = counts[person.phase]
            counts[person.phase] += 1
            person.loan = Lending(
                amount_minor=_amount(person.phase, number) * 100,
                disbursed_on=day,
                product=("standard", "standard", "standard", "grace", "standard", "seasonal")[
                    number % 6
                ],
                behaviour=BEHAVIOURS[number % len(BEHAVIOURS)],
                sector=number % len(SECTORS),
            )
        taken[course] = start + count


def _amount(phase: str, number: int) -> int:
    """In manat. The pilot's 52 are six groups and a half: the last four are all 1,000."""
    return 1000 if phase == "pilot" and number >= 48 else AMOUNTS[number % len(AMOUNTS)]


def _tell_stories(people: list[Figure]) -> None:
    by_key = {person.key: person for person in people}

    thumb = by_key["q1-01"]  # lost both hands: signs with a thumbprint before a witness
    thumb.given, thumb.surname, thumb.father, thumb.sex = "Zaur", "Məmmədov", "Əkbər", "male"
    thumb.direct, thumb.relation, thumb.signature = True, "", "thumb"
    thumb.literacy = "cannot_read"

    widow = by_key["q1-03"]
    widow.given, widow.surname, widow.father, widow.sex = "Gülnar", "Həsənova", "Yaqub", "female"
    widow.direct, widow.relation = False, "widow"

    displaced = by_key["q3-02"]  # registered in Füzuli, lives in Beyləqan
    displaced.displaced, displaced.registered_in = True, "FZ"

    ill = by_key["q2-04"]  # a prosthesis breaks: the loan pauses for three months
    lost = by_key["p1-05"]  # the animals die; in the end the loan is written off
    for person, behaviour in ((ill, "ill"), (lost, "lost")):
        assert person.loan is not None  # noqa: S101
        person.loan.behaviour, person.loan.product = behaviour, "standard"
    mistyped = by_key["q4-01"]  # a receipt is mistyped and reversed
    assert mistyped.loan is not None  # noqa: S101
    mistyped.loan.behaviour, mistyped.loan.product = "mistyped", "standard"
    for key in ("q2-08", "q5-03"):
        late = by_key[key].loan
        assert late is not None  # noqa: S101
        late.behaviour, late.product = "very_late", "standard"
    refused = next(p for p in people if p.course == "q7" and p.completes and p.loan is None)
    refused.refused_for_job = True

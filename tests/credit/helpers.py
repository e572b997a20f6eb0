"""A programme that lends, made by the services the pages call. All persons are invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from dayaq.credit import services
from dayaq.credit.appraisal_rules import Expense, Income
from dayaq.credit.models import Loan, LoanApplication, ProductVersion, ReceiptBook
from dayaq.credit.services.collections import Slip
from dayaq.credit.services.committee import Ruling
from dayaq.credit.services.products import Offer
from dayaq.credit.terms_json import charges, product_terms
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import User
from dayaq.kernel.access.roles import Role
from dayaq.people.models import Person
from dayaq.programme.domain.terms import Period
from dayaq.programme.services.agreements import open_phase
from dayaq.training.domain.cashflow import Month
from dayaq.training.models import BusinessPlan, Course
from dayaq.training.services.attendance import complete_course, take_attendance
from dayaq.training.services.courses import (
    CourseDetails,
    SessionEntry,
    add_module,
    enrol_people,
    plan_course,
    plan_sessions,
    write_curriculum,
)
from dayaq.training.services.hazards import answer_hazard_check, request_hazard_check
from dayaq.training.services.plans import (
    PlanContent,
    accept_plan,
    coach_plan,
    submit_plan,
    write_plan,
)
from tests import build
from tests.people import helpers as people

AT = build.AT
TRAINED_ON = dt.date(2010, 3, 10)
PLANNED_ON = dt.date(2010, 4, 1)
APPLIED_ON = dt.date(2010, 5, 3)
DECIDED_ON = dt.date(2010, 5, 20)
SIGNED_ON = dt.date(2010, 5, 25)
PAID_OUT_ON = dt.date(2010, 6, 1)
FIRST_DUE_ON = dt.date(2010, 7, 1)
MANAT = build.MANAT


def actor(role: Role, name: str | None = None) -> Actor:
    return build.actor(role, name=name)


@dataclass
class Setting:
    """The people of one NGO's lending, each made when first asked for."""

    _made: dict[str, Actor] = field(default_factory=dict)
    _product: ProductVersion | None = None
    _course: Course | None = None
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 10_000)))

    def _one(self, key: str, role: Role, name: str | None = None) -> Actor:
        if key not in self._made:
            self._made[key] = actor(role, name)
        return self._made[key]

    @property
    def officer(self) -> Actor:
        return self._one("officer", Role.FIELD_OFFICER)

    @property
    def trainer(self) -> Actor:
        return self._one("trainer", Role.TRAINER)

    @property
    def authority(self) -> Actor:
        return self._one("authority", Role.AUTHORITY)

    @property
    def secretary(self) -> Actor:
        return self._one("secretary", Role.COMMITTEE_SECRETARY)

    @property
    def members(self) -> list[Actor]:
        names = ("Tural İbrahimov", "Sevda Quliyeva", "Elçin Nağıyev")
        return [self._one(name, Role.COMMITTEE_MEMBER, name) for name in names]

    @property
    def cashier(self) -> Actor:
        return self._one("cashier", Role.CASHIER)

    @property
    def accountant(self) -> Actor:
        return self._one("accountant", Role.ACCOUNTANT)

    @property
    def manager(self) -> Actor:
        return self._one("manager", Role.PROJECT_MANAGER)

    @property
    def programme_officer(self) -> Actor:
        return self._one("programme_officer", Role.PROGRAMME_OFFICER)

    def everybody(self) -> list[Actor]:
        return [
            self.officer, self.trainer, self.authority, self.secretary, *self.members,
            self.cashier, self.accountant, self.manager, self.programme_officer,
        ]  # fmt: skip


def setting() -> Setting:
    """A programme with money in the fund and clauses for its agreements."""
    made = Setting()
    build.programme()
    build.fund()
    for language in ("az", "en"):
        services.write_clauses(
            by=made.programme_officer, language=language,
            clauses=[("Borc", "Borc geri qaytarılır.")], on=build.START, at=AT,
        )  # fmt: skip
    return made


def offer(**terms: object) -> Offer:
    """100 to 2,000 manat in 3 to 24 instalments; interest-free unless `terms` say otherwise."""
    fixed = product_terms(**terms)  # type: ignore[arg-type]
    return Offer(
        min_minor=100 * MANAT, max_minor=2_000 * MANAT, min_instalments=3, max_instalments=24,
        legal_lender="NGO Çıraq",
        legal_basis="licensed" if charges(fixed) else "project_agreement", terms=fixed,
    )  # fmt: skip


def product(made: Setting, code: str = "QARD", **terms: object) -> ProductVersion:
    found = services.create_product(
        by=made.programme_officer, code=code, name="Interest-free loan", name_az="Faizsiz borc",
        offer=offer(**terms), on=build.START, at=AT,
    )  # fmt: skip
    return ProductVersion.objects.get(product=found)


def user(who: Actor) -> User:
    return User.objects.get(pk=who.user_id)


def course(made: Setting, on: dt.date = TRAINED_ON) -> Course:
    """A course of one session, planned once for the setting."""
    if made._course is not None:
        return made._course
    manager = made.manager
    curriculum = write_curriculum(
        by=manager, on=on, at=AT, code="GYB", name="Start", name_az="Başla"
    )
    module = add_module(
        by=manager, on=on, at=AT, curriculum=curriculum, code="M1", title="Costs",
        title_az="Xərclər", minutes=90,
    )  # fmt: skip
    phase = open_phase(
        by=made.programme_officer, on=on, at=AT, key="phase-2", name="Phase II",
        period=Period(build.START, build.END),
    )  # fmt: skip
    made._course = plan_course(
        by=made.trainer, on=on, at=AT,
        details=CourseDetails(
            title="Start your business", curriculum=curriculum, phase=phase,
            district=build.district(), venue="School 2", trainer=user(made.trainer),
            starts_on=on, ends_on=on,
        ),
    )  # fmt: skip
    plan_sessions(
        by=made.trainer, on=on, at=AT, course=made._course,
        sessions=[SessionEntry(on=on, module=module, minutes=90)],
    )  # fmt: skip
    return made._course


def train(made: Setting, *persons: Person, on: dt.date = TRAINED_ON) -> None:
    """Everybody attends and completes; the setting's course ends with it."""
    planned = course(made, on)
    enrolled = enrol_people(by=made.trainer, on=on, at=AT, course=planned, people=persons)
    take_attendance(
        by=made.trainer, on=on, at=AT, session=planned.sessions.get(),
        marks={row.pk: "present" for row in enrolled},
    )  # fmt: skip
    complete_course(by=made.trainer, on=on, at=AT, course=planned, reasons={})


def plan(made: Setting, person: Person, *, accepted: bool = True) -> BusinessPlan:
    """A plan for keeping bees; accepted after the authority found the place clear."""
    content = PlanContent(
        kind="start_up", sector="bees", title="Ten hives", description="Honey",
        place=build.district(), place_text="Horadiz, behind the school",
        months=tuple(Month(n, 30_000, 10_000, 2_000, 5_000, 8_334) for n in range(1, 13)),
    )  # fmt: skip
    written = write_plan(by=made.trainer, on=PLANNED_ON, at=AT, person=person, content=content)
    if not accepted:
        return written
    coach_plan(
        by=made.trainer, on=PLANNED_ON, at=AT, plan=written, minutes=60, advice="Sell together"
    )
    submit_plan(by=made.trainer, on=PLANNED_ON, at=AT, plan=written)
    check = request_hazard_check(by=made.trainer, on=PLANNED_ON, at=AT, plan=written)
    answer_hazard_check(
        by=made.authority, on=PLANNED_ON, at=AT, check=check, answer="clear", number="12/4"
    )
    return accept_plan(by=made.manager, on=PLANNED_ON, at=AT, plan=written)


def applicant(made: Setting, **changes: object) -> Person:
    """Zaur (or another): registered, verified and trained."""
    person = people.register(made.officer, **changes)  # type: ignore[arg-type]
    people.verify(person, by=made.authority)
    train(made, person)
    return person


def apply(
    made: Setting,
    person: Person,
    *,
    version: ProductVersion | None = None,
    with_plan: bool = True,
    amount_minor: int = 1_000 * MANAT,
    instalments: int = 12,
    on: dt.date = APPLIED_ON,
) -> LoanApplication:
    if version is None:
        made._product = version = made._product or product(made)
    return services.apply_for_loan(
        by=made.officer, person_id=person.pk, product_version_id=version.pk,
        plan_id=plan(made, person).pk if with_plan else None,
        amount_minor=amount_minor, instalments=instalments, purpose="Ten hives of bees",
        on=on, at=AT,
    )  # fmt: skip


def appraise(made: Setting, application: LoanApplication, by: Actor | None = None) -> None:
    services.appraise(
        by=by or made.officer, application_id=application.pk,
        incomes=[Income("pension", 15_000, protected=True), Income("honey", 30_000)],
        expenses=[Expense("food", 20_000)], debts_minor=0,
        recommendation="lend", recommended_minor=application.amount_minor,
        on=APPLIED_ON + dt.timedelta(days=7), at=AT,
    )  # fmt: skip


def meeting(made: Setting, *, number: str = "1", members: list[Actor] | None = None) -> UUID:
    sitting = members or made.members
    return services.open_meeting(
        by=made.secretary, member_ids=[one.user_id for one in sitting],
        chair_id=sitting[0].user_id, minutes_number=number, minutes_on=DECIDED_ON,
        on=DECIDED_ON, at=AT,
    ).pk  # fmt: skip


def decide(
    made: Setting,
    application: LoanApplication,
    meeting_id: UUID,
    *,
    by: Actor | None = None,
    votes: dict[UUID, str] | None = None,
    ruling: Ruling | None = None,
) -> None:
    services.decide(
        by=by or made.secretary, meeting_id=meeting_id, application_id=application.pk,
        votes=votes or {one.user_id: "for" for one in made.members},
        ruling=ruling or Ruling(outcome="approve"), on=DECIDED_ON, at=AT,
    )  # fmt: skip


def sign(made: Setting, application: LoanApplication, first_due_on: dt.date = FIRST_DUE_ON) -> Loan:
    services.draw_up_agreement(
        by=made.officer, application_id=application.pk, language="az", planned_on=PAID_OUT_ON,
        first_due_on=first_due_on, on=SIGNED_ON, at=AT,
    )  # fmt: skip
    return services.sign_agreement(
        by=made.officer, application_id=application.pk, signature_mode="hand",
        lender_signatory="Fərid Məlikov", on=SIGNED_ON, at=AT,
    )  # fmt: skip


def disburse(made: Setting, loan: Loan, by: Actor | None = None) -> Loan:
    return services.disburse(
        by=by or made.cashier, loan_id=loan.pk, method="bank", voucher="V-1", window="ada",
        on=PAID_OUT_ON, at=AT,
    )  # fmt: skip


def approved(made: Setting, **kwargs: object) -> LoanApplication:
    """An application the committee has approved."""
    application = apply(made, applicant(made), **kwargs)  # type: ignore[arg-type]
    appraise(made, application)
    decide(made, application, meeting(made))
    application.refresh_from_db()
    return application


def agreed(made: Setting, **kwargs: object) -> Loan:
    return sign(made, approved(made, **kwargs))


def lent(made: Setting, **kwargs: object) -> Loan:
    """1,000 manat in twelve instalments from 1 July 2010, paid out on 1 June."""
    return disburse(made, agreed(made, **kwargs))


def book(made: Setting, first: int = 1, last: int = 100, series: str = "FZ") -> ReceiptBook:
    return services.issue_receipt_book(
        by=made.cashier, series=series, first_number=first, last_number=last,
        issued_to_id=made.officer.user_id, on=build.START, at=AT,
    )  # fmt: skip


def slip(loan: Loan, number: int, amount_minor: int, on: dt.date, row: int = 1) -> Slip:
    return Slip(
        loan_code=loan.code, series="FZ", number=number, paid_on=on, amount_minor=amount_minor,
        row=row,
    )  # fmt: skip


def pay(made: Setting, loan: Loan, number: int, amount_minor: int, on: dt.date) -> Loan:
    """One receipt; gives the loan as it is afterwards."""
    services.record_collection(
        by=made.officer, loan_id=loan.pk, slip=slip(loan, number, amount_minor, on), on=on, at=AT
    )
    return Loan.objects.get(pk=loan.pk)


@contextmanager
def statements() -> Iterator[CaptureQueriesContext]:
    """The SQL statements of the block, savepoints of the tests left out by the caller."""
    with CaptureQueriesContext(connection) as captured:
        yield captured

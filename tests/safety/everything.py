"""One complete history of a survivor in Füzuli, from registration to receipts, by services."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from dayaq.cases import services as cases
from dayaq.cases.models import Case, Referral
from dayaq.cases.services import SessionData
from dayaq.credit import services as credit
from dayaq.credit.models import Loan, MonitoringVisit, Receipt
from dayaq.credit.services.visits import Findings
from dayaq.people import services as people
from dayaq.people.models import Person
from dayaq.people.services import CertificateData, LineData, MemberData, ScanData, SnapshotData
from dayaq.training.models import BusinessPlan, Course, Enrolment, HazardCheck
from tests import build
from tests.cases import helpers as case_work
from tests.credit import helpers as lending
from tests.network import helpers as network
from tests.people import helpers as registering

ON = dt.date(2010, 11, 15)
PDF = b"%PDF-1.4\n%%EOF\n"
SECRETS = (
    "Zaur", "Məmmədov", "Memmedov", "994502123456", "212 34 56", "AZE12345678", "Gülnar",
    "Həsənova", "Qarabağ küçəsi 7", "994551112233", "Sınaqçı", "SK-777",
)  # fmt: skip
"""Invented personal values of the history: none may show where it should not."""


@dataclass
class History:
    """The records, and the id each part of an address stands for."""

    made: lending.Setting
    person: Person
    loan: Loan
    receipt: Receipt
    case: Case
    referral: Referral
    institution: Any
    ids: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def codes(self) -> tuple[str, ...]:
        return (self.person.code, self.loan.code, self.case.code, self.referral.code)


def history() -> History:
    made = lending.setting()
    person = lending.applicant(
        made, document_type="identity_card", document_no="AZE12345678", address="Qarabağ küçəsi 7",
        other_phone="+994551112233",
    )  # fmt: skip
    consent = facts_about(made, person)
    case, referral, extra, institution = helped(made, person)
    loan = lending.disburse(made, lending.sign(made, _approved(made, person)))
    lending.book(made)
    loan = lending.pay(made, loan, 1, 8_400, dt.date(2010, 7, 1))
    lending.pay(made, loan, 2, 2_000, dt.date(2010, 8, 9))
    batch = credit.record_collections(
        by=made.officer, officer_id=made.officer.user_id, district_id=build.district().pk,
        slips=[lending.slip(loan, 3, 8_333, dt.date(2010, 9, 1))], handed_over_minor=8_333,
        key="evening", on=dt.date(2010, 9, 1), at=build.AT,
    )  # fmt: skip
    proposals = followed(made, loan)
    receipt = Receipt.objects.get(number=1)
    complaint = cases.record_complaint(
        by=made.officer, on=ON, at=build.AT, channel="phone", category="loan",
        text="Sınaqçı Zaur asks why", person_id=person.pk,
    )  # fmt: skip
    told = History(made, person, loan, receipt, case, referral, institution)
    plan, course = BusinessPlan.objects.get(), Course.objects.get()
    enrolment, check = Enrolment.objects.get(), HazardCheck.objects.get()
    told.ids = {
        "person": _ids(pk=person, person_id=person, person=person, **consent),
        "consent": _ids(pk=consent["consent"]),
        "case": _ids(pk=case, **extra),
        "need": _ids(pk=extra["need"]), "step": _ids(pk=extra["activity"]),
        "job": _ids(pk=extra["job"]),
        "referral": _ids(pk=referral), "complaint": _ids(pk=complaint),
        "course": _ids(pk=course), "session": _ids(pk=course.sessions.get()),
        "enrolment": _ids(pk=enrolment), "plan": _ids(pk=plan), "hazard": _ids(pk=check),
        "application": {
            "pk": str(loan.application_id),
            "decision_id": str(loan.application.decisions.get().pk),
        },
        "meeting": {
            "pk": str(loan.application.decisions.get().meeting_id),
            "application_id": str(loan.application_id),
        },
        "loan": _ids(pk=loan), "receipt": _ids(pk=receipt), "batch": _ids(pk=batch),
        "terms": _ids(pk=proposals[0]), "write_off": _ids(pk=proposals[1]),
    }  # fmt: skip
    return told


def _ids(**rows: Any) -> dict[str, str]:
    return {name: str(row.pk) for name, row in rows.items()}


def _approved(made: lending.Setting, person: Person) -> Any:
    application = lending.apply(made, person)
    lending.appraise(made, application)
    lending.decide(made, application, lending.meeting(made))
    application.refresh_from_db()
    return application


def facts_about(made: lending.Setting, person: Person) -> dict[str, Any]:
    """Household, functioning, injury, certificate and a consent, each with its own values."""
    told = {"by": made.officer, "on": ON, "at": build.AT, "person_id": person.pk}
    people.record_household(
        **told,
        members=[
            MemberData(name="Gülnar Həsənova", relation="spouse", sex="female", birth_year=1975),
        ],
        snapshot=SnapshotData(
            lines=[LineData(kind="income", source="disability_pension", monthly_minor=15_000)]
        ),
    )  # fmt: skip
    people.record_injury(**told, code="C1.2.3.2", note="Sınaqçı")
    people.record_certificate(
        **told,
        certificate=CertificateData(
            degree="second", cause="war_zone", number="SK-777", valid_from=ON
        ),
        scan=ScanData(content=PDF, name="Zaur Məmmədov.pdf", content_type="application/pdf"),
    )  # fmt: skip
    consent = people.record_consent(
        **told,
        consent=registering.consent_data(given_on=ON),
        scan=ScanData(content=PDF, name="Zaur razılıq.pdf", content_type="application/pdf"),
    )
    return {"consent": consent, "file": consent.scan}


def helped(made: lending.Setting, person: Person) -> tuple[Case, Referral, dict[str, Any], Any]:
    """A case with need, plan, session, assistance, job, and a referral that was sent."""
    case = case_work.plan(made.officer, case_work.open_case(made.officer, person))
    told = {"by": made.officer, "on": ON, "at": build.AT, "case_id": case.pk}
    cases.record_session(**told, session=SessionData(kind="rights", summary="Sınaqçı Zaur"))
    cases.record_assistance(**told, kind="prosthesis", description="Crutches for Zaur")
    job = cases.place_in_job(**told, employer="Sınaqçı MMC", position="Guard")
    institution = network.institution(made.programme_officer)
    network.mou(institution, made.programme_officer)
    referral = case_work.refer(
        made.officer,
        case,
        on=ON,
        institution_id=institution.pk,
        receiver="",
        reason="Zaur Məmmədov needs a knee joint",
    )
    cases.send_referral(by=made.officer, on=ON, at=build.AT, referral_id=referral.pk)
    need = case.needs.get()
    activity = case.plans.get().activities.get()
    return case, referral, {"need": need, "activity": activity, "job": job}, institution


def followed(made: lending.Setting, loan: Loan) -> tuple[Any, Any]:
    """A promise, a step, a visit, and two proposals that wait."""
    told = {"by": made.officer, "loan_id": loan.pk, "on": ON, "at": build.AT}
    credit.record_promise(
        **told, pay_on=ON + dt.timedelta(days=5), amount_minor=5_000, note="Sınaqçı"
    )
    credit.record_arrears_step(**told, step="call", outcome="Sınaqçı: Zaur answered")
    credit.record_visit(**told, findings=Findings(problems="Sınaqçı", advice="Zaur keeps records"))
    assert MonitoringVisit.objects.count() == 1
    proposal = {"by": made.manager, "loan_id": loan.pk, "on": ON, "at": build.AT}
    terms = credit.propose_reschedule(
        **proposal, kind="new_plan", cause="illness", reason="Sınaqçı was ill",
        first_due_on=dt.date(2011, 6, 1), instalments=10,
    )  # fmt: skip
    write_off = credit.propose_write_off(**proposal, cause="disappeared", reason="Sınaqçı left")
    return terms, write_off

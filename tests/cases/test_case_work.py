"""A case from opening to closing, through the services."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from dayaq.cases import services
from dayaq.cases.domain.lifecycle import ComplaintAct, NeedAct, ReferralAct
from dayaq.cases.models import Case, Complaint, Need, Referral, Session
from dayaq.cases.queries.cases import steps_due
from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.errors import NotAllowed, NotFound, Refused
from dayaq.kernel.events import timeline
from dayaq.kernel.files.services import read
from dayaq.kernel.ids import uuid7
from dayaq.people import services as people
from dayaq.people.models import Person
from tests import build
from tests.cases import helpers
from tests.people import helpers as persons

pytestmark = pytest.mark.django_db
ON = helpers.OPENED_ON
LATER = dt.date(2010, 6, 1)
OTHER = {"given_name": "Elmira", "surname": "Quliyeva"}


def a_case():  # type: ignore[no-untyped-def]
    officer = build.actor(Role.FIELD_OFFICER)
    return officer, helpers.open_case(officer, persons.register(officer))


def test_a_case_is_opened_once_and_in_the_timeline() -> None:
    officer, case = a_case()
    assert case.code.startswith("CFZ-")
    assert timeline("person", case.person_id)[0].verb == "cases.case_opened"
    with pytest.raises(Refused):
        helpers.open_case(officer, case.person)


def test_the_database_refuses_a_second_open_case() -> None:
    _officer, case = a_case()
    with pytest.raises(IntegrityError, match="one_open_case"), transaction.atomic():
        Case.objects.create(
            code="X", person=case.person, programme=case.programme, officer=case.officer,
            opened_on=ON, recorded_at=build.AT, district=case.district,
            caseload_officer=case.caseload_officer, sort_key=case.sort_key,
        )  # fmt: skip


def test_no_case_before_the_registration_or_for_the_not_eligible() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    person = persons.register(officer)
    with pytest.raises(Refused) as refusal:
        helpers.open_case(officer, person, on=persons.REGISTERED_ON - dt.timedelta(days=1))
    assert refusal.value.field == "on"
    people.verify_status(
        by=build.actor(Role.AUTHORITY), on=ON, at=build.AT, person_id=person.pk,
        answer=people.Answer(verification="refused", reason="Not known"),
    )  # fmt: skip
    with pytest.raises(Refused):
        helpers.open_case(officer, person)


def test_need_and_plan_move_the_case_on() -> None:
    officer, case = a_case()
    assert helpers.plan(officer, case).status == "plan_agreed"
    assert case.needs.get().status == "planned"
    services.record_session(
        by=officer, on=LATER, at=build.AT, case_id=case.pk,
        session=services.SessionData(kind="rights", summary="Pension"),
    )  # fmt: skip
    case.refresh_from_db()
    assert case.status == "in_service"


def test_a_plan_comes_after_a_need_and_revisions_stay() -> None:
    officer, case = a_case()
    activity = services.ActivityData(text="Training", responsible="Kamran", due_on=LATER)
    call = {"by": officer, "at": build.AT, "case_id": case.pk, "goals": "Bees"}
    with pytest.raises(Refused):
        services.record_plan(on=ON, activities=[activity], **call)
    helpers.plan(officer, case)
    with pytest.raises(Refused):
        services.record_plan(on=ON, activities=[], **call)
    services.record_plan(on=LATER, activities=[activity], **call)
    assert [plan.revision for plan in case.plans.order_by("revision")] == [1, 2]


def test_only_the_newest_plan_is_worked_by() -> None:
    officer, case = a_case()
    helpers.plan(officer, case)
    old = case.plans.get().activities.get()
    assert [step.pk for step in steps_due(officer, old.due_on)] == [old.pk]
    revised = services.record_plan(
        by=officer, on=LATER, at=build.AT, case_id=case.pk, goals="Bees",
        activities=[services.ActivityData(text="Hives", responsible="Kamran", due_on=LATER)],
    )  # fmt: skip
    case.refresh_from_db()
    assert case.plan == revised
    assert [step.text for step in steps_due(officer, LATER)] == ["Hives"]


def test_the_database_refuses_a_case_that_goes_by_the_plan_of_another() -> None:
    officer, case = a_case()
    helpers.plan(officer, case)
    other = helpers.open_case(officer, persons.register(officer, **OTHER))
    Case.objects.filter(pk=case.pk).update(plan=None)
    with pytest.raises(IntegrityError, match="a_plan_of_its_own"), transaction.atomic():
        Case.objects.filter(pk=other.pk).update(plan=case.plan)


def test_the_database_refuses_a_case_of_somebody_not_registered() -> None:
    officer, case = a_case()
    helpers.open_case(officer, persons.register(officer, **OTHER))
    stranger = Person.objects.get(pk=case.person_id)
    stranger.pk, stranger.code = uuid7(), "FZ-X"
    stranger.document_index = stranger.document_sealed = None
    stranger.save(force_insert=True)
    with (
        pytest.raises(IntegrityError, match="where_its_person_is_registered"),
        transaction.atomic(),
    ):
        Case.objects.filter(pk=case.pk).update(person=stranger)


def test_a_step_is_done_once() -> None:
    officer, case = a_case()
    step = helpers.plan(officer, case).plans.get().activities.get()
    call = {"by": officer, "on": LATER, "at": build.AT, "activity_id": step.pk}
    assert services.finish_activity(**call, result="Certificate").done_on == LATER
    with pytest.raises(Refused):
        services.finish_activity(**call)


def test_assistance_alone_closes_no_need() -> None:
    officer, case = a_case()
    helpers.plan(officer, case)
    need = case.needs.get()
    given = services.record_assistance(
        by=officer, on=LATER, at=build.AT, case_id=case.pk, kind="economic",
        description="Five sheep from a relief organisation", provider="Relief organisation",
        value_minor=500_00, need_ids=[need.pk],
    )  # fmt: skip
    need.refresh_from_db()
    assert (need.status, given.by_programme) == ("planned", False)


def test_a_case_closes_only_when_every_need_has_an_outcome() -> None:
    officer, case = a_case()
    manager = build.actor(Role.PROJECT_MANAGER)
    helpers.plan(officer, case)
    call = {"by": manager, "on": LATER, "at": build.AT, "case_id": case.pk}
    with pytest.raises(Refused, match="each need"):
        services.close_case(**call, exit_reason="graduated")
    services.move_need(
        by=officer, on=LATER, at=build.AT, need_id=case.needs.get().pk, act=NeedAct.MEET
    )
    with pytest.raises(NotAllowed):
        services.close_case(**{**call, "by": officer}, exit_reason="graduated")
    assert services.close_case(**call, exit_reason="graduated").is_closed
    with pytest.raises(Refused, match="closed"):
        services.record_need(by=officer, on=LATER, at=build.AT, case_id=case.pk, kind="income")
    assert services.reopen_case(**call, reason="Business failed").status == "open"


def test_refusing_credit_is_a_pathway_with_a_reason() -> None:
    officer, case = a_case()
    call = {"by": officer, "on": LATER, "at": build.AT, "case_id": case.pk}
    with pytest.raises(Refused):
        services.decide_pathway(**call, pathway="job_placement", reason="")
    services.decide_pathway(**call, pathway="job_placement", reason="Cannot carry a debt")
    services.place_in_job(
        **call, employer="Bakery Horadiz", position="Baker", monthly_wage_minor=180_00
    )
    assert case.jobs.get().starts_on == LATER
    case.refresh_from_db()
    assert case.pathway == "job_placement"


def test_a_confidential_session_is_read_by_its_author_and_social_workers() -> None:
    officer, case = a_case()
    nigar = build.actor(Role.SOCIAL_WORKER)
    services.record_session(
        by=nigar, on=LATER, at=build.AT, case_id=case.pk,
        session=services.SessionData(
            kind="psychological", summary="Nightmares", confidential=True
        ),
    )  # fmt: skip
    assert Session.objects.visible_to(nigar).count() == 1
    assert Session.objects.visible_to(officer).count() == 0
    assert Session.objects.visible_to(build.actor(Role.PROJECT_MANAGER)).count() == 0


def test_a_handed_over_person_belongs_to_the_other_officer() -> None:
    ayten = build.actor(Role.FIELD_OFFICER, scope=ScopeKind.OWN)
    other = build.actor(Role.FIELD_OFFICER, name="Ruslan", scope=ScopeKind.OWN)
    case = helpers.open_case(ayten, persons.register(ayten))
    services.hand_over_case(
        by=build.actor(Role.PROJECT_MANAGER), on=build.TODAY, at=build.AT, case_id=case.pk,
        officer_id=other.user_id,
    )  # fmt: skip
    assert list(Case.objects.visible_to(other)) == [case]
    assert not Case.objects.visible_to(ayten).exists()


class TestReferrals:
    def test_without_consent_to_share_nothing_leaves(self) -> None:
        officer = build.actor(Role.FIELD_OFFICER)
        person = persons.register(
            officer, consent=persons.consent_data(purposes=["service", "share_authority"])
        )
        case = helpers.open_case(officer, person)
        with pytest.raises(Refused) as refusal:
            helpers.refer(officer, case)
        assert refusal.value.code == "no_consent"
        assert not Referral.objects.exists()

    def test_a_consent_withdrawn_before_sending_stops_it(self) -> None:
        officer, case = a_case()
        referral = helpers.refer(officer, case)
        people.withdraw_consent(
            by=officer, on=LATER, at=build.AT, consent_id=case.person.consents.get().pk
        )
        with pytest.raises(Refused):
            services.send_referral(by=officer, on=LATER, at=build.AT, referral_id=referral.pk)
        referral.refresh_from_db()
        assert (referral.status, referral.letter_id) == ("draft", None)

    def test_a_referral_is_sent_answered_by_letter_and_completed(self) -> None:
        officer, case = a_case()
        referral = helpers.refer(officer, case)
        call = {"by": officer, "at": build.AT, "referral_id": referral.pk}
        sent = services.send_referral(on=LATER, **call)
        assert sent.answer_due_on == LATER + dt.timedelta(days=30)
        assert sent.letter is not None
        assert read(sent.letter).startswith(b"%PDF")
        with pytest.raises(Refused):
            services.complete_referral(on=LATER, outcome="Prosthesis", **call)
        for act in (ReferralAct.ACCEPT, ReferralAct.SERVE):
            services.answer_referral(on=LATER, act=act, letter_no="7/12", **call)
        with pytest.raises(Refused) as refusal:
            services.complete_referral(on=LATER, outcome="", **call)
        assert refusal.value.field == "outcome"
        done = services.complete_referral(on=LATER, outcome="Got a prosthesis", **call)
        assert done.status == "completed"
        assert [step.status for step in done.steps.order_by("pk")] == [
            "draft", "sent", "accepted", "served", "completed",
        ]  # fmt: skip

    def test_a_declined_referral_says_why(self) -> None:
        officer, case = a_case()
        referral = helpers.refer(officer, case)
        call = {"by": officer, "on": LATER, "at": build.AT, "referral_id": referral.pk}
        services.send_referral(**call)
        with pytest.raises(Refused):
            services.answer_referral(**call, act=ReferralAct.DECLINE)
        declined = services.answer_referral(**call, act=ReferralAct.DECLINE, note="Full")
        assert (declined.status, declined.outcome) == ("declined", "Full")

    def test_a_closing_case_waits_for_its_referrals(self) -> None:
        officer, case = a_case()
        referral = helpers.refer(officer, case)
        services.send_referral(by=officer, on=LATER, at=build.AT, referral_id=referral.pk)
        with pytest.raises(Refused, match="referral"):
            services.close_case(
                by=build.actor(Role.PROJECT_MANAGER), on=LATER, at=build.AT, case_id=case.pk,
                exit_reason="moved",
            )  # fmt: skip


class TestScope:
    def test_another_district_sees_and_changes_nothing(self) -> None:
        officer, case = a_case()
        helpers.plan(officer, case)
        referral = helpers.refer(officer, case)
        rashad = build.outsider()
        for rows in (Case, Need, Referral, Session):
            assert not rows.objects.visible_to(rashad).exists()
        call = {"by": rashad, "on": LATER, "at": build.AT}
        with pytest.raises(NotFound):
            services.record_need(**call, case_id=case.pk, kind="income")
        with pytest.raises(NotFound):
            services.move_need(**call, need_id=case.needs.get().pk, act=NeedAct.MEET)
        with pytest.raises(NotFound):
            services.send_referral(**call, referral_id=referral.pk)
        with pytest.raises(NotFound):
            services.open_case(**call, person_id=case.person_id)
        assert case.needs.get().status == "planned"

    @pytest.mark.parametrize(
        "role",
        [Role.DONOR, Role.ADMINISTRATOR, Role.AUTHORITY, Role.TRAINER, Role.CASHIER],
    )
    def test_roles_without_cases_see_none(self, role: Role) -> None:
        a_case()
        watcher = build.actor(role, scope=ScopeKind.ALL)
        assert not Case.objects.visible_to(watcher).exists()


class TestComplaints:
    def complain(self, **changes: object) -> Complaint:
        told = {"channel": "visit", "category": "staff", "text": "He shouted at my mother"}
        return services.record_complaint(
            by=build.actor(Role.SOCIAL_WORKER), on=ON, at=build.AT, **(told | changes)
        )

    def test_the_one_complained_about_never_sees_it(self) -> None:
        manager = build.user(Role.PROJECT_MANAGER)
        self.complain(against_id=manager.pk)
        assert not Complaint.objects.visible_to(build.as_actor(manager)).exists()
        assert Complaint.objects.visible_to(build.actor(Role.PROGRAMME_OFFICER)).count() == 1

    def test_abuse_is_always_sensitive(self) -> None:
        complaint = self.complain(category="safeguarding")
        assert complaint.sensitive
        assert not Complaint.objects.visible_to(build.actor(Role.PROJECT_MANAGER)).exists()

    def test_it_stays_out_of_the_timeline_of_the_person(self) -> None:
        officer = build.actor(Role.FIELD_OFFICER)
        person = persons.register(officer)
        self.complain(person_id=person.pk)
        assert [told.verb for told in timeline("person", person.pk)] == ["people.person_registered"]

    def test_an_answer_is_written_down(self) -> None:
        complaint, manager = self.complain(), build.actor(Role.PROJECT_MANAGER)
        call = {"by": manager, "on": LATER, "at": build.AT, "complaint_id": complaint.pk}
        services.move_complaint(**call, act=ComplaintAct.REVIEW)
        with pytest.raises(Refused):
            services.move_complaint(**call, act=ComplaintAct.RESOLVE)
        done = services.move_complaint(**call, act=ComplaintAct.RESOLVE, resolution="He apologised")
        assert done.status == "resolved"

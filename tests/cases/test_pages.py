"""The pages about cases: the way through them, scope, second submits, bad input."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dayaq.cases import services
from dayaq.cases.models import Case, Complaint, Referral
from dayaq.kernel.access.models import User
from dayaq.kernel.access.roles import Role
from dayaq.kernel.models import Installation
from dayaq.network.models import Institution
from tests import build
from tests.cases import helpers
from tests.people import helpers as persons

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    Installation.objects.create(mode="demonstration", demonstration_on=build.TODAY, set_up=True)
    return build.user(Role.FIELD_OFFICER)


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def sent(**answers: object) -> dict[str, object]:
    return {"command_id": str(uuid.uuid4()), "on": "2010-06-01", **answers}


def test_from_opening_to_plan_on_the_pages(officer: User) -> None:
    person = persons.register(build.as_actor(officer))
    client = signed_in(officer)
    way = client.get(reverse("person", args=[person.pk])).content.decode()
    assert reverse("cases:open", args=[person.pk]) in way
    opening = sent()
    first = client.post(reverse("cases:open", args=[person.pk]), opening)
    again = client.post(reverse("cases:open", args=[person.pk]), opening)
    case = Case.objects.get()
    assert first["Location"] == again["Location"] == reverse("cases:case", args=[case.pk])
    answer = client.post(
        reverse("cases:need", args=[case.pk]), sent(kind="income", severity="high")
    )
    assert answer.status_code == 302
    answer = client.post(
        reverse("cases:plan", args=[case.pk]),
        sent(
            goals="Twenty hives", signature="signature",
            **{
                "row-0-text": "Course", "row-0-responsible": "Kamran",
                "row-0-due_on": "2010-09-01", "row-0-need": str(case.needs.get().pk),
            },
        ),
    )  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    case.refresh_from_db()
    assert case.status == "plan_agreed"
    shown = client.get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "Twenty hives" in shown
    assert client.get(reverse("cases:plan", args=[case.pk])).status_code == 200


@pytest.fixture
def case(officer: User) -> Case:
    actor = build.as_actor(officer)
    return helpers.plan(actor, helpers.open_case(actor, persons.register(actor)))


PAGES = ["need", "plan", "session", "assistance", "job", "pathway", "refer"]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_and_refuses_a_day_to_come(officer: User, case: Case, page: str) -> None:
    client = signed_in(officer)
    url = reverse(f"cases:{page}", args=[case.pk])
    assert client.get(url).status_code == 200
    bad = client.post(url, sent(on="2999-01-01"))
    assert bad.status_code == 422
    assert "error-summary" in bad.content.decode()


def test_another_district_gets_404_everywhere(officer: User, case: Case) -> None:
    referral = helpers.refer(build.as_actor(officer), case)
    rashad = signed_in(
        build.user(Role.FIELD_OFFICER, name="Rəşad", districts=[build.other_district()])
    )
    urls = [reverse(f"cases:{page}", args=[case.pk]) for page in (*PAGES, "case")]
    urls += [
        *(reverse(f"cases:{page}", args=[referral.pk]) for page in ("referral", "send", "answer")),
        reverse("cases:open", args=[case.person_id]),
        reverse("cases:move_need", args=[case.needs.get().pk]),
    ]
    for url in urls:
        assert rashad.get(url).status_code == 404, url
    for url in (reverse("cases:list"), reverse("cases:referrals"), reverse("today")):
        shown = rashad.get(url)
        assert shown.status_code == 200
        assert "Məmmədov" not in shown.content.decode()
    for code in (case.code, referral.code):
        assert "Məmmədov" not in rashad.get(reverse("search") + f"?q={code}").content.decode()


@pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR, Role.TRAINER, Role.CASHIER])
def test_roles_without_cases_are_refused(officer: User, case: Case, role: Role) -> None:
    client = signed_in(build.user(role))
    for url in (reverse("cases:list"), reverse("cases:case", args=[case.pk])):
        assert client.get(url).status_code == 403


@pytest.mark.parametrize(
    "bad",
    [
        {"kind": ""},
        {"kind": "gold"},
        {"severity": ""},
        {"on": "2009-01-01"},
        {"due_on": "2010-01-01"},
    ],
    ids=str,
)
def test_a_bad_need_is_refused_in_a_sentence(
    officer: User, case: Case, bad: dict[str, str]
) -> None:
    url = reverse("cases:need", args=[case.pk])
    answer = signed_in(officer).post(url, sent(**({"kind": "income", "severity": "low"} | bad)))
    assert answer.status_code == 422
    assert case.needs.count() == 1


@pytest.mark.parametrize("wage", ["-1", "0.005", "1e12", "9" * 20])
def test_a_bad_wage_places_nobody(officer: User, case: Case, wage: str) -> None:
    url = reverse("cases:job", args=[case.pk])
    answers = {"employer": "Bakery", "position": "Baker", "contract": "written"}
    answer = signed_in(officer).post(url, sent(monthly_wage_minor=wage, **answers))
    assert answer.status_code == 422
    assert not case.jobs.exists()


def test_two_submits_of_one_step_of_a_referral(officer: User, case: Case) -> None:
    referral = helpers.refer(build.as_actor(officer), case)
    client = signed_in(officer)
    url = reverse("cases:send", args=[referral.pk])
    assert client.post(url, sent()).status_code == 302
    late = client.post(url, sent())
    assert late.status_code == 422
    assert Referral.objects.get().steps.filter(status="sent").count() == 1
    letter = client.get(reverse("cases:letter", args=[referral.pk]))
    assert letter.content.startswith(b"%PDF")


def test_a_state_partner_answers_for_its_own_institution_only(officer: User, case: Case) -> None:
    actor = build.as_actor(officer)
    ours = Institution.objects.create(
        programme=build.programme(), organisation=build.organisation("Employment agency", "state"),
        name="Employment agency", kind="employment",
    )  # fmt: skip
    referral = helpers.refer(actor, case, institution_id=ours.pk, receiver="")
    rena = signed_in(build.user(Role.STATE_PARTNER, organisation_name="Employment agency"))
    stranger = signed_in(build.user(Role.STATE_PARTNER, organisation_name="Hospital"))
    page = reverse("cases:referral_to_us", args=[referral.pk])
    assert rena.get(page).status_code == 404  # a draft has not left the house
    services.send_referral(by=actor, on=build.TODAY, at=build.AT, referral_id=referral.pk)
    assert rena.get(page).status_code == 200
    assert "Məmmədov" in rena.get(reverse("today")).content.decode()
    assert stranger.get(page).status_code == 404
    assert "Məmmədov" not in stranger.get(reverse("cases:referrals_to_us")).content.decode()
    assert rena.get(reverse("cases:case", args=[case.pk])).status_code == 403
    answer = rena.post(
        reverse("cases:answer_to_us", args=[referral.pk]),
        sent(on=build.TODAY.isoformat(), act="accept"),
    )
    assert answer.status_code == 302
    assert Referral.objects.get().status == "accepted"


def test_a_complaint_is_recorded_by_anybody_and_read_by_few(officer: User) -> None:
    client = signed_in(officer)
    answers = {"channel": "phone", "category": "loan", "text": "The receipt is missing"}
    assert client.post(reverse("cases:record_complaint"), sent(**answers)).status_code == 302
    complaint = Complaint.objects.get()
    url = reverse("cases:complaint", args=[complaint.pk])
    assert client.get(url).status_code == 403
    manager = signed_in(build.user(Role.PROJECT_MANAGER))
    assert manager.get(reverse("cases:complaints")).status_code == 200
    assert manager.post(url, sent(act="review")).status_code == 302
    assert manager.post(url, sent(act="resolve")).status_code == 422


@pytest.mark.parametrize("name", ["cases:list", "cases:referrals"])
def test_the_lists_cost_the_same_however_long(officer: User, case: Case, name: str) -> None:
    actor, client = build.as_actor(officer), signed_in(officer)
    helpers.refer(actor, case)
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse(name))
    for number in range(8):
        other = persons.register(actor, surname=f"Əliyev{number}")
        helpers.refer(actor, helpers.open_case(actor, other))
    with CaptureQueriesContext(connection) as many:
        client.get(reverse(name))
    assert len(many) == len(few)


def test_today_links_to_the_list_of_what_it_counts(officer: User, case: Case) -> None:
    actor, client = build.as_actor(officer), signed_in(officer)
    services.record_need(
        by=actor, on=helpers.OPENED_ON, at=build.AT, case_id=case.pk, kind="medical",
        due_on=build.TODAY.replace(day=1),
    )  # fmt: skip
    helpers.open_case(actor, persons.register(actor, surname="Zeynalov"))
    shown = client.get(reverse("today")).content.decode()
    for attention in ("needs", "steps"):
        url = f"{reverse('cases:list')}?attention={attention}"
        assert url in shown
        listed = client.get(url).content.decode()
        assert "Məmmədov" in listed
        assert "Zeynalov" not in listed


def test_the_timeline_speaks_in_words(officer: User, case: Case) -> None:
    shown = signed_in(officer).get(reverse("cases:case", args=[case.pk])).content.decode()
    assert "recorded a need: Income and work" in shown


def test_the_person_page_costs_a_bounded_number_of_statements(officer: User, case: Case) -> None:
    client = signed_in(officer)
    url = reverse("person", args=[case.person_id])
    client.get(url)
    with CaptureQueriesContext(connection) as statements:
        assert client.get(url).status_code == 200
    assert len(statements) <= 45

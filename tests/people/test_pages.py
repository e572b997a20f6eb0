"""The pages about people, as the people who use them: client, forms, scope, bad input."""

from __future__ import annotations

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dayaq.kernel.access.models import User
from dayaq.kernel.access.roles import Role
from dayaq.kernel.models import Installation
from dayaq.people.models import Person
from tests import build
from tests.people import helpers

pytestmark = pytest.mark.django_db


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def answers(**changes: object) -> dict[str, object]:
    """A registration form as it is sent."""
    sent: dict[str, object] = {
        "command_id": str(uuid.uuid4()),
        "on": "2010-02-01",
        "purposes": ["service", "share_authority", "share_partners"],
        "method": "thumb",
        "witness": "Sevinc Quliyeva",
        "read_aloud": "on",
        "consent_language": "az",
        "legal_basis": "",
        "surname": "Həsənova",
        "given_name": "Gülnar",
        "patronymic": "Əli",
        "patronymic_suffix": "qızı",
        "sex": "female",
        "born_on_day": "",
        "born_on_month": "",
        "born_on_year": "1974",
        "marital_status": "widowed",
        "district_id": str(build.district().pk),
        "settlement": "Horadiz",
        "displacement": "idp",
        "phone": "050 212 34 57",
        "preferred_contact": "phone",
        "languages": ["az"],
        "literacy": "cannot_read",
        "signature_mode": "thumb",
        "kind": "indirect",
        "relation": "widow",
        "direct_victim_name": "Həsən Həsənov",
        "civil_status": "civilian",
        "happened_on_year": "1998",
        "device": "av_mine",
        "activity": "farming",
        "outcome": "killed",
    }
    return {**sent, **changes}


@pytest.fixture
def officer() -> User:
    Installation.objects.create(mode="demonstration", demonstration_on=build.TODAY, set_up=True)
    return build.user(Role.FIELD_OFFICER)


class TestRegistering:
    def test_search_comes_first(self, officer: User) -> None:
        client = signed_in(officer)
        helpers.register(build.as_actor(officer))
        first = client.get(reverse("people:register"))
        assert b"purposes" not in first.content
        then = client.get(reverse("people:register"), {"q": "Мамедов"})
        assert "Məmmədov" in then.content.decode()
        assert b"purposes" in then.content

    def test_a_widow_who_signs_with_her_thumb_is_registered(self, officer: User) -> None:
        response = signed_in(officer).post(reverse("people:register"), answers())
        person = Person.objects.get(surname="Həsənova")
        assert response.status_code == 302, response.content.decode()[:3000]
        assert response["Location"] == reverse("person", args=[person.pk])
        assert person.born_precision == "year"
        assert person.registrations.get().status == "submitted"
        assert person.consents.get().method == "thumb"

    def test_the_form_sent_twice_registers_once(self, officer: User) -> None:
        client, sent = signed_in(officer), answers()
        first = client.post(reverse("people:register"), sent)
        second = client.post(reverse("people:register"), sent)
        assert first["Location"] == second["Location"]
        assert Person.objects.count() == 1

    def test_without_consent_the_typed_answers_stay_and_nothing_is_stored(
        self, officer: User
    ) -> None:
        response = signed_in(officer).post(reverse("people:register"), answers(purposes=[]))
        assert response.status_code == 422
        assert "Həsənova" in response.content.decode()
        assert Person.objects.count() == 0

    def test_a_likely_duplicate_is_shown_and_acknowledged(self, officer: User) -> None:
        client = signed_in(officer)
        helpers.register(
            build.as_actor(officer), given_name="Gulnar", surname="Hasanova", sex="female",
            patronymic="", born_on=None, born_precision="unknown", phone="",
        )  # fmt: skip
        response = client.post(reverse("people:register"), answers())
        assert response.status_code == 422
        assert "Hasanova" in response.content.decode()
        assert Person.objects.count() == 1
        client.post(reverse("people:register"), answers(others_ruled_out="on"))
        assert Person.objects.count() == 2

    @pytest.mark.parametrize(
        "bad",
        [
            {"surname": ""},
            {"surname": "x" * 500},
            {"surname": "a\u202eb"},
            {"on": "2031-01-01"},
            {"on": "yesterday"},
            {"born_on_year": "2050"},
            {"born_on_year": "19"},
            {"phone": "12"},
            {"sex": "other"},
            {"district_id": "00000000-0000-7000-8000-000000000000"},
            {"district_id": "; DROP TABLE"},
            {"kind": "indirect", "relation": ""},
            {"direct_victim_code": "FZ-0001-1"},
            {"witness": ""},
            {"languages": ["xx"]},
        ],
        ids=lambda bad: "-".join(f"{k}={str(v)[:12]}" for k, v in bad.items()),
    )
    def test_bad_input_gets_a_sentence_and_stores_nothing(
        self, officer: User, bad: dict[str, object]
    ) -> None:
        response = signed_in(officer).post(reverse("people:register"), answers(**bad))
        assert response.status_code == 422
        assert "error-summary" in response.content.decode()
        assert Person.objects.count() == 0

    def test_a_name_of_any_script_is_kept_as_written(self, officer: User) -> None:
        signed_in(officer).post(reverse("people:register"), answers(surname="გელაშვილი 𝔊"))
        assert Person.objects.get().surname == "გელაშვილი 𝔊"


class TestSeeing:
    def test_the_person_page_shows_its_panels(self, officer: User) -> None:
        person = helpers.register(build.as_actor(officer))
        shown = signed_in(officer).get(reverse("person", args=[person.pk]))
        text = shown.content.decode()
        assert shown.status_code == 200
        assert person.code in text
        assert "Victim status" in text

    def test_another_district_gets_404_on_every_page(self, officer: User) -> None:
        person = helpers.register(build.as_actor(officer))
        consent = person.consents.get()
        rashad = signed_in(
            build.user(Role.FIELD_OFFICER, name="Rəşad", districts=[build.other_district()])
        )
        pages = [
            "edit", "consent", "household", "victim", "incident", "functioning", "injury",
            "certificate",
        ]  # fmt: skip
        urls = [reverse(f"people:{page}", args=[person.pk]) for page in pages]
        urls += [
            reverse("person", args=[person.pk]),
            reverse("people:withdraw_consent", args=[consent.pk]),
        ]
        for url in urls:
            assert rashad.get(url).status_code == 404, url
        for url in (
            reverse("people:list"),
            reverse("people:list") + "?q=Zaur",
            reverse("people:list") + f"?q={person.code}",
            reverse("search") + "?q=Zaur",
            reverse("search") + "?q=Мамедов",
            reverse("search") + "?q=0502123456",
            reverse("today"),
            reverse("people:register") + "?q=Zaur",
        ):
            shown = rashad.get(url)
            assert shown.status_code == 200, url
            assert "Məmmədov" not in shown.content.decode(), url

    @pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR, Role.STATE_PARTNER])
    def test_donor_administrator_and_partner_are_refused(self, officer: User, role: Role) -> None:
        person = helpers.register(build.as_actor(officer))
        client = signed_in(build.user(role))
        assert client.get(reverse("people:list")).status_code == 403
        assert client.get(reverse("person", args=[person.pk])).status_code == 404
        assert "Məmmədov" not in client.get(reverse("search") + "?q=Zaur").content.decode()

    def test_a_trainer_reads_names_and_no_person_page(self, officer: User) -> None:
        person = helpers.register(build.as_actor(officer))
        trainer = signed_in(build.user(Role.TRAINER))
        assert "Məmmədov" in trainer.get(reverse("people:list")).content.decode()
        assert trainer.get(reverse("person", args=[person.pk])).status_code == 404

    def test_the_list_costs_the_same_however_long(self, officer: User) -> None:
        actor = build.as_actor(officer)
        client = signed_in(officer)
        helpers.register(actor)
        client.get(reverse("people:list"))
        with CaptureQueriesContext(connection) as few:
            client.get(reverse("people:list"))
        for number in range(12):
            helpers.register(actor, surname=f"Əliyev{number}")
        with CaptureQueriesContext(connection) as many:
            client.get(reverse("people:list"))
        assert len(many) == len(few)


class TestRecording:
    def test_changes_by_two_people_do_not_overwrite_each_other(self, officer: User) -> None:
        person = helpers.register(build.as_actor(officer))
        client = signed_in(officer)
        url = reverse("people:edit", args=[person.pk])
        sent = answers(surname="Məmmədov", given_name="Zaur", sex="male", version="1")
        assert client.post(url, sent).status_code == 302
        late = client.post(url, {**sent, "command_id": str(uuid.uuid4()), "settlement": "Başqa"})
        assert late.status_code == 422
        person.refresh_from_db()
        assert (person.version, person.settlement) == (2, "Horadiz")

    @pytest.mark.parametrize(
        "page",
        ["consent", "household", "victim", "incident", "functioning", "injury", "certificate"],
    )
    def test_every_page_opens_and_names_what_is_missing(self, officer: User, page: str) -> None:
        person = helpers.register(build.as_actor(officer))
        client = signed_in(officer)
        url = reverse(f"people:{page}", args=[person.pk])
        assert client.get(url).status_code == 200
        sent = {"command_id": str(uuid.uuid4()), "on": "2999-01-01"}
        assert client.post(url, sent).status_code == 422

    def test_a_household_is_typed_in(self, officer: User) -> None:
        person = helpers.register(build.as_actor(officer))
        sent = {
            "command_id": str(uuid.uuid4()),
            "on": "2010-03-01",
            "dwelling": "own_house",
            "income_disability_pension": "95",
            "expense_food": "60,50",
            "debt_lender": "Mağaza",
            "debt_balance_minor": "200",
            "debt_monthly_minor": "20",
            "row-0-name": "Sevinc",
            "row-0-relation": "spouse",
            "row-0-sex": "female",
            "row-0-birth_year": "1975",
        }
        url = reverse("people:household", args=[person.pk])
        response = signed_in(officer).post(url, sent)
        assert response.status_code == 302, response.content.decode()
        household = person.memberships.get().household
        snapshot = household.snapshots.get()
        assert snapshot.total_minor("income") == 95_00
        assert snapshot.total_minor("expense") == 60_50
        assert snapshot.lines.get(kind="debt").balance_minor == 200_00
        again = signed_in(officer).get(url).content.decode()
        assert "Sevinc" in again

    def test_a_member_confirmed_unchanged_has_not_left(self, officer: User) -> None:
        person = helpers.register(build.as_actor(officer))
        url = reverse("people:household", args=[person.pk])
        row = {"row-0-name": "Sevinc", "row-0-relation": "spouse", "row-0-sex": "female"}
        for day in ("2010-03-01", "2010-09-01"):
            sent = {"command_id": str(uuid.uuid4()), "on": day, **row}
            assert signed_in(officer).post(url, sent).status_code == 302
        household = person.memberships.get().household
        assert household.members.filter(left_on__isnull=True).count() == 2

    @pytest.mark.parametrize("amount", ["-5", "1e12", "0.005", "9" * 30, "abc"])
    def test_a_bad_amount_stores_no_household(self, officer: User, amount: str) -> None:
        person = helpers.register(build.as_actor(officer))
        sent = {"command_id": str(uuid.uuid4()), "on": "2010-03-01", "income_wage": amount}
        url = reverse("people:household", args=[person.pk])
        assert signed_in(officer).post(url, sent).status_code == 422
        assert not person.memberships.exists()

    def test_somebody_living_alone_has_a_household_too(self, officer: User) -> None:
        person = helpers.register(build.as_actor(officer))
        sent = {"command_id": str(uuid.uuid4()), "on": "2010-03-01", "income_wage": "120"}
        url = reverse("people:household", args=[person.pk])
        assert signed_in(officer).post(url, sent).status_code == 302
        assert person.memberships.get().is_head

    def test_the_authority_reads_and_answers_on_its_page(self, officer: User) -> None:
        person = helpers.register(build.as_actor(officer))
        orxan = signed_in(build.user(Role.AUTHORITY))
        assert "Məmmədov" in orxan.get(reverse("today")).content.decode()
        assert "Məmmədov" in orxan.get(reverse("people:verification")).content.decode()
        url = reverse("people:verify", args=[person.pk])
        shown = orxan.get(url).content.decode()
        assert person.phone not in shown
        sent = {
            "command_id": str(uuid.uuid4()), "on": "2010-02-20", "verification": "confirmed",
        }  # fmt: skip
        assert orxan.post(url, sent).status_code == 302
        assert person.registrations.get().status == "verified"
        assert orxan.get(reverse("person", args=[person.pk])).status_code == 404

    def test_the_list_is_given_out_by_a_recorded_act(self, officer: User) -> None:
        helpers.register(build.as_actor(officer))
        leyla = signed_in(build.user(Role.PROGRAMME_OFFICER))
        url = reverse("people:verification_export")
        assert leyla.get(url).status_code == 200

    @pytest.mark.parametrize(
        "key", ["registration", "consent", "household", "attendance", "appraisal", "visit"]
    )
    def test_every_form_prints_blank(self, officer: User, key: str) -> None:
        response = signed_in(officer).get(reverse("people:paper_form", args=[key]))
        assert response.content.startswith(b"%PDF")

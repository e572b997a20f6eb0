"""The pages of the network, opened and sent as people do."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from dayaq.kernel.access.models import User
from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.network import services
from dayaq.network.models import Institution, Lesson, Workshop
from tests import build
from tests.network import helpers

pytestmark = pytest.mark.django_db


def signed_in(actor) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=actor.user_id))
    return client


@pytest.fixture
def leyla():
    return build.actor(Role.PROGRAMME_OFFICER)


@pytest.mark.parametrize(
    ("language", "lead"),
    [("az", 'lang="en">Prosthetic Centre<'), ("en", 'lang="az">Protez Mərkəzi<')],
)
def test_the_other_name_is_marked_as_of_its_language(leyla, language, lead) -> None:
    """A screen reader reads it out in that language."""
    centre = helpers.institution(leyla, "Prosthetic Centre", name_az="Protez Mərkəzi")
    User.objects.filter(pk=leyla.user_id).update(language=language)

    page = signed_in(leyla).get(reverse("network:institution", args=[centre.pk])).content.decode()

    assert lead in page


def test_every_page_opens_for_the_programme_officer(leyla) -> None:
    centre = helpers.institution(leyla)
    agreed = helpers.mou(centre, leyla)
    service = services.list_service(
        by=leyla, on=helpers.ON, at=helpers.AT, institution=centre, kind="medical",
        description="Care",
    )  # fmt: skip
    services.record_capacity_event(
        by=leyla, on=helpers.ON, at=helpers.AT, institution=centre, topic="Rights", women=1, men=2
    )
    tbilisi = helpers.workshop(leyla)
    helpers.participants(tbilisi, leyla, {"AZ": 6, "GE": 7})
    advice = services.record_recommendation(
        by=leyla, on=helpers.ON, at=helpers.AT, workshop=tbilisi, text="Share"
    )
    action = services.agree_action(
        by=leyla, on=helpers.ON, at=helpers.AT, recommendation=advice, text="Do",
        responsible="IOM", due_on=helpers.ON,
    )  # fmt: skip
    campaign = helpers.campaign(leyla)
    poster = helpers.material(campaign, leyla)
    services.distribute_material(
        by=leyla, on=helpers.ON, at=helpers.AT, material=poster, district=build.district(),
        quantity=5,
    )  # fmt: skip
    lesson = helpers.lesson()
    pages = [
        ("institutions", []), ("register", []), ("institution", [centre.pk]),
        ("change_institution", [centre.pk]), ("sign_mou", [centre.pk]),
        ("list_service", [centre.pk]), ("capacity_event", [centre.pk]), ("end_mou", [agreed.pk]),
        ("verify_service", [service.pk]), ("directory", []), ("workshops", []),
        ("plan_workshop", []), ("workshop", [tbilisi.pk]), ("participants", [tbilisi.pk]),
        ("workshop_held", [tbilisi.pk]), ("recommend", [tbilisi.pk]),
        ("participant", [tbilisi.participants.first().pk]), ("agree_action", [advice.pk]),
        ("action_done", [action.pk]), ("campaigns", []), ("plan_campaign", []),
        ("campaign", [campaign.pk]), ("add_material", [campaign.pk]),
        ("estimate_reach", [campaign.pk]), ("add_media", [campaign.pk]),
        ("hand_out", [poster.pk]), ("lessons", []), ("write_lesson", []),
        ("lesson", [lesson.pk]), ("change_lesson", [lesson.pk]), ("results", []),
    ]  # fmt: skip
    page = signed_in(leyla)
    for name, args in pages:
        answer = page.get(reverse(f"network:{name}", args=args))
        assert answer.status_code == 200, name


def test_an_institution_is_registered_once_however_often_it_is_sent(leyla) -> None:
    sent = {
        "command_id": str(uuid4()), "name": "Employment Service", "kind": "employment",
        "focal_phone": "050 212 34 56", "is_active": "on",
        "on_day": 6, "on_month": 10, "on_year": 2010,
    }  # fmt: skip
    page = signed_in(leyla)
    first = page.post(reverse("network:register"), sent)
    again = page.post(reverse("network:register"), sent)
    assert (first.status_code, again["Location"]) == (302, first["Location"])
    assert Institution.objects.get().focal_phone == "+994502123456"
    other = page.post(reverse("network:register"), {**sent, "command_id": str(uuid4())})
    assert other.status_code == 422
    assert "listed already" in other.content.decode()


def test_participants_are_typed_as_one_sheet(leyla) -> None:
    tbilisi = helpers.workshop(leyla)
    url = reverse("network:participants", args=[tbilisi.pk])
    sent = {"command_id": str(uuid4()), "on_day": 6, "on_month": 10, "on_year": 2010}
    for n, country in enumerate(["GE", "AZ", "AM"]):
        sent |= {
            f"row-{n}-name": f"Invented {n}", f"row-{n}-country": country,
            f"row-{n}-sex": "female", f"row-{n}-role": "speaker", f"row-{n}-days_attended": "2",
        }  # fmt: skip
    page = signed_in(leyla)
    wrong = page.post(url, {**sent, "row-1-days_attended": "9"})
    assert wrong.status_code == 422
    assert "2 days" in wrong.content.decode()
    assert page.post(url, sent).status_code == 302
    assert tbilisi.participants.count() == 3


def test_a_workshop_is_planned_on_its_page(leyla) -> None:
    sent = {
        "command_id": str(uuid4()), "title": "Tbilisi", "host": "IOM", "venue": "Hotel",
        "city": "Tbilisi", "country": "GE", "languages": ["en", "ka"],
        "starts_on_day": 5, "starts_on_month": 10, "starts_on_year": 2010,
        "ends_on_day": 4, "ends_on_month": 10, "ends_on_year": 2010,
        "on_day": 1, "on_month": 9, "on_year": 2010,
    }  # fmt: skip
    page, url = signed_in(leyla), reverse("network:plan_workshop")
    assert page.post(url, sent).status_code == 422
    assert page.post(url, {**sent, "ends_on_day": 6}).status_code == 302
    assert Workshop.objects.get().days == 2


def test_a_lesson_is_validated_and_published_by_a_button(leyla) -> None:
    lesson = helpers.lesson()
    page = signed_in(leyla)
    url = reverse("network:lesson", args=[lesson.pk])
    for act, status in [("validate", "validated"), ("publish", "published")]:
        page.post(url, {"command_id": str(uuid4()), "act": act})
        assert Lesson.objects.get(pk=lesson.pk).status == status
    early = page.post(url, {"command_id": str(uuid4()), "act": "publish"})
    assert early.status_code == 422


def test_a_donor_reads_figures_and_no_name(leyla) -> None:
    tbilisi = helpers.workshop(leyla)
    helpers.participants(tbilisi, leyla, {"AZ": 12, "GE": 9, "AM": 3})
    services.record_workshop_held(by=leyla, on=tbilisi.ends_on, at=helpers.AT, workshop=tbilisi)
    helga = signed_in(build.actor(Role.DONOR))
    shown = helga.get(reverse("network:results")).content.decode()
    assert tbilisi.title in shown
    assert "Participant AZ" not in shown
    assert "Armenia" not in shown
    for name, args in [
        ("institutions", []), ("workshops", []), ("workshop", [tbilisi.pk]), ("campaigns", []),
    ]:  # fmt: skip
        assert helga.get(reverse(f"network:{name}", args=args)).status_code == 403


def test_a_state_partner_opens_its_own_institution_only(leyla) -> None:
    own = helpers.institution(
        leyla, "Employment Service", organisation=build.organisation("Employment Service")
    )
    other = helpers.institution(leyla)
    partner = signed_in(
        build.actor(
            Role.STATE_PARTNER,
            scope=ScopeKind.ORGANISATION,
            organisation_name="Employment Service",
        )
    )
    assert partner.get(reverse("network:institution", args=[own.pk])).status_code == 200
    assert partner.get(reverse("network:institution", args=[other.pk])).status_code == 404
    assert partner.get(reverse("network:workshops")).status_code == 403

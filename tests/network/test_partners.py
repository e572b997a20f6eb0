"""Partner institutions, their memoranda, services and trainings."""

import datetime as dt

import pytest
from django.utils.translation import override

from dayaq.kernel.access.models import User
from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.errors import NotAllowed, Refused
from dayaq.kernel.events import timeline
from dayaq.network import services
from dayaq.network.models import Institution, Mou, ServiceListing
from tests import build
from tests.network import helpers

pytestmark = pytest.mark.django_db


def test_an_institution_has_its_history_in_one_timeline() -> None:
    by = build.actor(Role.PROGRAMME_OFFICER)
    centre = helpers.institution(by)
    helpers.mou(centre, by)
    services.record_capacity_event(
        by=by, on=helpers.ON, at=helpers.AT, institution=centre, topic="Rights", women=7, men=5
    )
    verbs = [told.verb for told in timeline("institution", centre.pk)]
    assert sorted(verbs) == [
        "network.capacity_event_recorded",
        "network.institution_registered",
        "network.mou_signed",
    ]


@pytest.mark.parametrize(
    ("language", "name", "other"),
    [("az", "Protez Mərkəzi", "Prosthetic Centre"), ("en", "Prosthetic Centre", "Protez Mərkəzi")],
)
def test_an_institution_is_called_in_the_readers_language(language, name, other) -> None:
    centre = helpers.institution(name="Prosthetic Centre", name_az="Protez Mərkəzi")
    plain = helpers.institution(name="ANAMA")
    with override(language):
        assert (str(centre), centre.other_name) == (name, other)
        assert (str(plain), plain.other_name) == ("ANAMA", "")


def test_a_memorandum_cannot_end_before_it_is_signed() -> None:
    centre = helpers.institution()
    with pytest.raises(Refused, match="end must not be before"):
        helpers.mou(centre, signed_on=dt.date(2010, 2, 1), valid_until=dt.date(2010, 1, 31))
    assert not Mou.objects.exists()


def test_a_memorandum_is_ended_once() -> None:
    by = build.actor(Role.PROGRAMME_OFFICER)
    agreed = helpers.mou(helpers.institution(by), by)
    services.end_mou(by=by, on=helpers.ON, at=helpers.AT, mou=agreed, reason="Merged")
    with pytest.raises(Refused, match="ended already"):
        services.end_mou(by=by, on=helpers.ON, at=helpers.AT, mou=agreed, reason="Again")


def test_a_training_nobody_came_to_is_refused() -> None:
    by = build.actor(Role.PROGRAMME_OFFICER)
    centre = helpers.institution(by)
    with pytest.raises(Refused):
        services.record_capacity_event(
            by=by, on=helpers.ON, at=helpers.AT, institution=centre, topic="x", women=0, men=0
        )


def test_a_verified_service_carries_the_day_it_was_checked() -> None:
    by = build.actor(Role.PROJECT_MANAGER)
    service = services.list_service(
        by=by, on=dt.date(2010, 5, 1), at=helpers.AT, institution=helpers.institution(by),
        kind="prosthetics", description="Below-knee prostheses",
    )  # fmt: skip
    services.verify_service(by=by, on=helpers.ON, at=helpers.AT, service=service)
    service.refresh_from_db()
    assert service.verified_on == helpers.ON
    services.withdraw_service(by=by, on=helpers.ON, at=helpers.AT, service=service)
    assert not ServiceListing.objects.get(pk=service.pk).is_offered


def test_a_state_partner_sees_its_own_institution_only() -> None:
    by = build.actor(Role.PROGRAMME_OFFICER)
    partner = build.actor(
        Role.STATE_PARTNER, scope=ScopeKind.ORGANISATION, organisation_name="Employment Service"
    )
    own = build.organisation("Employment Service")
    helpers.institution(by)
    theirs = helpers.institution(by, "Employment Service", organisation=own)
    assert list(Institution.objects.visible_to(partner)) == [theirs]


def test_another_programme_sees_nothing() -> None:
    helpers.institution()
    stranger = build.actor(Role.PROGRAMME_OFFICER, programme_code="other")
    assert not Institution.objects.visible_to(stranger).exists()


@pytest.mark.parametrize(
    "role", [Role.FIELD_OFFICER, Role.DONOR, Role.STATE_PARTNER, Role.ADMINISTRATOR]
)
def test_others_cannot_register_an_institution(role: Role) -> None:
    with pytest.raises(NotAllowed):
        helpers.institution(build.actor(role))
    assert not Institution.objects.exists()
    assert User.objects.exists()

"""Registering a person: consent first, likely duplicates, scope, one event."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from dayaq.kernel.events import timeline
from dayaq.kernel.ids import check_code
from dayaq.kernel.names import sort_key
from dayaq.people import services
from dayaq.people.models import Person, Registration
from dayaq.people.queries.duplicates import likely_matches
from tests import build
from tests.people import helpers

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def registration_of(person: Person) -> Registration:
    return Registration.objects.get(person=person)


def test_a_complete_registration_goes_to_the_authority_with_one_event() -> None:
    person = helpers.register(build.actor(Role.FIELD_OFFICER))
    assert person.code.startswith("FZ-")
    assert check_code(person.code)
    assert registration_of(person).status == "submitted"
    assert person.victim_status.verification == "asked"
    assert [told.verb for told in timeline("person", person.pk)] == ["people.person_registered"]


def test_the_event_holds_no_personal_value() -> None:
    person = helpers.register(build.actor(Role.FIELD_OFFICER))
    held = str(timeline("person", person.pk)[0].data)
    assert "Zaur" not in held
    assert "Məmmədov" not in held
    assert "5021" not in held


def test_without_consent_to_be_served_nobody_is_registered() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    for consent in (None, helpers.consent_data(purposes=["share_partners"])):
        with pytest.raises(Refused) as refusal:
            services.register_person(
                by=officer, on=helpers.REGISTERED_ON, at=build.AT,
                person=helpers.person_data(), consent=consent,
            )  # fmt: skip
        assert refusal.value.field == "purposes"
    assert Person.objects.count() == 0


def test_a_recorded_legal_basis_stands_in_for_the_consent() -> None:
    person = services.register_person(
        by=build.actor(Role.FIELD_OFFICER), on=helpers.REGISTERED_ON, at=build.AT,
        person=helpers.person_data(), consent=None, legal_basis="Court order 12 of 2010",
        victim=helpers.victim_data(), incident=helpers.incident_data(),
    )  # fmt: skip
    assert registration_of(person).status == "submitted"


def test_the_database_refuses_a_registration_without_basis() -> None:
    person = helpers.register(build.actor(Role.FIELD_OFFICER))
    with pytest.raises(IntegrityError, match="consent_or_a_legal_basis"), transaction.atomic():
        Registration.objects.filter(person=person).update(consent=None)


def test_without_consent_to_share_the_registration_stays_incomplete() -> None:
    person = helpers.register(
        build.actor(Role.FIELD_OFFICER), consent=helpers.consent_data(purposes=["service"])
    )
    assert registration_of(person).status == "draft"


def test_a_later_consent_completes_and_submits_it() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    person = helpers.register(officer, consent=helpers.consent_data(purposes=["service"]))
    services.record_consent(
        by=officer, on=dt.date(2010, 3, 1), at=build.AT, person_id=person.pk,
        consent=helpers.consent_data(purposes=["share_authority"], given_on=dt.date(2010, 3, 1)),
    )  # fmt: skip
    found = registration_of(person)
    assert (found.status, found.submitted_on) == ("submitted", dt.date(2010, 3, 1))


def test_a_spoken_consent_needs_a_witness() -> None:
    with pytest.raises(Refused) as refusal:
        helpers.register(
            build.actor(Role.FIELD_OFFICER), consent=helpers.consent_data(method="verbal")
        )
    assert refusal.value.field == "witness"


def test_a_withdrawn_consent_is_in_force_no_more() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    person = helpers.register(officer)
    consent = person.consents.get()
    withdrawn = services.withdraw_consent(
        by=officer, on=dt.date(2010, 5, 1), at=build.AT, consent_id=consent.pk, reason="Moved"
    )
    assert not person.consents.in_force(withdrawn.withdrawn_on).exists()
    assert person.consents.in_force(dt.date(2010, 4, 30)).exists()
    for purpose in ("service", "photo_story"):
        for on in (
            consent.given_on - DAY,
            consent.given_on,
            dt.date(2010, 4, 30),
            dt.date(2010, 5, 1),
        ):
            asked = person.consents.in_force(on).for_purpose(purpose)
            assert withdrawn.allows(purpose, on) == asked.exists(), (purpose, on)
    with pytest.raises(Refused):
        services.withdraw_consent(
            by=officer, on=dt.date(2010, 6, 1), at=build.AT, consent_id=consent.pk
        )


def test_a_likely_duplicate_must_be_looked_at_first() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    first = helpers.register(officer)
    again = {"given_name": "Заур", "surname": "Мамедов", "patronymic": "Рауф"}
    with pytest.raises(Refused) as refusal:
        helpers.register(officer, others_ruled_out=False, **again)
    assert refusal.value.code == "likely_duplicate"
    assert Person.objects.count() == 1
    [match] = likely_matches(officer, helpers.person_data(**again))
    assert match.person == first
    second = helpers.register(officer, others_ruled_out=True, **again)
    assert second.code != first.code


def test_a_match_out_of_sight_tells_its_code_and_nothing_else() -> None:
    first = helpers.register(build.actor(Role.FIELD_OFFICER))
    rashad = build.outsider()
    data = helpers.person_data(district_id=build.other_district().pk)
    [match] = likely_matches(rashad, data)
    assert (match.code, match.person) == (first.code, None)


def test_the_same_document_number_is_refused_by_the_database() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    helpers.register(officer, document_type="identity_card", document_no="AA 123456")
    with pytest.raises(IntegrityError, match="document_number"), transaction.atomic():
        helpers.register(
            officer, document_type="identity_card", document_no="aa123456",
            given_name="Elçin", surname="Quliyev",
        )  # fmt: skip


def test_a_day_to_come_is_refused() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    tomorrow = build.TODAY + dt.timedelta(days=1)
    with pytest.raises(Refused, match="has not come yet"):
        helpers.register(officer, on=tomorrow)
    with pytest.raises(Refused, match="has not come yet"):
        helpers.register(officer, born_on=tomorrow)


def test_an_officer_registers_only_in_districts_given_to_them() -> None:
    with pytest.raises(NotAllowed):
        helpers.register(build.outsider())


@pytest.mark.parametrize(
    "role", [Role.DONOR, Role.ADMINISTRATOR, Role.AUTHORITY, Role.TRAINER, Role.CASHIER]
)
def test_roles_without_the_capability_cannot_register(role: Role) -> None:
    with pytest.raises(NotAllowed):
        helpers.register(build.actor(role, scope=ScopeKind.ALL))


def test_another_district_sees_nobody_and_changes_nothing() -> None:
    person = helpers.register(build.actor(Role.FIELD_OFFICER))
    rashad = build.outsider()
    assert not Person.objects.visible_to(rashad).exists()
    with pytest.raises(NotFound):
        services.update_person(
            by=rashad, on=build.TODAY, at=build.AT, person_id=person.pk, version=1,
            person=helpers.person_data(given_name="Changed"),
        )  # fmt: skip
    person.refresh_from_db()
    assert person.given_name == "Zaur"


@pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR, Role.STATE_PARTNER])
def test_donor_and_administrator_see_nobody(role: Role) -> None:
    helpers.register(build.actor(Role.FIELD_OFFICER))
    watcher = build.actor(role)
    assert not Person.objects.visible_to(watcher).exists()
    assert not Person.objects.visible_to(watcher, "people.view_names").exists()


def test_an_officer_sees_their_own_person_in_a_scope_of_own_cases() -> None:
    own = build.actor(Role.FIELD_OFFICER, scope=ScopeKind.OWN)
    other = build.actor(Role.FIELD_OFFICER, name="Ruslan", scope=ScopeKind.OWN)
    person = helpers.register(own)
    assert list(Person.objects.visible_to(own)) == [person]
    assert not Person.objects.visible_to(other).exists()


def test_two_people_changing_one_person_do_not_overwrite_each_other() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    person = helpers.register(officer)
    for attempt, name in enumerate(["Zaurbəy", "Zöhrab"]):
        call = {"by": officer, "on": build.TODAY, "at": build.AT, "person_id": person.pk}
        data = helpers.person_data(given_name=name)
        if attempt == 0:
            services.update_person(**call, version=1, person=data)
            continue
        with pytest.raises(Conflict):
            services.update_person(**call, version=1, person=data)
    person.refresh_from_db()
    assert (person.given_name, person.version) == ("Zaurbəy", 2)
    assert Person.objects.visible_to(officer).filter(name_fold__contains=" zaurbai").exists()


def test_a_move_to_another_district_moves_the_registration() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    person = helpers.register(officer)
    services.update_person(
        by=officer, on=build.TODAY, at=build.AT, person_id=person.pk, version=1,
        person=helpers.person_data(district_id=build.other_district().pk),
    )  # fmt: skip
    assert list(Person.objects.visible_to(build.outsider())) == [person]


def test_a_duplicate_is_marked_and_nothing_is_merged() -> None:
    officer, manager = build.actor(Role.FIELD_OFFICER), build.actor(Role.PROJECT_MANAGER)
    first, second = helpers.register(officer), helpers.register(officer)
    services.mark_duplicate(
        by=manager, on=build.TODAY, at=build.AT, person_id=second.pk, same_as_id=first.pk
    )
    assert registration_of(second).status == "duplicate"
    assert registration_of(first).status == "submitted"
    with pytest.raises(NotAllowed):
        services.mark_duplicate(
            by=officer, on=build.TODAY, at=build.AT, person_id=first.pk, same_as_id=second.pk
        )


def test_registering_costs_a_bounded_number_of_statements(
    django_assert_max_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    helpers.register(officer)
    with django_assert_max_num_queries(22):
        helpers.register(officer, others_ruled_out=False, given_name="Elçin", surname="Quliyev")


def test_a_document_number_is_not_readable_in_the_database() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    person = helpers.register(officer, document_type="identity_card", document_no="aze 55512")

    with connection.cursor() as cursor:
        cursor.execute("SELECT people_person::text FROM people_person WHERE id = %s", [person.pk])
        (row,) = cursor.fetchone()

    assert "55512" not in row
    assert Person.objects.get(pk=person.pk).document_no == "AZE55512"


def test_the_database_refuses_a_sealed_number_that_nobody_could_find() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    person = helpers.register(officer, document_type="identity_card", document_no="AZE 1")

    with pytest.raises(IntegrityError, match="a_sealed_document_number_can_be_found"):
        Person.objects.filter(pk=person.pk).update(document_index=None)


def test_a_registration_stands_in_the_alphabet_where_its_person_does() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    person = helpers.register(officer)
    services.update_person(
        by=officer, on=helpers.REGISTERED_ON, at=build.AT, person_id=person.pk, version=1,
        person=helpers.person_data(surname="Çobanov"),
    )  # fmt: skip
    person.refresh_from_db()
    assert registration_of(person).sort_key == person.sort_key == sort_key("Çobanov Zaur Rauf")
    with pytest.raises(IntegrityError, match="sorted_as_its_person"), transaction.atomic():
        Registration.objects.filter(person=person).update(sort_key="elsewhere")

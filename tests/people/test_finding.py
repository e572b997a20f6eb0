"""Search: any script, any spelling, code or telephone, within the reach of the reader."""

import pytest

from dayaq.kernel.access.roles import Role
from dayaq.people.models import Person
from dayaq.people.queries.finding import find_persons
from tests import build
from tests.people import helpers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    [
        "Məmmədov", "MEMMEDOV", "mammadov", "Мамедов", "zaur məm", "Məmmədov Zaur", "rauf",
        "0502123456", "050 212 34 56", "+994 50 212-34-56", "994502123456",
    ],
)  # fmt: skip
def test_one_person_is_found_however_typed(typed: str) -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    person = helpers.register(officer)
    helpers.register(officer, given_name="Elçin", surname="Quliyev", patronymic="", phone="")
    assert list(find_persons(officer, typed)) == [person]


def test_the_published_examples_are_found() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    ismayilov = helpers.register(officer, given_name="Tofiq", surname="İsmayılov", patronymic="")
    fuzuli = helpers.register(officer, given_name="Füzuli", surname="Əliyev", patronymic="")
    assert list(find_persons(officer, "ISMAYILOV")) == [ismayilov]
    for typed in ("fuzuli", "Fizuli", "Физули"):
        assert list(find_persons(officer, typed)) == [fuzuli]


def test_a_code_and_a_document_number_find() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    person = helpers.register(officer, document_type="identity_card", document_no="AZE 55512")
    for typed in (person.code, person.code.lower(), "aze55512"):
        assert list(find_persons(officer, typed)) == [person]


@pytest.mark.parametrize(
    "typed", ["", "  ", "%", "_", "'; DROP", "\x00", "💥", "\u202e", "x" * 5000]
)
def test_nonsense_finds_nobody_and_breaks_nothing(typed: str) -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    helpers.register(officer)
    assert list(find_persons(officer, typed)) == []


def test_another_district_finds_nobody() -> None:
    person = helpers.register(build.actor(Role.FIELD_OFFICER))
    rashad = build.outsider()
    for typed in ("Məmmədov", person.code, "0502123456"):
        assert not find_persons(rashad, typed).exists()


def test_people_stand_in_the_order_of_the_alphabet() -> None:
    officer = build.actor(Role.FIELD_OFFICER)
    for surname in ("Zeynalov", "Çobanov", "Həsənov", "Cavadov", "Xəlilov", "Əhmədov", "Ilyasov"):
        helpers.register(officer, surname=surname)
    names = [row.surname for row in Person.objects.visible_to(officer).in_order()]
    assert names == [
        "Cavadov", "Çobanov", "Əhmədov", "Həsənov", "Xəlilov", "Ilyasov", "Zeynalov",
    ]  # fmt: skip

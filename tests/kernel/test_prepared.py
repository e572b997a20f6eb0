"""A prepared question answers as the queryset would, for every id and every asker."""

from __future__ import annotations

import dataclasses
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Count, QuerySet
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from dayaq.kernel.access.models import Organisation, Place, User
from dayaq.kernel.ids import uuid7
from dayaq.kernel.prepared import counted, how_many, number_of, prepared
from dayaq.kernel.web.listing import PER_PAGE, listing

pytestmark = pytest.mark.django_db


@dataclasses.dataclass(frozen=True)
class Asker:
    sees: frozenset[UUID]


@prepared
def user_of(asker: Asker, user_id: UUID) -> QuerySet[User]:
    seen = User.objects.filter(organisation_id__in=asker.sees)
    return seen.filter(pk=user_id).select_related("organisation")


@prepared
def two(first: UUID, second: UUID) -> QuerySet[User]:
    return User.objects.filter(pk__in=[first, second]).order_by("username")


@prepared
def nobody(user_id: UUID) -> QuerySet[User]:
    return User.objects.none().filter(pk=user_id)


@prepared
def first_places(code: str) -> QuerySet[Place]:
    return counted(Place.objects.filter(code__startswith=code).order_by("code"), 5)


@prepared
def places_number(code: str) -> QuerySet[Place]:
    return how_many(Place.objects.filter(code__startswith=code).order_by("code"))


@prepared
def homes_number(people: int) -> QuerySet[Organisation]:
    homes = Organisation.objects.filter(name__startswith="Home of ")
    return how_many(homes.annotate(people=Count("user")).filter(people=people))


@prepared
def shared_homes(below: int) -> QuerySet[Organisation]:
    homes = Organisation.objects.filter(name__startswith="Home of ")
    return homes.annotate(people=Count("user")).filter(people__gt=1, people__lt=below)


@prepared
def partners_like(name: str, kind: str) -> QuerySet[Organisation]:
    some = Organisation.objects.exclude(name="it's").exclude(short_name="100% %s")
    return some.filter(kind="state", name__startswith=name).exclude(kind=kind)


@listing
def places_listed(code: str) -> QuerySet[Place]:
    return Place.objects.filter(code__startswith=code).order_by("code")


def user(name: str) -> User:
    home = Organisation.objects.create(name=f"Home of {name}", kind="ngo")
    return User.objects.create(username=name, full_name=name.title(), organisation=home)


def places(count: int) -> None:
    Place.objects.bulk_create(
        Place(kind="district", code=f"q{number:03d}", name="Q", name_az="Q")
        for number in range(count)
    )


def test_the_answer_is_read_anew_and_never_shared() -> None:
    ana, oktay = user("ana"), user("oktay")
    assert ana.organisation_id
    assert oktay.organisation_id
    sees_ana, sees_oktay = (
        Asker(frozenset({ana.organisation_id})), Asker(frozenset({oktay.organisation_id}))
    )  # fmt: skip
    assert user_of(sees_ana, ana.pk) == [ana]
    assert user_of(sees_ana, oktay.pk) == []
    assert user_of(sees_oktay, oktay.pk) == [oktay]
    assert user_of(sees_oktay, ana.pk) == []
    User.objects.filter(pk=ana.pk).update(full_name="Ana the Second")
    with CaptureQueriesContext(connection) as said:
        again = user_of(sees_ana, ana.pk)[0]
        assert again.full_name == "Ana the Second"
        assert again.organisation == ana.organisation
    assert len(said) == 1


def test_ids_go_to_their_own_places_by_place_and_by_name() -> None:
    ana, oktay, zohra = user("ana"), user("oktay"), user("zohra")
    assert two(ana.pk, zohra.pk) == [ana, zohra]
    assert two(oktay.pk, second=ana.pk) == [ana, oktay]
    assert two(second=zohra.pk, first=oktay.pk) == [oktay, zohra]


def test_a_question_with_no_answer_asks_nothing() -> None:
    with CaptureQueriesContext(connection) as said:
        assert nobody(uuid7()) == []
    assert len(said) == 0


def test_the_first_rows_know_how_many_there_are() -> None:
    places(7)
    shown = first_places("q")
    assert [row.code for row in shown] == ["q000", "q001", "q002", "q003", "q004"]
    assert number_of(shown) == 7
    assert number_of(first_places("none")) == 0
    assert places_number("q") == [7]  # type: ignore[comparison-overlap]
    assert places_number("none") == [0]  # type: ignore[comparison-overlap]


def test_rows_joined_to_many_others_are_counted_once() -> None:
    ana = user("ana")
    User.objects.create(username="zohra", full_name="Zohra", organisation=ana.organisation)
    assert homes_number(2) == [1]  # type: ignore[comparison-overlap]
    assert homes_number(1) == [0]  # type: ignore[comparison-overlap]


@pytest.mark.parametrize(
    ("asked", "number", "first"),
    [("", 1, 0), ("2", 2, PER_PAGE), ("99", 3, 2 * PER_PAGE), ("x", 1, 0), ("-1", 3, 2 * PER_PAGE)],
)
def test_a_list_gives_the_nearest_page(asked: str, number: int, first: int) -> None:
    places(2 * PER_PAGE + 3)
    page = places_listed(RequestFactory().get("/", {"page": asked}), "q")
    assert page.number == number
    assert page.paginator.num_pages == 3
    assert next(row.code for row in page) == f"q{first:03d}"
    assert len(page) == (3 if number == 3 else PER_PAGE)
    empty = places_listed(RequestFactory().get("/"), "none")
    assert (list(empty), empty.paginator.count) == ([], 0)


def test_words_of_our_own_stand_in_the_statement_and_what_is_asked_beside_it() -> None:
    kept = Organisation.objects.create(name="ministry", kind="state")
    Organisation.objects.create(name="ministry of others", kind="ngo")
    with CaptureQueriesContext(connection) as asked:
        assert partners_like("ministry", "donor") == [kept]
        assert partners_like("ministry' OR ''='", "ngo") == []
        assert partners_like("ministry", "state") == []
    first, second, third = (query["sql"] for query in asked)
    assert first == second, "what is asked is no part of the statement"
    assert "\"kind\" = 'state'" in first
    assert "it's" not in first, "only words are; nothing that would have to be quoted"
    assert "'state'" not in third, "a word that was asked stays beside"


def test_numbers_of_our_own_stand_in_the_statement_and_those_asked_beside_it() -> None:
    ana = user("ana")
    User.objects.create(username="zohra", full_name="Zohra", organisation=ana.organisation)
    user("oktay")
    with CaptureQueriesContext(connection) as asked:
        assert shared_homes(7) == [ana.organisation]
        assert shared_homes(2) == []
        assert shared_homes(1) == []
    first, second, third = (query["sql"] for query in asked)
    assert first == second, "what is asked is no part of the statement"
    assert "> 1" in first
    assert "> 1" not in third, "a number that was asked stays beside"

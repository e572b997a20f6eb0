"""A page asks the database as often for sixty rows as for ten, and stays small on the wire."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from benchmarks import generator, pages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dayaq.credit.models import Loan
from dayaq.kernel.access.models import User
from dayaq.kernel.models import Installation
from dayaq.site.demo.stage import Stage

pytestmark = pytest.mark.django_db
ROLES = {
    "aytan": ("Today", "a person", "a loan", "persons", "cases", "loans", "applications",
              "arrears", "collection sheet", "grids", "search"),
    "kamran": ("Today", "courses", "business plans"),
    "nigar": ("Today", "a person"),
    "sabina": ("Today", "grids"),
    "vugar": ("Today", "loans", "journal"),
    "gunay": ("Today",),
    "orkhan": ("Today",),
    "leyla": ("Today", "a person", "persons", "loans"),
}  # fmt: skip
STATEMENTS_MAX = {
    "Today": 30, "a person": 28, "a loan": 16, "persons": 8, "cases": 7, "loans": 11,
    "applications": 7, "arrears": 8, "collection sheet": 10, "grids": 7, "search": 10,
    "courses": 7, "business plans": 7, "journal": 10,
}  # fmt: skip
"""The signed-in frame of a page takes five of them."""


def people(stage: Stage, count: int, prefix: str) -> None:
    """So many borrowers of Füzuli, who pay seven times and then no more."""
    for group in generator.groups(count, count, prefix=prefix):
        for figure in group.people:
            assert figure.loan
            figure.loan.behaviour, figure.loan.product = "1", "standard"
        generator.register(stage, group.people)
        generator.train(stage, group)
        generator.lend(stage, group.people)
        generator.collect(stage, group.people)


def asked(place: str, client: Client) -> tuple[int, int]:
    """How many statements a page takes, and how many bytes it is, compressed."""
    loan = Loan.objects.order_by("code").first()
    assert loan
    path = pages.PAGES[place][0].format(person=loan.person_id, loan=loan.pk)
    client.get(path)
    with CaptureQueriesContext(connection) as said:
        answer = client.get(path, headers={"accept-encoding": "gzip"})
    assert answer.status_code == 200, path
    assert answer["Content-Encoding"] == "gzip"
    return len(said), len(answer.content)


def everywhere() -> Iterator[tuple[tuple[str, str], int, int]]:
    for username, places in ROLES.items():
        client = Client()
        client.force_login(User.objects.get(username=username))
        for place in places:
            yield (place, username), *asked(place, client)


def test_a_page_of_sixty_asks_as_often_as_a_page_of_ten() -> None:
    stage = generator.found()
    Installation.objects.update(demonstration_on=generator.TODAY)
    people(stage, 10, "few")
    few = {name: count for name, count, _size in everywhere()}
    assert min(few.values()) > 3
    people(stage, 50, "many")
    many = {name: (count, size) for name, count, size in everywhere()}
    grown = {name: (few[name], many[name][0]) for name in few if many[name][0] > few[name]}
    assert not grown
    over = {name: count for name, (count, _size) in many.items() if count > STATEMENTS_MAX[name[0]]}
    assert not over
    assert {name: size for name, (_count, size) in many.items() if size > 40_000} == {}

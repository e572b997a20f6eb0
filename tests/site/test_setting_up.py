"""An empty installation is set up by its first administrator, with the word serve printed."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from dayaq.kernel.access.models import Assignment, Programme, User
from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import Refused
from dayaq.kernel.models import Installation

WORD = "87be4afdec266ed1"


@pytest.fixture
def empty(own_database: None, settings: Any) -> Client:
    settings.DAYAQ_SETUP_WORD = WORD
    return Client()


def first(**changes: str) -> dict[str, str]:
    return {
        "command_id": str(uuid4()), "word": WORD, "full_name": "Murad Sadıqov",
        "username": "murad", "password": "uzun-parol-2026", "code": "seirp",
        "name": "Programme", "name_az": "Proqram", "starts_on": "2026-01-01",
        "ends_on": "2027-12-31", "complaint_phone": "", **changes,
    }  # fmt: skip


def begin(client: Client, **changes: str) -> Any:
    return client.post(reverse("setup:begin"), first(**changes))


def test_today_leads_to_the_set_up_page(empty: Client) -> None:
    assert reverse("setup:begin") in empty.get("/").content.decode()


def test_the_first_administrator_sets_the_programme_up(empty: Client) -> None:
    answer = begin(empty)

    assert (answer.status_code, answer.url) == (302, reverse("setup:steps"))
    assert Installation.objects.get().mode == Installation.Mode.REAL
    assert Assignment.objects.get().role == Role.ADMINISTRATOR
    steps = empty.get(answer.url)
    assert steps.status_code == 200
    assert reverse("access:accounts") in steps.content.decode()
    assert reverse("setup:finish") not in steps.content.decode()  # there is still much to do


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("word", "another"), ("word", ""), ("password", "1234"), ("ends_on", "2025-01-01"),
        ("name", ""), ("starts_on", "31.02.2026"), ("username", "Boş yer"),
    ],
)  # fmt: skip
def test_a_wrong_answer_makes_nothing(empty: Client, field: str, value: str) -> None:
    answer = begin(empty, **{field: value})

    assert answer.status_code == 422
    assert f'id="{"id_" + field}' in answer.content.decode()
    assert not User.objects.exists()
    assert not Programme.objects.exists()
    assert not Installation.objects.exists()


def test_nobody_is_first_twice(empty: Client) -> None:
    begin(empty)
    second = begin(Client(), username="other")

    assert (second.status_code, second.url) == (302, reverse("setup:steps"))
    assert User.objects.count() == 1


def test_a_real_programme_never_becomes_a_demonstration(empty: Client) -> None:
    from dayaq.site import demo

    begin(empty)
    with pytest.raises(Refused):
        demo.build()
    assert Installation.objects.get().mode == Installation.Mode.REAL
    assert User.objects.count() == 1


def test_a_lent_password_is_changed_before_anything_else(empty: Client) -> None:
    begin(empty)
    sent = {
        "command_id": str(uuid4()), "full_name": "Aytən", "username": "aytan",
        "password": "verilmis-parol-1", "organisation": "", "phone": "", "language": "en",
    }  # fmt: skip
    made = empty.post(reverse("access:create_account"), sent)
    officer = Client()
    officer.force_login(User.objects.get(username="aytan"))

    assert made.status_code == 302
    assert officer.get("/").url == reverse("account_change_password")
    changed = officer.post(
        reverse("account_change_password"),
        {
            "oldpassword": "verilmis-parol-1",
            "password1": "oz-parolum-22",
            "password2": "oz-parolum-22",
        },
    )
    assert changed.status_code == 302, changed.content.decode()[-2500:]
    assert not User.objects.get(username="aytan").must_change_password
    assert officer.get("/").status_code == 200


def test_an_account_is_made_once_however_often_the_form_is_sent(empty: Client) -> None:
    begin(empty)
    sent = {
        "command_id": str(uuid4()), "full_name": "Aytən", "username": "aytan",
        "password": "verilmis-parol-1", "organisation": "", "phone": "", "language": "az",
    }  # fmt: skip
    url = reverse("access:create_account")

    answers = [empty.post(url, sent), empty.post(url, sent)]
    other = empty.post(url, {**sent, "username": "basqa"})

    assert [a.status_code for a in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    assert other.status_code == 422
    assert User.objects.count() == 2

"""Signing in: throttled, recorded, with cookies that stay where they belong."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from dayaq.kernel.access import services
from dayaq.kernel.access.models import User
from dayaq.kernel.access.roles import Role
from dayaq.kernel.models import Event, EventSubject
from tests import build
from tests.safety.addresses import browser, in_march_2011
from tests.safety.everything import SECRETS, history

pytestmark = pytest.mark.django_db
PASSWORD = "uzun-parol-2026"


@pytest.fixture
def cashier() -> User:
    in_march_2011()
    cache.clear()
    user = build.user(Role.CASHIER)
    services.reset_password(
        by=build.actor(Role.ADMINISTRATOR), user=user, password=PASSWORD, on=build.TODAY,
        at=build.AT,
    )  # fmt: skip
    return user


def sign_in(user: str, password: str) -> Any:
    return Client().post(reverse("account_login"), {"login": user, "password": password})


def test_after_five_wrong_tries_the_right_password_waits_too(cashier: User) -> None:
    for _try in range(5):
        assert sign_in(cashier.username, "wrong").status_code == 200

    answer = sign_in(cashier.username, PASSWORD)

    assert "_auth_user_id" not in answer.client.session
    assert answer.status_code in (200, 429)
    assert 'role="alert"' in answer.content.decode() or "error" in answer.content.decode()


def test_the_limit_is_counted_by_all_processes_together() -> None:
    assert settings.CACHES["default"]["BACKEND"].endswith("db.DatabaseCache")


def test_a_sign_in_and_a_wrong_try_are_recorded(cashier: User) -> None:
    sign_in(cashier.username, "wrong")
    assert sign_in(cashier.username, PASSWORD).status_code == 302

    verbs = list(
        Event.objects.filter(
            pk__in=EventSubject.objects.filter(subject_id=cashier.pk).values("event_id"),
            verb__startswith="access.sign",
        ).order_by("seq").values_list("verb", flat=True)
    )  # fmt: skip
    assert verbs == ["access.sign_in_failed", "access.signed_in"]


def test_a_wrong_try_keeps_nothing_that_was_typed(cashier: User) -> None:
    """People type passwords into the field of the name."""
    sign_in("my-secret-word", "and-another")

    event = Event.objects.get(verb="access.sign_in_failed")
    assert event.data == {}
    assert not EventSubject.objects.filter(event_id=event.pk).exists()


def test_the_cookie_of_the_session_is_for_this_site_and_no_script(cashier: User) -> None:
    cookie = sign_in(cashier.username, PASSWORD).cookies["sessionid"]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert not cookie["expires"]  # closing the browser signs out


@pytest.mark.parametrize(
    "header",
    [
        "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port",
        "X-Forwarded-Server", "X-Forwarded-Prefix", "X-Forwarded", "Forwarded", "Via", "X-Real-IP",
        "X-Client-IP", "True-Client-IP", "CF-Connecting-IP",
    ],
)  # fmt: skip
def test_the_demonstration_answers_nobody_behind_a_proxy(header: str) -> None:
    in_march_2011()
    answer = Client().get(reverse("account_login"), headers={header: "192.0.2.7"})

    assert answer.status_code == 403


def test_the_demonstration_answers_this_machine_only() -> None:
    in_march_2011()

    assert Client(REMOTE_ADDR="192.0.2.7").get(reverse("account_login")).status_code == 403
    assert Client().get("/", headers={"host": "dayaq.example"}).status_code == 400


def test_papers_are_not_kept_by_the_browser() -> None:
    in_march_2011()
    told = history()
    officer = browser(told.made.officer)
    loan = told.loan
    for address in (
        reverse("credit:agreement_pdf", args=[loan.application_id]),
        reverse("credit:receipt_pdf", args=[told.receipt.pk]),
        reverse("cases:letter", args=[told.referral.pk]),
        reverse("people:scan", args=[told.person.pk, told.ids["person"]["file"]]),
        reverse("person", args=[told.person.pk]),
    ):
        answer = officer.get(address)
        assert answer.status_code == 200, address
        assert "no-store" in answer.headers["Cache-Control"], address


def test_a_page_of_an_error_tells_nothing_of_anybody(monkeypatch: pytest.MonkeyPatch) -> None:
    in_march_2011()
    told = history()
    client = browser(told.made.officer)
    client.raise_request_exception = False

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Zaur Məmmədov +994502123456")

    monkeypatch.setattr("dayaq.kernel.events.timeline", broken)
    answer = client.get(reverse("person", args=[told.person.pk]))

    assert answer.status_code == 500
    assert [word for word in SECRETS if word in answer.content.decode()] == []


def test_more_than_ten_megabytes_are_not_read() -> None:
    assert settings.DATA_UPLOAD_MAX_MEMORY_SIZE <= 10 * 1024 * 1024
    in_march_2011()
    client = browser(build.actor(Role.FIELD_OFFICER))
    answer = client.post(
        reverse("people:register"), "a=" + "b" * (11 * 1024 * 1024),
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip

    assert answer.status_code == 400

"""Every address of the house has a guard, and the guard holds for every role."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from dayaq.kernel.access.capabilities import roles_for
from dayaq.kernel.access.models import User
from dayaq.kernel.access.roles import Role
from dayaq.web import views as shell
from tests import build
from tests.safety.addresses import Address, addresses, browser, in_march_2011

pytestmark = pytest.mark.django_db

OPEN = {
    "healthz", "language", "demonstration", "accounts:demonstration_sign_in", "setup:begin",
    "today", "account_login", "account_logout", "account_inactive", "mfa_authenticate",
}  # fmt: skip
"""Addresses without `needs` that a stranger may ask; each is looked at by itself below."""

OWN_ACCOUNT = {
    "account_reauthenticate", "account_change_password", "mfa_index", "mfa_reauthenticate",
    "mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes", "mfa_download_recovery_codes",
}  # fmt: skip
"""Addresses about the reader's own account: signing in is all they ask."""

CLOSED = {
    "account_signup", "account_email", "account_email_verification_sent",
    "account_reset_password", "account_set_password",
}  # fmt: skip
"""Names the sign-in library leads to; nothing is offered there."""

ANY_ROLE = {"people:verification", "person", "search", "dashboard", "styleguide"}
"""Guarded pages that draw only what the reader's role may see (test_another_district)."""

POSTED_ONLY = {"language", "accounts:demonstration_sign_in"}

TABLES = "SELECT count(*), (SELECT count(*) FROM kernel_command) FROM kernel_event"


def written() -> tuple[int, ...]:
    """How many events and commands there are: every change leaves one of them."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return tuple(cursor.fetchone())


def guarded() -> list[Address]:
    return [one for one in addresses() if one.is_guarded]


def test_no_address_is_without_a_guard() -> None:
    assert {one.name for one in addresses() if not one.is_guarded} == OPEN | OWN_ACCOUNT | CLOSED


def test_only_the_named_pages_ask_for_no_capability() -> None:
    assert {one.name for one in guarded() if one.capability is None} == ANY_ROLE


def test_nobody_has_the_same_address_twice() -> None:
    names = [one.name for one in addresses()]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_is_sent_to_the_sign_in_page(method: str) -> None:
    in_march_2011()
    client = Client()
    before = written()
    wrong = []
    for one in addresses():
        if one.name in OPEN | CLOSED:
            continue
        answer = getattr(client, method)(one.to())
        there = answer.headers.get("Location", "")
        if answer.status_code != 302 or not there.startswith(reverse("account_login")):
            wrong.append((one.name, answer.status_code, there))

    assert wrong == []
    assert written() == before


def test_nobody_signs_up_or_has_a_password_sent() -> None:
    in_march_2011()
    for client in (Client(), browser(build.actor(Role.CASHIER))):
        for name in CLOSED:
            assert client.get(reverse(name)).status_code == 404
            assert client.post(reverse(name), {"username": "new"}).status_code == 404
    for address in ("/account/signup/", "/account/email/", "/account/password/reset/"):
        assert client.get(address).status_code == 404
    assert not User.objects.filter(username="new").exists()


def test_the_open_pages_tell_a_stranger_nothing() -> None:
    in_march_2011()
    officer = User.objects.get(pk=build.actor(Role.FIELD_OFFICER).user_id)
    client = Client()
    for name in sorted(OPEN - {"demonstration", "account_login", "accounts:demonstration_sign_in"}):
        answer = client.get(reverse(name), follow=True)
        assert answer.status_code in (200, 302, 404, 405), name
        if answer.redirect_chain and answer.request["PATH_INFO"] == reverse("account_login"):
            continue  # the sign-in page of the demonstration names its invented staff
        assert officer.full_name not in answer.content.decode(), name


@pytest.mark.parametrize("role", list(Role))
def test_a_role_without_the_capability_is_refused(
    role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By GET and by POST, before anything is looked up: the ids here are of nobody."""
    in_march_2011()
    # The page of a refusal is drawn in the next test; here its status is enough.
    monkeypatch.setattr(shell, "page", lambda *_, status=200, **__: HttpResponse(status=status))
    client = browser(build.actor(role))
    before = written()
    wrong = []
    for one in guarded():
        if one.capability is None or role in roles_for(one.capability):
            continue
        for ask in (client.get, client.post):
            answer = ask(one.to())
            if answer.status_code != 403:
                wrong.append((one.name, ask.__name__, answer.status_code))

    assert wrong == []
    assert written() == before


def test_a_refusal_is_a_page_with_a_sentence() -> None:
    in_march_2011()
    answer = browser(build.actor(Role.DONOR)).get(reverse("people:list"))

    assert answer.status_code == 403
    assert "Your role does not include this" in answer.content.decode()


def test_what_is_only_posted_refuses_to_be_read() -> None:
    in_march_2011()
    client = browser(build.actor(Role.ADMINISTRATOR))

    assert {
        one.name for one in addresses()
        if one.name in POSTED_ONLY and client.get(one.to()).status_code != 405
    } == set()  # fmt: skip


def test_somebody_whose_roles_have_all_ended_sees_no_page_of_work() -> None:
    in_march_2011()
    client = browser(build.outsider())
    User.objects.get(full_name="Rəşad Vəliyev").assignments.update(ends_on=build.START)

    wrong = [
        one.name for one in guarded()
        if one.capability is not None and client.get(one.to()).status_code != 403
    ]  # fmt: skip
    assert wrong == []

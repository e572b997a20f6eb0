"""The frame is kept for one reader at one place, and what belongs to a request is its own."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from dayaq.kernel.access.models import User
from dayaq.kernel.access.roles import Role
from dayaq.web import frame
from tests import build

pytestmark = pytest.mark.django_db
TOKEN = re.compile('name="csrfmiddlewaretoken" value="([^"]+)"')


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, path: str = "/", **asked: str) -> str:
    return client.get(path, asked).content.decode()


def test_each_reader_has_their_own_frame() -> None:
    officer, administrator = build.user(Role.FIELD_OFFICER), build.user(Role.ADMINISTRATOR)
    first, second = page(signed_in(officer)), page(signed_in(administrator))

    assert officer.full_name in first
    assert administrator.full_name not in first
    assert administrator.full_name in second
    assert 'class="with-nav"' not in page(Client(), reverse("account_login"))


def test_a_name_that_changes_is_the_new_one_at_once() -> None:
    officer = build.user(Role.FIELD_OFFICER)
    client = signed_in(officer)
    before = page(client)
    User.objects.filter(pk=officer.pk).update(full_name="Günel Əliyeva")

    assert "Günel Əliyeva" not in before
    assert "Günel Əliyeva" in page(client)


def test_the_token_is_one_on_a_page_and_another_on_the_next() -> None:
    client = signed_in(build.user(Role.FIELD_OFFICER))
    first, second = TOKEN.findall(page(client)), TOKEN.findall(page(client))

    assert len(first) > 1
    assert len({*first}) == len({*second}) == 1
    assert first[0] != second[0]


def test_a_kept_token_opens_nothing_for_somebody_else() -> None:
    mine = Client(enforce_csrf_checks=True)
    mine.force_login(build.user(Role.FIELD_OFFICER))
    other = Client(enforce_csrf_checks=True)
    other.force_login(build.user(Role.FIELD_OFFICER))
    token = TOKEN.findall(page(mine))[0]
    page(other)

    sent = {"language": "az", "csrfmiddlewaretoken": token}
    assert other.post(reverse("language"), sent).status_code == 403
    assert mine.post(reverse("language"), sent).status_code == 302


@pytest.mark.parametrize("text", ['"><script>', "\0token\0", "Əli & \\1"])
def test_what_was_searched_for_is_only_text(text: str) -> None:
    html = page(signed_in(build.user(Role.FIELD_OFFICER)), reverse("search"), q=text)

    shown = re.search('id="site-search" name="q" value="([^"]*)"', html)
    assert shown
    assert TOKEN.findall(html)[0] not in shown[1]
    assert "<script>" not in shown[1]


def test_the_language_button_comes_back_to_the_page_it_stands_on() -> None:
    client = signed_in(build.user(Role.FIELD_OFFICER))
    page(client)

    assert 'name="next" value="/people/?q=a&amp;page=2"' in page(
        client, "/people/", q="a", page="2"
    )


def test_only_so_many_frames_are_kept() -> None:
    assert frame._start.cache_info().maxsize == frame.KEPT_MAX

"""Every role opens every page its navigation shows, and each page is sound."""

from __future__ import annotations

from collections import Counter

import pytest
from django.test import Client
from django.urls import reverse

from dayaq.kernel.access.roles import Role
from dayaq.kernel.models import Installation
from dayaq.kernel.web.panels import navigation
from tests import build
from tests.programme.helpers import phase
from tests.web import page

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_every_page_of_the_navigation_opens_and_is_sound(role: Role) -> None:
    Installation.objects.create(mode="demonstration", demonstration_on=build.TODAY, set_up=True)
    phase(build.actor(Role.PROGRAMME_OFFICER))
    user = build.user(role)
    client = Client()
    client.force_login(user)
    places = navigation(build.as_actor(user))

    assert {"today", "dashboard"} <= {item.url_name for item in places}
    for item in places:
        answer = client.get(reverse(item.url_name), follow=True)
        html = answer.content.decode()
        reader = page.read(html)
        assert answer.status_code == 200, item.url_name
        assert reader.refused == [], item.url_name
        assert [i for i, n in Counter(reader.ids).items() if n > 1] == [], item.url_name
        assert set(reader.references) <= set(reader.ids), item.url_name
        assert html.count("<h1") == 1, item.url_name

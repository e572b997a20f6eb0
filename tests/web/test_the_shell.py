"""The shell: who sees which page, and what a stranger gets."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from dayaq.kernel.access.models import User
from dayaq.kernel.access.roles import Role
from dayaq.kernel.clock import Clock
from dayaq.kernel.errors import Refused
from dayaq.kernel.models import Installation
from dayaq.kernel.web import panels
from dayaq.kernel.web.panels import Header, Hit, Panel, Step, TaskGroup, TaskRow
from dayaq.kernel.web.parts import Item, Tag
from tests import build
from tests.web import page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_panels(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the rooms registered is set aside, so that these tests say what there is."""
    import_module("dayaq.site.urls")  # else the demonstration registers in the middle of a test
    for name in ("TODAY", "PERSON_PANELS", "PERSON_STEPS", "SEARCH", "DASHBOARD"):
        monkeypatch.setattr(panels, name, [])
    monkeypatch.setattr(panels, "_HOOKS", {})


@pytest.fixture
def demonstration() -> Installation:
    return Installation.objects.create(
        mode="demonstration", demonstration_on=build.TODAY, set_up=True
    )


@pytest.fixture
def aytan(demonstration: Installation) -> User:
    return build.user(Role.FIELD_OFFICER)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_an_empty_installation_leads_to_its_set_up() -> None:
    answer = Client().get("/")

    assert answer.status_code == 200
    assert 'href="/set-up/"' in answer.content.decode()


def test_a_stranger_is_asked_to_sign_in(demonstration: Installation) -> None:
    for name in ("today", "search", "dashboard", "styleguide"):
        answer = Client().get(reverse(name))
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("account_login"))


def test_the_sign_in_page_offers_each_role_by_one_click(aytan: User) -> None:
    address = reverse("accounts:demonstration_sign_in", args=[aytan.username])

    shown = Client().get(reverse("account_login")).content.decode()
    assert address in shown
    assert page.read(shown).refused == []
    answer = Client().post(address)
    assert (answer.status_code, answer.url) == (302, reverse("today"))


def test_a_real_programme_lets_nobody_in_by_one_click() -> None:
    Installation.objects.create(mode="real", set_up=True)
    user = build.user(Role.FIELD_OFFICER)
    address = reverse("accounts:demonstration_sign_in", args=[user.username])

    assert address not in Client().get(reverse("account_login")).content.decode()
    assert Client().post(address).status_code == 404


def test_today_counts_and_links_what_waits(aytan: User) -> None:
    def due(actor: Any, clock: Clock) -> TaskGroup:
        assert actor.user_id == aytan.pk
        row = TaskRow("Zaur Məmmədov", "/x/1/", clock.today, overdue=True, detail="40,00 AZN")
        return TaskGroup("Collections due", 7, "/x/", [row])

    panels.today("due", None, 1, due)
    panels.today("nothing", None, 2, lambda actor, clock: TaskGroup("Visits", 0, "/v/"))

    html = signed_in(aytan).get("/").content.decode()

    assert 'href="/x/"' in html
    assert 'href="/x/1/"' in html
    assert "Show all 7" in html
    assert "Visits" not in html
    assert '<time datetime="2011-03-15">' in html


def test_an_entry_is_hidden_from_those_without_its_capability(aytan: User) -> None:
    panels.today("secret", "access.assign", 1, lambda a, c: TaskGroup("Secret", 1, "/s/"))

    assert "Secret" not in signed_in(aytan).get("/").content.decode()
    administrator = build.user(Role.ADMINISTRATOR)
    assert "Secret" in signed_in(administrator).get("/").content.decode()


def test_the_navigation_marks_one_place_only(aytan: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(panels, "NAV", [])
    panels.nav(1, "Today", "today", None)
    panels.nav(2, "Search", "search", None, "dashboard")
    panels.nav(3, "Dashboard", "dashboard", None, "dashboard")
    panels.nav(4, "Nowhere", "no:such-page", None)

    html = signed_in(aytan).get("/dashboard/").content.decode()

    assert html.count('aria-current="page"') == 1
    assert '<a href="/dashboard/" aria-current="page">' in html
    assert "Nowhere" not in html


def test_a_person_out_of_sight_and_a_missing_one_look_the_same(aytan: User) -> None:
    panels.person_header(lambda actor, person_id, clock: None)

    answer = signed_in(aytan).get(reverse("person", args=[uuid4()]))

    assert answer.status_code == 404
    assert "not among those you may see" in answer.content.decode()


def test_a_person_page_is_composed_of_what_the_rooms_add(aytan: User) -> None:
    panels.person_header(
        lambda actor, person_id, clock: Header(
            "Zaur Məmmədov", "FZ-0042-7", [Item("District", "Füzuli")], [Tag("Verified", "good")]
        )
    )
    panels.person_step(1, lambda a, p, c: Step("Registered", "done"))
    panels.person_step(2, lambda a, p, c: Step("Training", "current", "/training/"))
    panels.person_panel(
        1, None, lambda a, p, c: Panel("Phone", "components/empty.html", {"text": "No phone."})
    )

    answer = signed_in(aytan).get(reverse("person", args=[uuid4()]))

    html = answer.content.decode()
    for expected in ("Zaur Məmmədov", "FZ-0042-7", "Next: Training", "No phone.", "Füzuli"):
        assert expected in html
    assert page.read(html).refused == []


def test_search_groups_what_the_rooms_find_and_keeps_the_words(aytan: User) -> None:
    panels.search(1, None, lambda actor, text: [Hit("Zaur", "FZ-0042-7", "/p/", "Persons")])

    html = signed_in(aytan).get(reverse("search"), {"q": ' <b>"Zaur '}).content.decode()

    assert "Persons" in html
    assert 'value="&lt;b&gt;&quot;Zaur"' in html


@pytest.mark.parametrize("text", ["", "z", "\x00", "  "])
def test_a_search_for_too_little_asks_for_more(aytan: User, text: str) -> None:
    panels.search(1, None, lambda actor, text: pytest.fail("asked the rooms"))

    html = signed_in(aytan).get(reverse("search"), {"q": text}).content.decode()

    assert "at least two letters" in html


def test_a_signed_in_user_keeps_the_language_they_chose(aytan: User) -> None:
    client = signed_in(aytan)

    answer = client.post(reverse("language"), {"language": "az", "next": "/dashboard/"})

    assert (answer.status_code, answer.url) == (302, "/dashboard/")
    aytan.refresh_from_db()
    assert aytan.language == "az"
    assert '<html lang="az">' in client.get("/").content.decode()


def test_a_stranger_reads_the_sign_in_page_in_the_language_of_their_cookie(
    demonstration: Installation,
) -> None:
    client = Client()
    client.post(reverse("language"), {"language": "en"})

    assert '<html lang="en">' in client.get(reverse("account_login")).content.decode()


def test_the_language_switch_leads_nowhere_else(aytan: User) -> None:
    answer = signed_in(aytan).post(
        reverse("language"), {"language": "az", "next": "https://evil.example/"}
    )

    assert answer.url == reverse("today")


def test_an_unknown_language_changes_nothing(aytan: User) -> None:
    signed_in(aytan).post(reverse("language"), {"language": "xx"})

    aytan.refresh_from_db()
    assert aytan.language == "en"


def test_the_demonstration_moves_on_to_a_later_day_only(aytan: User) -> None:
    reached: list[dt.date] = []
    panels.demo_advance(reached.append)
    panels.demo_assumptions(lambda: [Item("Loan term", "18 months")])
    client, address = signed_in(aytan), reverse("demonstration")

    assert "18 months" in client.get(address).content.decode()
    refused = client.post(address, {"until": "2011-03-14"})
    moved = client.post(address, {"until_day": "1", "until_month": "4", "until_year": "2011"})

    assert refused.status_code == 422
    assert "This day has passed" in refused.content.decode()
    assert moved.status_code == 302
    assert reached == [dt.date(2011, 4, 1)]


def test_a_refusal_of_the_calendar_stands_by_the_day(aytan: User) -> None:
    def refuse(until: dt.date) -> None:
        raise Refused("The calendar ends on %(day)s.", params={"day": "30.06.2012"})

    panels.demo_advance(refuse)

    answer = signed_in(aytan).post(reverse("demonstration"), {"until": "2013-01-01"})

    assert answer.status_code == 422
    assert "The calendar ends on 30.06.2012." in answer.content.decode()


def test_a_stranger_cannot_move_the_demonstration(demonstration: Installation) -> None:
    reached: list[dt.date] = []
    panels.demo_advance(reached.append)

    Client().post(reverse("demonstration"), {"until": "2011-04-01"})

    assert reached == []


def test_a_real_programme_has_no_demonstration_and_no_styleguide() -> None:
    Installation.objects.create(mode="real", set_up=True)
    client = signed_in(build.user(Role.PROGRAMME_OFFICER))

    assert client.get(reverse("demonstration")).status_code == 404
    assert client.get(reverse("styleguide")).status_code == 404
    assert 'class="demonstration' not in client.get("/").content.decode()


def test_the_banner_of_the_demonstration_stands_on_every_page(aytan: User) -> None:
    client = signed_in(aytan)

    for address in ("/", "/dashboard/", "/search/", "/styleguide/", "/nowhere/"):
        assert 'class="demonstration' in client.get(address).content.decode()


def test_a_form_without_its_token_is_refused_in_a_sentence(aytan: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(aytan)

    answer = client.post(reverse("language"), {"language": "az"})

    assert answer.status_code == 403
    assert "Nothing was recorded" in answer.content.decode()
    aytan.refresh_from_db()
    assert aytan.language == "en"


def test_the_fault_page_needs_nothing_and_tells_nothing(
    aytan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(actor: Any, clock: Clock) -> TaskGroup:
        raise ZeroDivisionError("Zaur Məmmədov")

    panels.today("broken", None, 1, broken)
    client = Client(raise_request_exception=False)
    client.force_login(aytan)

    answer = client.get("/")

    html = answer.content.decode()
    assert answer.status_code == 500
    assert "Zaur" not in html
    assert page.read(html).refused == []


SIGN_IN_PAGES = [
    "account_login", "account_logout", "account_change_password", "mfa_index",
    "mfa_activate_totp", "account_reauthenticate", "account_inactive",
]  # fmt: skip


@pytest.mark.parametrize("name", SIGN_IN_PAGES)
def test_the_pages_around_signing_in_wear_the_house_and_obey_the_policy(
    aytan: User, name: str
) -> None:
    aytan.set_password("salam dünya 2011")
    aytan.save(update_fields=["password"])
    signed = Client()
    signed.post(reverse("account_login"), {"login": aytan.username, "password": "salam dünya 2011"})

    for client in (Client(), signed):
        answer = client.get(reverse(name), follow=True)
        html = answer.content.decode()
        assert answer.status_code == 200
        assert 'class="site-header' in html
        assert page.read(html).refused == []


def test_a_wrong_password_is_refused_in_a_sentence(aytan: User) -> None:
    answer = Client().post(reverse("account_login"), {"login": aytan.username, "password": "no"})

    assert 'role="alert"' in answer.content.decode()


def test_a_missing_password_is_asked_for_in_a_sentence(aytan: User) -> None:
    client = Client()
    client.post(reverse("language"), {"language": "en"})

    html = client.post(reverse("account_login"), {"login": ""}).content.decode()

    assert "Fill this in. It cannot be left empty." in html
    assert " placeholder=" not in html

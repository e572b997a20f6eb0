"""The forms by which an empty installation is set up, sent like every other; then it is set up.

Each step is examined in all ways, undone, and then sent once more to stay: the next one finds
what it needs, and the last says that the programme begins.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from dayaq.kernel.access.models import Assignment, Organisation, User
from dayaq.kernel.access.roles import Role
from dayaq.kernel.clock import real_clock
from dayaq.kernel.models import Installation
from tests.forms.conftest import BACKEND, EVERY_ANSWER, STRANGER, TELL
from tests.forms.examining import Examiner, said
from tests.forms.judging import look
from tests.forms.reading import shape
from tests.forms.walking import Found, Walk

WORD = "87be4afdec266ed1"
FIRST = {
    "word": WORD, "full_name": "Murad Sadıqov", "username": "murad", "code": "seirp",
    "password": "uzun-parol-2026", "starts_on": dt.date(2026, 1, 1),
    "ends_on": dt.date(2027, 12, 31),
}  # fmt: skip


@pytest.fixture
def empty(own_database: dict[str, str], settings: Any) -> Iterator[None]:
    """An installation with nothing in it; all that is done is undone."""
    settings.DAYAQ_SETUP_WORD = WORD
    log = logging.getLogger("django.request")
    outermost = transaction.atomic()
    outermost._from_testcase = True  # type: ignore[attr-defined] # commands nest in it
    with outermost:
        log.disabled = True
        try:
            yield
        finally:
            log.disabled = False
            transaction.set_rollback(True)


@dataclass
class SettingUp:
    """Who has an account so far, and what was looked at."""

    clients: dict[str, Client] = field(default_factory=lambda: {STRANGER: Client()})
    today: dt.date = field(default_factory=lambda: real_clock().today)

    def __post_init__(self) -> None:
        self.walk = Walk(self._enter, self.today)
        self.examiner = Examiner(
            self.walk, [], lambda _capability: [], everything=bool(EVERY_ANSWER),
            leads_on=False, tell=TELL,
        )  # fmt: skip

    def _enter(self, who: str) -> Client:
        if who not in self.clients:
            self.clients[who] = Client()
            user = User.objects.get(username=who)
            self.clients[who].force_login(user, backend=BACKEND)
        return self.clients[who]

    def step(self, who: str, address: str, *args: Any, **answers: Any) -> None:
        """Examine the form of this address, then fill it in to stay."""
        url = reverse(address, args=args)
        self.examiner.known[shape(url)] = answers
        page = look(self._enter(who), url).page
        assert page is not None
        form = next(one for one in page.forms if shape(one.action) == shape(url))
        key, found = form.key, Found(form, who)
        if key not in self.examiner.done:
            self.walk.forms[key] = found
            self.examiner.done.add(key)
            self.examiner.examine(found)
        assert key in self.examiner.repeated, self.examiner.refused.get(key)
        kept = self.examiner.keep(found)
        assert kept.is_accepted, said(kept)


def test_each_form_of_an_empty_installation_is_sent_in_every_way(empty: None) -> None:
    setting = SettingUp()
    setting.walk.follow(STRANGER, ["/"])
    setting.step(STRANGER, "setup:begin", **FIRST)

    for name, kind in (("Donor", "donor"), ("NGO", "ngo")):
        setting.step("murad", "access:add_organisation", name=name, kind=kind)
    setting.step("murad", "access:choose_districts")
    people = {
        "leyla": Role.PROGRAMME_OFFICER, "aytan": Role.FIELD_OFFICER, "sabina": Role.CASHIER
    }  # fmt: skip
    for name, role in people.items():
        setting.step("murad", "access:create_account", username=name, password="dörd uzun söz")
        user = User.objects.get(username=name)
        setting.step(
            "murad", "access:give_role", user.pk, role=role.value, scope="all", ends_on="",
            stands_in_for="", districts=(),
        )  # fmt: skip
        User.objects.filter(pk=user.pk).update(must_change_password=False)
    setting.step("leyla", "programme:open_phase", key="pilot", **_term(setting))
    donor = Organisation.objects.get(kind="donor")
    setting.step("leyla", "ledger:open_window", code="ada", donor=str(donor.pk), currency="AZN")
    setting.step("leyla", "credit:products_shipped", legal_basis="project_agreement")
    setting.step("leyla", "ledger:contribute", window="ada", currency="AZN", rate="")
    setting.step("murad", "setup:finish")

    assert setting.examiner.wrong == []
    assert setting.walk.wrong == []
    assert Installation.objects.get().set_up
    assert Assignment.objects.count() == 1 + len(people)


def _term(setting: SettingUp) -> dict[str, dt.date]:
    return {"starts_on": FIRST["starts_on"], "ends_on": setting.today}  # type: ignore[dict-item]

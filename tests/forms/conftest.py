"""The demonstration on 15 March 2011 with everybody signed in; nothing of what is done stays."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import Client

from dayaq.kernel.access.actor import actor_for
from dayaq.kernel.access.models import Programme, User
from dayaq.kernel.models import Installation
from tests.conftest import point_django_at
from tests.forms.examining import Examiner, share
from tests.forms.states import prepare
from tests.forms.walking import Walk
from tests.played import Demonstration
from tests.safety.addresses import addresses

EVERY_ANSWER = os.environ.get("DAYAQ_EVERY_ANSWER", "")
"""Send every wrong value to every field and not a sample of them: `1`, or the share that this
process takes, such as `1/2` and `2/2` in two of them. Seen on the way with `pytest -s`."""
TELL = partial(print, flush=True) if EVERY_ANSWER else None
BACKEND = "dayaq.site.accounts.Backend"
STRANGER = ""


@pytest.fixture(scope="module")
def in_the_house(
    examined: Demonstration, django_db_setup: None, django_db_blocker: Any
) -> Iterator[None]:
    """Django works on the copy, inside one transaction that is undone at the end."""
    before = {
        alias: {key: connections.settings[alias][key] for key in ("NAME", "USER")}
        for alias in ("default", "owner")
    }
    key = settings.DAYAQ_MASTER_KEY
    log = logging.getLogger("django.request")  # a refusal is what is asked for
    with django_db_blocker.unblock():
        point_django_at(examined.app, examined.owner)
        settings.DAYAQ_MASTER_KEY = (examined.data / "secrets" / "master_key").read_text().strip()
        outermost = transaction.atomic()
        outermost._from_testcase = True  # type: ignore[attr-defined] # commands nest in it
        outermost.__enter__()
        log.disabled = True
        try:
            yield
        finally:
            log.disabled = False
            settings.DAYAQ_MASTER_KEY = key
            transaction.set_rollback(True)
            outermost.__exit__(None, None, None)
            for alias, kept in before.items():
                connections[alias].close()
                connections.settings[alias].update(kept)


@pytest.fixture(scope="module")
def examiner(in_the_house: None) -> Examiner:
    """Every role has walked through the house; every form found was sent in every way."""
    today = Installation.objects.get().demonstration_on
    programme = Programme.objects.get()
    people = {user.username: user for user in User.objects.filter(is_active=True)}
    clients = {STRANGER: Client()}
    for name, user in people.items():
        clients[name] = Client()
        clients[name].force_login(user, backend=BACKEND)
    actors = {name: actor_for(user, programme.pk, today) for name, user in people.items()}
    made = prepare()
    walk = Walk(clients.__getitem__, today)
    walk.open(made.pages)
    for name in [STRANGER, *sorted(people)]:
        walk.follow(name, ["/"])
    every = addresses()
    found = Examiner(
        walk, every, lambda capability: [n for n, a in actors.items() if a.can(capability)],
        everything=bool(EVERY_ANSWER), share=share(EVERY_ANSWER),
        known=made.answers, before=made.before,
        tell=TELL,
    )  # fmt: skip
    found.examine_all()
    assert connection.in_atomic_block
    return found

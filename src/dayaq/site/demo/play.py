"""Plays the demonstration's calendar."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby

from django.db import connection

from dayaq.kernel import db
from dayaq.kernel.access.services import begin_installation
from dayaq.kernel.db import run_command
from dayaq.kernel.errors import N_, Conflict, Refused
from dayaq.kernel.models import Installation
from dayaq.site.demo import (
    cashdesk,
    classes,
    collecting,
    figures,
    lending,
    monthend,
    outreach,
    papers,
    setting,
)
from dayaq.site.demo.plan import figures as invented
from dayaq.site.demo.stage import BEGIN, Act, Stage

log = logging.getLogger(__name__)

DEFAULT_UNTIL = dt.date(2011, 3, 15)
LATEST = dt.date(2012, 12, 31)
LOCK = 7_401_552_002  # any fixed number
Progress = Callable[[int, int], None]


def calendar() -> list[Act]:
    """Every act in the order it is played."""
    people = invented()
    acts = [
        *setting.acts(),
        *figures.acts(people),
        *classes.acts(people),
        *lending.acts(people),
        *collecting.acts(people),
        *cashdesk.acts(),
        *monthend.acts(),
        *papers.acts(people),
        *outreach.acts(people),
    ]
    return sorted(acts, key=lambda act: (act.on, act.order, act.key))


def build(until: dt.date | None = None, progress: Progress | None = None) -> int:
    """Build the demonstration in an empty database, or play an existing one on; return the acts.

    :raises Refused: the database holds a real programme
    """
    begin_installation(mode=Installation.Mode.DEMONSTRATION, demonstration_on=BEGIN)
    return advance(until or DEFAULT_UNTIL, progress)


def advance(until: dt.date, progress: Progress | None = None) -> int:
    """Play on to the end of `until`; return how many acts were played.

    What somebody did by hand may stand in the way of a later act; that act is left out and
    the log says so.

    :raises Refused: the day lies behind the demonstration's date, or past its end
    """
    today = Installation.objects.get().demonstration_on
    require_ahead(today, until)
    with _alone():
        return _play(today, until, progress)


def require_ahead(today: dt.date | None, until: dt.date) -> None:
    """Refuse a day the calendar cannot be played on to."""
    if today is None:
        raise Refused(N_("Only a demonstration has a date that can be moved."))
    if until > LATEST:
        raise Refused(N_("The demonstration ends on 31 December 2012."), field="until")
    if until < today:
        raise Refused(N_("The demonstration's date only moves forward."), field="until")


@contextmanager
def _alone() -> Iterator[None]:
    """One player at a time: the page, the worker and the command share this lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise Conflict(N_("The calendar is being played on already. Wait a little."))
        try:
            yield
        finally:
            if not connection.connection.closed:  # else the lock went with it
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _play(today: dt.date | None, until: dt.date, progress: Progress | None) -> int:
    stage = Stage.open()
    first_time = not stage.has("org:ADA")
    acts = [
        act
        for act in calendar()
        if act.on <= until and (today is None or first_time or act.on > today)
    ]
    done = 0
    for day, of_day in groupby(acts, key=lambda act: act.on):
        batch = list(of_day)
        _play_day(stage, day, batch)
        done += len(batch)
        if progress is not None:
            progress(done, len(acts))
    run_command(lambda: Installation.objects.update(demonstration_on=until))
    return done


def _play_day(stage: Stage, day: dt.date, acts: list[Act]) -> None:
    """The acts of one day in one transaction; if one is refused, each in its own."""
    stage.on = day

    def together() -> None:
        for act in acts:
            act.do(stage)
        _end_of_day(stage, day)

    try:
        run_command(together)
    except (Refused, KeyError):
        stage.new.clear()
        for act in acts:
            _play_one(stage, act)
        run_command(lambda: _end_of_day(stage, day))


def _play_one(stage: Stage, act: Act) -> None:
    def alone() -> None:
        act.do(stage)
        stage.save_keys()

    try:
        run_command(alone)
    except (Refused, KeyError) as refusal:
        stage.new.clear()
        log.warning("The act %s of %s was left out: %s", act.key, act.on, refusal)


def _end_of_day(stage: Stage, day: dt.date) -> None:
    stage.save_keys()
    db.send("UPDATE kernel_installation SET demonstration_on = %s", [day])

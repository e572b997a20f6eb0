"""The demonstration's page: what is assumed, and moving the date on.

A step of up to a month is played while the person waits; a longer one is a job of the
background worker, and the date in the banner moves day by day.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from dayaq.kernel.errors import N_, Conflict
from dayaq.kernel.models import Installation
from dayaq.kernel.web import panels
from dayaq.kernel.web.parts import Item
from dayaq.site.demo import play
from dayaq.site.demo.plan import ASSUMPTIONS

AT_ONCE = dt.timedelta(days=31)


@app.task(name="dayaq.demonstration.play_on", queueing_lock="demonstration", lock="demonstration")
def play_on(until: str) -> None:
    """Play the calendar on to the end of a day given as ISO text."""
    play.advance(dt.date.fromisoformat(until))


@panels.demo_advance
def advance(until: dt.date) -> str:
    """Play on, or have it played on; return what to tell the person.

    :raises Refused: the day lies behind the demonstration's date, or past its end
    """
    today = Installation.objects.get().demonstration_on
    play.require_ahead(today, until)
    assert today is not None  # noqa: S101 - require_ahead refuses a programme without a date
    if until - today <= AT_ONCE:
        play.advance(until)
        return _("The demonstration has moved on.")
    try:
        play_on.defer(until=until.isoformat())
    except AlreadyEnqueued as error:
        raise Conflict(N_("The calendar is being played on already. Wait a little.")) from error
    return _("The calendar is being played on; the date in the banner moves day by day.")


@panels.demo_assumptions
def assumptions() -> list[Any]:
    """What is known from published sources, and what this demonstration assumes."""
    known = _(
        "85 and 105 mine victims trained, 52 and 88 micro-credits, 88,000 AZN, six districts in "
        "the pilot, ADA through ITF with 70.5 percent of EUR 102,127.66, the parties and dates."
    )
    items = [Item(_("Published"), known)]
    items += [Item(_("Assumed"), sentence) for sentence in ASSUMPTIONS]
    return items

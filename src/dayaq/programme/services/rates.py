"""Keeping the table of exchange rates, each with its day and source."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import Conflict, Refused
from dayaq.kernel.events import record
from dayaq.programme.models import ExchangeRate


def record_rate(
    *, by: Actor, on: date, at: datetime, base: str, quote: str, rate: Decimal, source: str
) -> ExchangeRate:
    """Record that 1 `base` = `rate` `quote` on `on`; the same rate twice is the same row.

    :raises Refused: the rate is not above zero, or both currencies are one
    :raises Conflict: the source gave another rate for that day
    """
    by.require("programme.enter_expense")
    if rate <= 0:
        raise Refused(_("An exchange rate is above zero."), field="rate")
    if base == quote:
        raise Refused(_("A rate joins two different currencies."), field="quote")
    row, new = ExchangeRate.objects.get_or_create(
        programme_id=by.programme_id,
        base=base,
        quote=quote,
        on=on,
        source=source,
        defaults={"rate": rate},
    )
    if not new and row.rate != rate:
        raise Conflict(
            _("%(source)s already gives another rate for this day."),
            field="rate",
            params={"source": source},
        )
    if new:
        record(
            "programme.rate_recorded",
            by=by,
            on=on,
            at=at,
            subjects=[],
            data={"base": base, "quote": quote},
        )
    return row

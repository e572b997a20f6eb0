"""The end of a month: a checklist that the rooms fill, the closing, and opening it again.

A room registers what must be true before a month is closed (`check`), and what waits for
somebody's second signature (`waits`); this module asks them all and knows none of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from dayaq.kernel import db
from dayaq.kernel import seal as events_chain
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.kernel.prepared import prepared
from dayaq.ledger import bag_days, sealing
from dayaq.ledger.models import Account, Entry, Period, Reopening, Snapshot

COUNTERSIGN_WITHIN = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: whether it is done, a sentence, and the page where it is done.

    The check asks the database once; `say` puts what it found into the reader's language.
    """

    done: bool
    say: Callable[[], str]
    page: Any = ""
    """A lazy address serves: closing a month looks up none."""

    @property
    def text(self) -> str:
        """The sentence in the language of now."""
        return self.say()

    @property
    def url(self) -> str:
        """The address of the page."""
        return str(self.page)


Look = Callable[[UUID, dt.date, dt.date], Finding]
"""Asked with the programme, the first and the last day of the month."""

Waits = Callable[[UUID, dt.date], Sequence[str]]
"""Asked with the programme and today: a sentence for each thing that waits for a signature."""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist."""

    order: int
    key: str
    label: Any
    look: Look


_CHECKS: dict[str, Check] = {}
_WAITS: dict[str, Waits] = {}


def check(key: str, order: int, label: Any, look: Look) -> None:
    """Put a line on the checklist of the monthly close."""
    _CHECKS[key] = Check(order, key, label, look)


def waits(key: str, ask: Waits) -> None:
    """Have the close sheet name what still waits for a second signature."""
    _WAITS[key] = ask


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the books and how it stands."""

    starts_on: dt.date
    ends_on: dt.date
    period: Period | None = None

    @property
    def is_closed(self) -> bool:
        return self.period is not None and self.period.closed_at is not None


def lines() -> list[Check]:
    """The lines of the checklist in their order."""
    return sorted(_CHECKS.values(), key=lambda line: (line.order, line.key))


def checklist(programme_id: UUID, month: Month) -> list[tuple[Check, Finding]]:
    """Every line with what was found."""
    return [(line, line.look(programme_id, month.starts_on, month.ends_on)) for line in lines()]


def waiting(programme_id: UUID, today: dt.date) -> list[str]:
    """Everything that waits for a second signature, of all rooms."""
    return [text for key in sorted(_WAITS) for text in _WAITS[key](programme_id, today)]


def months(programme_id: UUID) -> list[Month]:
    """The months kept so far, oldest first, and behind them the one to close next."""
    kept = [
        Month(period.starts_on, period.ends_on, period)
        for period in Period.objects.filter(programme_id=programme_id).order_by("starts_on")
    ]
    if kept and not kept[-1].is_closed:
        return kept
    if kept:
        return [*kept, month_of(kept[-1].ends_on + dt.timedelta(days=1))]
    first = (
        Entry.objects.filter(programme_id=programme_id).order_by("posted_on").first()
        or Account.objects.filter(programme_id=programme_id).order_by("opened_on").first()
    )
    if first is None:
        return []
    return [month_of(first.posted_on if isinstance(first, Entry) else first.opened_on)]


def next_to_close(programme_id: UUID) -> Month | None:
    """The oldest month that is not closed."""
    return next((month for month in months(programme_id) if not month.is_closed), None)


def month_of(day: dt.date) -> Month:
    """The month that `day` is in.

    >>> month_of(dt.date(2012, 2, 10)).ends_on
    datetime.date(2012, 2, 29)
    """
    starts_on = day.replace(day=1)
    ends_on = (starts_on + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return Month(starts_on, ends_on)


def close_month(*, by: Actor, starts_on: dt.date, on: dt.date, at: dt.datetime) -> Period:
    """Close the oldest open month: nothing more is booked in it.

    :raises Refused: it is not the next one, is not over, or a line of the checklist is not done
    """
    by.require("ledger.close")
    alone_with_the_books(by.programme_id)
    month = next_to_close(by.programme_id)
    if month is None or month.starts_on != starts_on:
        raise Refused(N_("Months are closed one after the other. Close the oldest one first."))
    if month.ends_on >= on:
        raise Refused(N_("This month is not over yet."))
    events_chain.EVENTS.seal_all()
    sealing.ENTRIES.seal_all()
    found = checklist(by.programme_id, month)
    undone = next((line for line, finding in found if not finding.done), None)
    if undone is not None:
        raise Refused(
            N_("The month cannot be closed yet. Still to do: %(line)s."),
            params={"line": str(undone.label)},
        )
    period, _made = Period.objects.get_or_create(
        programme_id=by.programme_id, starts_on=starts_on, defaults={"ends_on": month.ends_on}
    )
    period.closed_at, period.closed_by_id = at, by.user_id
    period.closings += 1
    period.checks = _in_every_language(found)
    period.events_head, period.entries_head = events_chain.EVENTS.head(), sealing.ENTRIES.head()
    period.save()
    take_snapshot(period)
    record(
        "ledger.month_closed", by=by, on=on, at=at, subjects=[("programme", by.programme_id)],
        data={
            "month": f"{starts_on:%Y-%m}", "entries_head": period.entries_head,
            "events_head": period.events_head,
        },
    )  # fmt: skip
    return period


Found = Sequence[tuple[Check, Finding]]


def _in_every_language(found: Found) -> list[tuple[str, dict[str, str]]]:
    """What the checks find is kept in words, and read for years by people of either language."""
    said: dict[str, dict[str, str]] = {line.key: {} for line, _finding in found}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for line, finding in found:
                said[line.key][language] = finding.text
    return [*said.items()]


def alone_with_the_books(programme_id: UUID) -> None:
    """Wait until no posting is under way, and keep others waiting until this one ends."""
    db.fetch(
        "SELECT pg_advisory_xact_lock(hashtextextended('books ' || %s, 0))", [str(programme_id)]
    )


SUMS = """
SELECT account_id, sum(debit)::bigint, sum(credit)::bigint FROM (
  SELECT debit_id AS account_id, amount_minor AS debit, 0 AS credit FROM ledger_transfer
  WHERE programme_id = %(programme)s AND posted_on <= %(to)s
  UNION ALL
  SELECT credit_id, 0, amount_minor FROM ledger_transfer
  WHERE programme_id = %(programme)s AND posted_on <= %(to)s
) moved GROUP BY account_id
"""


def take_snapshot(period: Period) -> None:
    """Keep what every account had moved by the end of the month."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_snapshot WHERE period_id = %s", [period.pk])
        cursor.execute(
            "INSERT INTO ledger_snapshot (period_id, account_id, debit_minor, credit_minor) "  # noqa: S608 - our own text
            f"SELECT %(period)s, s.* FROM ({SUMS}) s",
            {"period": period.pk, "programme": period.programme_id, "to": period.ends_on},
        )


def prove(programme_id: UUID) -> list[str]:
    """Sum every closed month and every bag anew; where what was kept differs, by day or month."""
    differing = [f"{on} {code}" for code, on in bag_days.differing(programme_id)]
    for period in Period.objects.filter(programme_id=programme_id, closed_at__isnull=False):
        kept = {
            row.account_id: (row.debit_minor, row.credit_minor)
            for row in Snapshot.objects.filter(period=period)
        }
        with connection.cursor() as cursor:
            cursor.execute(SUMS, {"programme": programme_id, "to": period.ends_on})
            summed = {row[0]: (int(row[1]), int(row[2])) for row in cursor.fetchall()}
        differing += [
            f"{period.starts_on:%Y-%m} {account_id}"
            for account_id in sorted({*kept, *summed}, key=str)
            if kept.get(account_id) != summed.get(account_id)
        ]
    return differing


def ask_reopening(
    *, by: Actor, period_id: UUID, reason: str, alone: bool, on: dt.date, at: dt.datetime
) -> Reopening:
    """Ask to open the last closed month again; `alone` opens it at once, to be countersigned.

    :raises Refused: it is not closed, or a later one is
    """
    by.require("ledger.reopen")
    period = _closed(by, period_id)
    reopening = Reopening.objects.create(
        period=period, closing=period.closings, reason=reason.strip(), asked_by_id=by.user_id,
        asked_at=at, alone=alone, countersign_until=on + COUNTERSIGN_WITHIN if alone else None,
    )  # fmt: skip
    record(
        "ledger.reopening_asked", by=by, on=on, at=at,
        subjects=[("programme", by.programme_id)],
        data={"month": f"{period.starts_on:%Y-%m}", "alone": alone},
    )  # fmt: skip
    if alone:
        _reopen(by, reopening, on=on, at=at)
    return reopening


def second_needs(reopening: Reopening) -> str:
    """The capability of the second person: countersigning what was opened, or opening with them."""
    return "ledger.countersign" if reopening.alone else "ledger.reopen"


def may_sign(by: Actor, reopening: Reopening) -> bool:
    """Whether this person's signature can be the second one."""
    return reopening.asked_by_id != by.user_id and by.can(second_needs(reopening))


def second_reopening(*, by: Actor, reopening_id: UUID, on: dt.date, at: dt.datetime) -> Reopening:
    """Agree to a reopening as the second person, or countersign one that was made alone.

    :raises Refused: the same person asked for it, or it has been signed already
    """
    reopening = (
        Reopening.objects.select_related("period")
        .select_for_update(of=("self",))
        .filter(pk=reopening_id, period__programme_id=by.programme_id)
        .first()
    )
    if reopening is None:
        raise NotFound(N_("There is no such reopening."))
    by.require(second_needs(reopening))
    if reopening.second_by_id is not None:
        raise Refused(N_("This reopening has its second signature already."))
    if reopening.asked_by_id == by.user_id:
        raise Refused(N_("A second person agrees to the reopening, not the one who asked for it."))
    reopening.second_by_id, reopening.second_at = by.user_id, at
    reopening.save(update_fields=["second_by", "second_at"])
    if reopening.alone:
        record(
            "ledger.reopening_countersigned", by=by, on=on, at=at,
            subjects=[("programme", by.programme_id)],
            data={"month": f"{reopening.period.starts_on:%Y-%m}"},
        )  # fmt: skip
    else:
        _reopen(by, reopening, on=on, at=at)
    return reopening


def _closed(by: Actor, period_id: UUID) -> Period:
    period = (
        Period.objects.select_for_update()
        .filter(pk=period_id, programme_id=by.programme_id)
        .first()
    )
    if period is None:
        raise NotFound(N_("There is no such month in the books."))
    if period.closed_at is None:
        raise Refused(N_("This month is open."))
    if Period.objects.filter(
        programme_id=by.programme_id, starts_on__gt=period.starts_on, closed_at__isnull=False
    ).exists():
        raise Refused(N_("A later month is closed. Have that one reopened first."))
    return period


def _reopen(by: Actor, reopening: Reopening, *, on: dt.date, at: dt.datetime) -> None:
    alone_with_the_books(by.programme_id)
    period = _closed(by, reopening.period_id)
    if period.closings != reopening.closing:
        raise Refused(N_("The month has been closed anew since. Ask for a new reopening."))
    Snapshot.objects.filter(period=period).delete()
    period.closed_at = period.closed_by = None
    period.save(update_fields=["closed_at", "closed_by"])
    record(
        "ledger.month_reopened", by=by, on=on, at=at, subjects=[("programme", by.programme_id)],
        data={"month": f"{period.starts_on:%Y-%m}"},
    )  # fmt: skip


@prepared
def unsigned(programme_id: UUID) -> QuerySet[Reopening]:
    """Reopenings that wait: for the second person, or for the countersignature."""
    return (
        Reopening.objects.filter(period__programme_id=programme_id, second_by__isnull=True)
        .select_related("period", "asked_by")
        .order_by("asked_at")
    )


def _unsigned_in_words(programme_id: UUID, today: dt.date) -> list[str]:
    return [
        gettext("%(month)s was reopened by %(name)s alone; to be countersigned by %(day)s.")
        % {
            "month": f"{row.period.starts_on:%m.%Y}",
            "name": row.asked_by.full_name,
            "day": f"{row.countersign_until:%d.%m.%Y}",
        }
        for row in unsigned(programme_id)
        if row.alone
    ]


def _balanced(programme_id: UUID, _starts_on: dt.date, ends_on: dt.date) -> Finding:
    ((empty,),) = db.fetch(
        "SELECT count(*) FROM ledger_entry e WHERE e.programme_id = %s AND e.posted_on <= %s "
        "AND NOT EXISTS (SELECT FROM ledger_transfer t WHERE t.entry_id = e.id)",
        [programme_id, ends_on],
    )
    if empty:
        return Finding(
            False, lambda: gettext("%(count)s entries have no transfer.") % {"count": empty}
        )
    return Finding(True, lambda: gettext("Every entry balances."))


def _chained(programme_id: UUID, _starts_on: dt.date, ends_on: dt.date) -> Finding:
    """The entries of the month are in the chain, so that the sheet's head covers them."""
    ((open_ones,),) = db.fetch(
        "SELECT count(*) FROM ledger_entry e WHERE e.programme_id = %s AND e.posted_on <= %s "
        "AND NOT EXISTS (SELECT FROM ledger_entryseal k WHERE k.entry_id = e.id)",
        [programme_id, ends_on],
    )
    if open_ones:
        return Finding(
            False, lambda: gettext("%(count)s entries are not chained yet.") % {"count": open_ones}
        )
    return Finding(True, lambda: gettext("Every entry is chained."))


check("balanced", 10, _("Entries balance"), _balanced)
check("chained", 90, _("Entries are chained"), _chained)
waits("reopenings", _unsigned_in_words)

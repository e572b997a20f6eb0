"""What moved on a money account, by the books."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from dayaq.kernel import db
from dayaq.kernel.web.once import once
from dayaq.ledger import queries as books
from dayaq.ledger.bag_days import BAGS, bag_days, left_in_bags

LINES_MAX = 50_000


@dataclass(frozen=True, slots=True)
class Move:
    """One transfer on the account: in above zero, out below. `other` is the account opposite."""

    id: int
    on: dt.date
    amount_minor: int
    memo: str
    key: str
    other: str


def account_of(officer_id: UUID | None) -> str:
    """The account of the office box, or of an officer's bag."""
    return "cash" if officer_id is None else f"{BAGS}{officer_id}"


def moves(programme_id: UUID, code: str, frm: dt.date, to: dt.date) -> list[Move]:
    """Everything that moved on the account in the period, oldest first."""
    lines = books.journal(programme_id, frm=frm, to=to, code=code, limit=LINES_MAX)
    return [
        Move(
            line.id, line.on,
            line.amount_minor if line.debit == code else -line.amount_minor,
            line.memo, line.key, line.credit if line.debit == code else line.debit,
        )
        for line in reversed(lines)
    ]  # fmt: skip


Days = list[tuple[dt.date, int]]


def carried(programme_id: UUID, until: dt.date) -> Mapping[UUID, Days]:
    """What each officer's bag took and gave, day by day."""
    found: dict[UUID, Days] = defaultdict(list)
    for code, on, came, went in bag_days(programme_id, until):
        found[_officer_of(code)] += [(on, amount) for amount in (came, -went) if amount]
    return found


@once
def left(programme_id: UUID, until: dt.date, officer_id: UUID | None = None) -> Mapping[UUID, Days]:
    """What each officer still carries, by the days it was collected on.

    :param officer_id: only this officer's bag
    """
    found: dict[UUID, Days] = defaultdict(list)
    bag = account_of(officer_id) if officer_id else BAGS
    for code, on, amount in left_in_bags(programme_id, until, bag):
        found[_officer_of(code)].append((on, amount))
    return found


def _officer_of(code: str) -> UUID:
    return UUID(code.removeprefix(BAGS))


def names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Full names by account id."""
    return dict(db.fetch("SELECT id, full_name FROM access_user WHERE id = ANY(%s)", [[*ids]]))

"""The end of each month: what was open is explained, and the accountant closes the month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from dayaq.cash.models import CashCount, StatementLine
from dayaq.cash.services import bank, box
from dayaq.credit.queries.blanks import gaps
from dayaq.credit.services import books
from dayaq.ledger import closing
from dayaq.site.demo.cashdesk import SURPLUS_ON
from dayaq.site.demo.lending import BLANKS
from dayaq.site.demo.stage import Act, Stage

FIRST = dt.date(2008, 3, 1)
"""The month of the first contribution."""
LAST = dt.date(2012, 11, 1)
CHARGED_ON = dt.date(2011, 3, 18)
"""Only then does the accountant come to the bank's charge; February is closed after it."""
EXPLAINED_ON = dt.date(2011, 4, 5)


def charge(stage: Stage) -> None:
    """The line of February that the bank took for keeping the account."""
    for line in StatementLine.objects.filter(match__isnull=True, amount_minor__lt=0):
        bank.post_charge(**stage.as_("vugar"), line_id=line.pk)


def explain(stage: Stage) -> None:
    """The blank that was missing on the round of March turns up torn; the surplus is settled."""
    officers = dict(BLANKS)
    for gap in gaps(stage.programme.pk):
        for number in range(gap.first, gap.last + 1):
            books.spoil_blank(
                **stage.as_(officers[gap.series]), series=gap.series, number=number,
                reason="Blank cırılıb, kötüyü kitabçadadır",
            )  # fmt: skip
    for row in CashCount.objects.filter(counted_on=SURPLUS_ON, settled__isnull=True):
        if row.difference_minor:
            box.settle_difference(
                **stage.as_("farid"), count_id=row.pk, outcome="gain",
                reason="Xırda pul yuvarlaqlaşdırılıb",
            )  # fmt: skip


def close(starts_on: dt.date, stage: Stage) -> None:
    """The accountant goes through the checklist and closes the month."""
    closing.close_month(**stage.as_("vugar"), starts_on=starts_on)


def acts() -> Iterator[Act]:
    """Ten days after its end a month is closed; February 2011 waits for the bank's charge."""
    yield Act(CHARGED_ON, 50, "statement:1102:charge", charge)
    yield Act(EXPLAINED_ON, 50, "explain:1103", explain)
    month = FIRST
    while month <= LAST:
        following = (month + dt.timedelta(days=31)).replace(day=1)
        on = CHARGED_ON if month == dt.date(2011, 2, 1) else following.replace(day=10)
        yield Act(on, 95, f"close:{month:%y%m}", partial(close, month))
        month = following

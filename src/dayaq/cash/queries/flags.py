"""Signs for a person to look into, gathered from what happened. None of them is a verdict."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from dayaq.cash.domain import flags as rules
from dayaq.cash.models import FlagReview
from dayaq.cash.queries.bags import bags
from dayaq.cash.queries.moves import names
from dayaq.credit.models import EventKind, Loan, LoanEvent, LoanStatus, Receipt
from dayaq.credit.queries.blanks import gaps, missing
from dayaq.kernel.access.models import Programme
from dayaq.kernel.prepared import prepared
from dayaq.people.models import HouseholdMember

LOOK_BACK = dt.timedelta(days=365)
KEPT_SECONDS = 900

KINDS = {
    "gap": gettext_lazy("Receipt number missing"),
    "late": gettext_lazy("Cash carried too long"),
    "phone": gettext_lazy("One telephone, several borrowers"),
    "reversals": gettext_lazy("Many receipts reversed"),
    "at_once": gettext_lazy("Several receipts on one day"),
    "pair": gettext_lazy("Always the same two decide"),
    "round": gettext_lazy("Mostly round amounts"),
}


@dataclass(frozen=True, slots=True)
class Flag:
    """One sign: what was seen, about whose work, and where to look.

    `key` holds the facts of it, so that a closed sign comes back only with new facts.
    """

    kind: str
    key: str
    text: str
    officer_id: UUID | None = None
    loan_id: UUID | None = None


def open_flags(programme: Programme, on: dt.date) -> list[Flag]:
    """The signs that nobody has closed, by kind."""
    closed = set(FlagReview.objects.filter(programme=programme).values_list("key", flat=True))
    return [flag for flag in signs(programme, on) if flag.key not in closed]


def recent_flags(programme: Programme, on: dt.date) -> list[Flag]:
    """As `open_flags`, from signs gathered at most `KEPT_SECONDS` ago: for Today.

    Gathering reads a year of receipts; whoever opens the page of flags has them gathered anew.
    """
    key = f"signs:{programme.pk}:{on}:{get_language()}"
    found: list[Flag] | None = cache.get(key)
    if found is None:
        found = signs(programme, on)
        cache.set(key, found, KEPT_SECONDS)
    closed = {review.key for review in _reviews(programme.pk)} if found else ()
    return [flag for flag in found if flag.key not in closed]


@prepared
def _reviews(programme_id: UUID) -> QuerySet[FlagReview]:
    return FlagReview.objects.filter(programme_id=programme_id)


def signs(programme: Programme, on: dt.date) -> list[Flag]:
    """Everything that is a sign on this day, closed or not."""
    return [
        *_gaps(programme),
        *_late(programme, on),
        *_phones(programme),
        *_receipts(programme, on),
        *_pairs(programme, on),
    ]


def _gaps(programme: Programme) -> Iterator[Flag]:
    for gap in gaps(programme.pk):
        yield Flag(
            "gap",
            f"gap:{gap.series}:{gap.first}-{gap.last}",
            missing(gap.series, gap.first, gap.last),
            officer_id=gap.officer_id,
        )


def _late(programme: Programme, on: dt.date) -> Iterator[Flag]:
    for bag in bags(programme, on):
        if bag.is_late:
            since = bag.cash.parts[0][0]
            yield Flag(
                "late",
                f"late:{bag.officer_id}:{since}",
                _("%(name)s has carried cash since %(day)s; the limit is %(days)s days.")
                % {"name": bag.name, "day": f"{since:%d.%m.%Y}", "days": bag.days},
                officer_id=bag.officer_id,
            )


def _phones(programme: Programme) -> Iterator[Flag]:
    loans = list(
        Loan.objects.filter(programme=programme, status=LoanStatus.ACTIVE)
        .exclude(person__phone="")
        .values_list("person__phone", "person_id", "pk", "code")
        .order_by("code")
    )
    homes = dict(
        HouseholdMember.objects.filter(
            person_id__in=[row[1] for row in loans], left_on__isnull=True
        ).values_list("person_id", "household_id")
    )
    code = {pk: text for _phone, _person, pk, text in loans}
    together = rules.shared(
        (phone, homes.get(person, person), pk) for phone, person, pk, _code in loans
    )
    for found in together.values():
        codes = ", ".join(code[pk] for pk in found if isinstance(pk, UUID))
        yield Flag(
            "phone",
            f"phone:{codes}"[:200],
            _("Loans %(codes)s of several households have one telephone.") % {"codes": codes},
            loan_id=found[0] if isinstance(found[0], UUID) else None,
        )


def _receipts(programme: Programme, on: dt.date) -> Iterator[Flag]:
    rows = list(
        Receipt.objects.filter(
            loan__programme=programme, paid_on__range=(on - LOOK_BACK, on), book__isnull=False
        ).values_list("collected_by_id", "amount_minor", "loan_id", "loan__code", "paid_on", "pk")
    )
    taken_back = set(
        LoanEvent.objects.filter(loan__programme=programme, kind=EventKind.REVERSED).values_list(
            "reverses__receipt_id", flat=True
        )
    )
    called = names(row[0] for row in rows)
    yield from _by_officer(rows, taken_back, called, on)
    counting = [row for row in rows if row[5] not in taken_back]
    code = {row[2]: row[3] for row in counting}
    for (loan_id, day), count in rules.paid_at_once((row[2], row[4]) for row in counting).items():
        if isinstance(loan_id, UUID) and isinstance(day, dt.date):
            values = {"loan": code[loan_id], "count": count, "day": f"{day:%d.%m.%Y}"}
            yield Flag(
                "at_once",
                f"at_once:{loan_id}:{day}:{count}",
                _("Loan %(loan)s has %(count)s receipts of %(day)s.") % values,
                loan_id=loan_id,
            )


def _by_officer(
    rows: list[tuple[UUID, int, UUID, str, dt.date, UUID]],
    taken_back: set[UUID],
    called: dict[UUID, str],
    on: dt.date,
) -> Iterator[Flag]:
    amounts: dict[UUID, list[int]] = defaultdict(list)
    reversals: dict[UUID, int] = defaultdict(int)
    for officer_id, amount, _loan, _code, _day, receipt_id in rows:
        amounts[officer_id].append(amount)
        reversals[officer_id] += receipt_id in taken_back
    for officer_id, paid in amounts.items():
        values = {"name": called.get(officer_id, ""), "count": len(paid)}
        if rules.often_reversed(len(paid), reversals[officer_id]):
            count = reversals[officer_id]
            yield Flag(
                "reversals",
                f"reversals:{officer_id}:{count}:{on:%Y}",
                _("%(reversed)s of %(count)s receipts of %(name)s were reversed within a year.")
                % {**values, "reversed": count},
                officer_id=officer_id,
            )
        if rules.mostly_round(paid):
            yield Flag(
                "round",
                f"round:{officer_id}:{on:%Y-%m}",
                _("Most of the %(count)s receipts of %(name)s are whole tens of manat.") % values,
                officer_id=officer_id,
            )


def _pairs(programme: Programme, on: dt.date) -> Iterator[Flag]:
    decided = Loan.objects.filter(
        programme=programme, disbursed_on__range=(on - LOOK_BACK, on)
    ).values_list("appraised_by_id", "approved_by_id")
    pairs = rules.same_pairs((first, second) for first, second in decided)
    called = names(one for pair in pairs for one in pair if isinstance(one, UUID))
    for pair in pairs:
        first, second = (one for one in pair if isinstance(one, UUID))
        yield Flag(
            "pair",
            f"pair:{first}:{second}:{on:%Y}",
            _("Nearly every loan that %(first)s appraised was approved by %(second)s.")
            % {"first": called.get(first, ""), "second": called.get(second, "")},
            officer_id=first,
        )

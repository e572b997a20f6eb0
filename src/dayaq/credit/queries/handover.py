"""What must be true before a fund goes to a successor, and the loans that go with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayaq.credit.models import EventKind, Handover, HandoverStatus, Loan, LoanEvent, LoanStatus
from dayaq.credit.models import ProvisionRun as Run
from dayaq.credit.month_end import portfolio_agrees, receipts_complete
from dayaq.credit.queries.positions import Standing, positions
from dayaq.kernel.money import format_minor
from dayaq.kernel.prepared import prepared
from dayaq.ledger import sealing
from dayaq.ledger.closing import Finding, next_to_close
from dayaq.ledger.fund.queries import identity_on, left_over
from dayaq.ledger.labels import account_labels

NEXT: dict[str, str] = {
    HandoverStatus.PLANNED: HandoverStatus.AUDITED,
    HandoverStatus.AUDITED: HandoverStatus.AGREED,
    HandoverStatus.AGREED: HandoverStatus.TRANSFERRED,
    HandoverStatus.TRANSFERRED: HandoverStatus.CLOSED,
}
"""The step that follows each state."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the checklist before a step."""

    label: object
    found: Finding


def checklist(row: Handover, today: dt.date) -> list[Line]:
    """What must be true before the next step, in the order in which it is best done."""
    pid, books = row.programme_id, (_months, _both_sides, _loans_agree, _receipts, _chain)
    asked: dict[str, Sequence[object]] = {
        HandoverStatus.PLANNED: books,
        HandoverStatus.AUDITED: (_chain,),
        HandoverStatus.AGREED: (*books, _provision, _nothing_left, _nothing_begun),
        HandoverStatus.TRANSFERRED: (_nothing_left, _emptied),
    }
    found = [ask(pid, today) for ask in asked.get(row.status, ())]  # type: ignore[operator]
    if row.status == HandoverStatus.AGREED:
        reached = Finding(today >= row.planned_on, lambda: f"{row.planned_on:%d.%m.%Y}")
        found.insert(0, Line(gettext_lazy("The day of the handover has come"), reached))
    return found


def _months(pid: UUID, today: dt.date) -> Line:
    label = gettext_lazy("Every month before this one is closed")
    month = next_to_close(pid)
    if month is None or month.starts_on >= today.replace(day=1):
        return Line(label, Finding(True, lambda: _("Nothing is left to close.")))
    said = _("%(month)s is the oldest open month.") % {"month": f"{month.starts_on:%m.%Y}"}
    return Line(label, Finding(False, lambda: said, reverse("ledger:months")))


def _both_sides(pid: UUID, today: dt.date) -> Line:
    whole = identity_on(pid, today)
    said = _("What there is %(left)s, where it came from %(right)s.") % {
        "left": format_minor(whole.left_minor), "right": format_minor(whole.right_minor),
    }  # fmt: skip
    label = gettext_lazy("Both sides of the fund are the same")
    return Line(label, Finding(whole.holds, lambda: said, reverse("ledger:fund")))


def _loans_agree(pid: UUID, today: dt.date) -> Line:
    return Line(gettext_lazy("Loans agree with the books"), portfolio_agrees(pid, today, today))


def _receipts(pid: UUID, today: dt.date) -> Line:
    return Line(gettext_lazy("Receipts are complete"), receipts_complete(pid, today, today))


def _chain(_pid: UUID, _today: dt.date) -> Line:
    label = gettext_lazy("The chain of entries is unbroken")
    broken = sealing.ENTRIES.first_break()
    if broken is not None:
        said = _("It is broken at entry %(number)s.") % {"number": broken}
        return Line(label, Finding(False, lambda: said))
    head = sealing.ENTRIES.head()
    return Line(label, Finding(True, lambda: head))


def _provision(pid: UUID, today: dt.date) -> Line:
    last = today.replace(day=1) - dt.timedelta(days=1)
    done = Run.objects.filter(programme_id=pid, month_end=last).exists()
    said = _("Month-end %(day)s") % {"day": f"{last:%d.%m.%Y}"}
    label = gettext_lazy("The provision of the last month is posted")
    return Line(label, Finding(done, lambda: said, reverse("credit:provisions")))


def _nothing_left(pid: UUID, _today: dt.date) -> Line:
    label = gettext_lazy("Cash is counted and banked, and nobody else's money is in the fund")
    left = left_over(pid)
    if not left:
        return Line(
            label, Finding(True, lambda: _("Only the bank, the loans and their allowance."))
        )
    names = account_labels(pid, left)
    said = "; ".join(f"{names[code]}: {format_minor(minor)}" for code, minor in left.items())
    return Line(label, Finding(False, lambda: said, reverse("ledger:trial_balance")))


def _nothing_begun(pid: UUID, _today: dt.date) -> Line:
    label = gettext_lazy("No loan waits to be paid out")
    waiting = Loan.objects.filter(programme_id=pid, status=LoanStatus.AGREED).order_by("code")
    codes = list(waiting.values_list("code", flat=True)[:5])
    if codes:
        return Line(label, Finding(False, lambda: ", ".join(codes), reverse("credit:loans")))
    return Line(label, Finding(True, lambda: _("None waits.")))


def _emptied(pid: UUID, today: dt.date) -> Line:
    whole = identity_on(pid, today)
    lines = {name: minor for name, minor in whole.lines.items() if minor}
    empty = whole.holds and not any(
        lines.get(name) for name in ("cash", "loans", "allowance", "other")
    )
    label = gettext_lazy("Bank, loans and allowance are empty")
    said = _("What there is: %(amount)s.") % {"amount": format_minor(whole.left_minor)}
    return Line(label, Finding(empty, lambda: said, reverse("ledger:fund")))


@dataclass(frozen=True, slots=True)
class Going:
    """A loan that goes, or went, to the successor, and how it stood."""

    loan: Loan
    outstanding_minor: int
    principal_minor: int
    overdue_minor: int
    days_past_due: int
    next_due_on: dt.date | None
    next_due_minor: int


def going(row: Handover, today: dt.date) -> list[Going]:
    """The loans of the handover: as they stand today, or as they stood at the transfer."""
    loans = Loan.objects.filter(programme_id=row.programme_id).select_related(
        "person__district", "district", "officer", "application__agreement", "product_version"
    )
    if row.status not in (HandoverStatus.TRANSFERRED, HandoverStatus.CLOSED):
        active = {one.pk: one for one in loans.filter(status=LoanStatus.ACTIVE).order_by("code")}
        standing = positions(active, today)
        return [_of(one, standing[pk]) for pk, one in active.items() if pk in standing]
    went = {
        event.loan_id: event.data
        for event in LoanEvent.objects.filter(
            kind=EventKind.HANDED_OVER, key=key_of(row), loan__programme_id=row.programme_id
        )
    }
    return [_told(one, went[one.pk]) for one in loans.filter(pk__in=went).order_by("code")]


def key_of(row: Handover) -> str:
    """The key of the loan events and of the entries of a handover."""
    return f"handover:{row.pk}"


def as_data(one: Going) -> dict[str, object]:
    """How a loan stood, for its event."""
    return {
        "outstanding_minor": one.outstanding_minor,
        "principal_minor": one.principal_minor,
        "overdue_minor": one.overdue_minor,
        "days_past_due": one.days_past_due,
        "next_due_on": one.next_due_on.isoformat() if one.next_due_on else None,
        "next_due_minor": one.next_due_minor,
    }


def _of(loan: Loan, now: Standing) -> Going:
    return Going(
        loan, now.outstanding_minor, now.principal_minor, now.overdue_minor, now.days_past_due,
        now.next_due_on, now.next_due_minor,
    )  # fmt: skip


def _told(loan: Loan, data: dict[str, object]) -> Going:
    day = data["next_due_on"]
    return Going(
        loan,
        next_due_on=dt.date.fromisoformat(str(day)) if day else None,
        **{name: int(str(data[name])) for name in (
            "outstanding_minor", "principal_minor", "overdue_minor", "days_past_due",
            "next_due_minor",
        )},
    )  # fmt: skip


def successor_of(loan: Loan) -> Handover | None:
    """The handover by which a loan went, if it did."""
    if loan.status != LoanStatus.HANDED_OVER:
        return None
    key = LoanEvent.objects.filter(loan=loan, kind=EventKind.HANDED_OVER).values_list(
        "key", flat=True
    )[0]
    return Handover.objects.filter(pk=UUID(key.partition(":")[2])).first()


def waiting_for(programme_id: UUID) -> Handover | None:
    """The handover that is under way, if one is."""
    return next(iter(_under_way(programme_id)), None)


@prepared
def _under_way(programme_id: UUID) -> QuerySet[Handover]:
    return Handover.objects.filter(programme_id=programme_id).exclude(
        status__in=[HandoverStatus.CLOSED, HandoverStatus.CALLED_OFF]
    )

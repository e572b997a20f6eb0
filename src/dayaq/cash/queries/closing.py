"""What a month's close sheet asks about cash and bank."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Max
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dayaq.cash.models import BankStatement, CashCount, HandOver, SecondKind, StatementLine
from dayaq.cash.queries.moves import moves
from dayaq.cash.queries.second import waiting_for_second
from dayaq.cash.queries.statements import balances
from dayaq.credit.models import CollectionBatch
from dayaq.kernel import db
from dayaq.kernel.money import Money
from dayaq.ledger.closing import Finding
from dayaq.ledger.queries import bank_accounts

# Office cash moved on these days, and whether it was counted on each. Read only here: a count is
# of this room, the transfers are the ledger's.
DAYS_MOVED = """
SELECT m."on", EXISTS (
  SELECT 1 FROM cash_cashcount c WHERE c.programme_id = %(programme)s AND c.officer_id IS NULL
  AND c.counted_on = m."on")
FROM (
  SELECT t."on" FROM ledger_account a JOIN ledger_transfer t ON t.debit_id = a.id
  WHERE a.programme_id = %(programme)s AND a.code = 'cash' AND t."on" BETWEEN %(from)s AND %(to)s
  UNION
  SELECT t."on" FROM ledger_account a JOIN ledger_transfer t ON t.credit_id = a.id
  WHERE a.programme_id = %(programme)s AND a.code = 'cash' AND t."on" BETWEEN %(from)s AND %(to)s
) m ORDER BY 1
"""


def days_moved(programme_id: UUID, frm: dt.date, to: dt.date) -> dict[dt.date, bool]:
    """Days on which office cash moved, and of each whether it was counted."""
    return dict(db.fetch(DAYS_MOVED, {"programme": programme_id, "from": frm, "to": to}))


def uncounted_days(programme_id: UUID, frm: dt.date, to: dt.date) -> list[dt.date]:
    """Days on which office cash moved and nobody counted it."""
    return [day for day, counted in days_moved(programme_id, frm, to).items() if not counted]


def open_differences(programme_id: UUID, to: dt.date) -> int:
    """Counts that differ and that no supervisor has settled."""
    rows = CashCount.objects.filter(
        programme_id=programme_id, counted_on__lte=to, settled__isnull=True
    )
    return sum(1 for row in rows if row.difference_minor)


def half_signed(programme_id: UUID, to: dt.date) -> int:
    """Hand-overs that only one side has signed: by the officer, or typed by the cashier."""
    typed = CollectionBatch.objects.filter(
        programme_id=programme_id, collected_on__lte=to, received_by__isnull=True, is_counted=True,
        handed_over_minor__gt=0,
    )  # fmt: skip
    declared = HandOver.objects.filter(
        programme_id=programme_id, declared_on__lte=to, received_by__isnull=True
    )
    return declared.count() + typed.count()


def unmatched(programme_id: UUID, to: dt.date) -> int:
    """Lines of the bank that are not in the books, and statements whose columns are unnamed."""
    staged = BankStatement.objects.filter(programme_id=programme_id, staged__isnull=False).count()
    lines = StatementLine.objects.filter(programme_id=programme_id, on__lte=to, match__isnull=True)
    return staged + lines.count()


def cash_counted(programme_id: UUID, frm: dt.date, to: dt.date) -> Finding:
    """The box was counted on the last day it moved, or later; days without a count are named."""
    moved = days_moved(programme_id, frm, to)
    if not moved:
        return Finding(True, lambda: _("Office cash did not move."))
    counts = CashCount.objects.filter(programme_id=programme_id, officer__isnull=True)
    last = counts.aggregate(day=Max("counted_on"))["day"]
    if last is None or last < max(moved):
        return Finding(
            False, lambda: _("Office cash moved on %(day)s and was not counted since.")
            % {"day": f"{max(moved):%d.%m.%Y}"},
            reverse_lazy("cash:count"),
        )  # fmt: skip
    if missed := [day for day, counted in moved.items() if not counted]:
        return Finding(
            True, lambda: _("Counted later, but not on the day: %(days)s.")
            % {"days": ", ".join(f"{day:%d.%m}" for day in missed)},
            reverse_lazy("cash:counts"),
        )  # fmt: skip
    return Finding(True, lambda: _("Office cash was counted on every day it moved."))


def differences_settled(programme_id: UUID, _frm: dt.date, to: dt.date) -> Finding:
    """No count differs from the books without a supervisor's word."""
    found = open_differences(programme_id, to)
    if not found:
        return Finding(True, lambda: _("No count differs unexplained."))
    return Finding(
        False,
        lambda: (
            ngettext(
                "%(count)s count differs and is not settled.",
                "%(count)s counts differ and are not settled.",
                found,
            )
            % {"count": found}
        ),
        reverse_lazy("cash:counts"),
    )


def handed_over(programme_id: UUID, _frm: dt.date, to: dt.date) -> Finding:
    """Both sides signed every hand-over."""
    found = half_signed(programme_id, to)
    if not found:
        return Finding(True, lambda: _("Every hand-over is signed by both sides."))
    return Finding(
        False,
        lambda: (
            ngettext(
                "%(count)s hand-over is signed by one side only.",
                "%(count)s hand-overs are signed by one side only.",
                found,
            )
            % {"count": found}
        ),
        reverse_lazy("cash:hand_overs"),
    )


def bank_reconciled(programme_id: UUID, frm: dt.date, to: dt.date) -> Finding:
    """No line of a bank statement waits, of any account; the sheet names those without one."""
    url = reverse_lazy("cash:statements")
    if found := unmatched(programme_id, to):
        return Finding(
            False,
            lambda: (
                ngettext(
                    "%(count)s bank line is not matched.",
                    "%(count)s bank lines are not matched.",
                    found,
                )
                % {"count": found}
            ),
            url,
        )
    if differs := _differing(programme_id, frm, to):
        return differs
    accounts = bank_accounts(programme_id)
    stated = set(
        StatementLine.objects.filter(programme_id=programme_id, on__range=(frm, to)).values_list(
            "statement__account_id", flat=True
        )
    )
    missing = [
        one.currency
        for one in accounts
        if one.id not in stated and moves(programme_id, one.code, frm, to)
    ]
    if missing and (stated or len(accounts) > 1):
        return Finding(
            True,
            lambda: (
                _("No bank statement of this month was brought in for the account in %(money)s.")
                % {"money": ", ".join(missing)}
            ),
            url,
        )
    if missing:
        return Finding(True, lambda: _("No bank statement of this month was brought in."), url)
    if stated:
        return Finding(True, lambda: _("The bank statement agrees with the books."))
    return Finding(True, lambda: _("The bank account did not move."))


def _differing(programme_id: UUID, frm: dt.date, to: dt.date) -> Finding | None:
    """The first account whose newest statement of the month leaves something unexplained."""
    newest = (
        BankStatement.objects.filter(
            programme_id=programme_id, staged__isnull=True, to_on__range=(frm, to)
        )
        .select_related("account")
        .order_by("account_id", "-to_on", "-recorded_at")
        .distinct("account_id")
    )
    for statement in newest:
        if gap := balances(statement).unexplained_minor:
            return _unexplained(statement, Money(gap, statement.account.currency))
    return None


def _unexplained(statement: BankStatement, gap: Money) -> Finding:
    return Finding(
        False,
        lambda: _("Bank and books differ by %(money)s that nothing explains.") % {"money": gap},
        reverse_lazy("cash:statement", args=[statement.pk]),
    )


def waiting_in_words(programme_id: UUID, _today: dt.date) -> list[str]:
    """What one person did alone and still waits for a second one, for the close sheet."""
    alone = _("%(label)s, received by %(name)s alone; to be signed by a second person by %(day)s.")
    voided = _("%(label)s, voided by %(name)s; to be signed by a second person by %(day)s.")
    return [
        (alone if void.kind == SecondKind.ALONE else voided)
        % {"label": void.label, "name": void.first_person, "day": f"{void.due_on:%d.%m.%Y}"}
        for void in waiting_for_second(programme_id)
    ]

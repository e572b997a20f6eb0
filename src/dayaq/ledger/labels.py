"""What accounts and entries are called on a page, in the reader's language.

The books hold codes ("loans:ada", "disbursed"). A person reads "Loans given: ADA" and "Paid
out". A room that posts entries of its own says here what they are called: `entries_are_called`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dayaq.kernel.prepared import prepared
from dayaq.ledger.models import Account, Window

ACCOUNTS: Mapping[str, Any] = {
    "bank": gettext_lazy("Bank"),
    "cash": gettext_lazy("Cash in the office"),
    "allowance": gettext_lazy("Allowance for loan losses"),
    "client_credits": gettext_lazy("Paid too much by borrowers"),
    "suspense": gettext_lazy("Money not assigned yet"),
    "income.fees": gettext_lazy("Income: fees"),
    "income.interest": gettext_lazy("Income: interest"),
    "income.penalties": gettext_lazy("Income: penalties"),
    "income.recoveries": gettext_lazy("Income: recovered after write-off"),
    "income.cash_over": gettext_lazy("Income: cash counted over"),
    "income.exchange": gettext_lazy("Income: exchange differences"),
    "expense.write_off": gettext_lazy("Expense: loans written off"),
    "expense.forgiveness": gettext_lazy("Expense: loans forgiven in part"),
    "expense.granted": gettext_lazy("Expense: loans turned into grants"),
    "expense.impairment": gettext_lazy("Expense: loan losses expected"),
    "expense.bank": gettext_lazy("Expense: bank charges"),
    "expense.exchange": gettext_lazy("Expense: exchange differences"),
    "expense.cash_short": gettext_lazy("Expense: cash counted short"),
    "handed_over": gettext_lazy("Handed over to the successor"),
    "brought_over": gettext_lazy("Money before the cut-over"),
    "expense.brought_over": gettext_lazy("Expense: spent before the cut-over"),
}
PER_WINDOW: Mapping[str, Any] = {
    "loans": gettext_lazy("Loans given"),
    "capital": gettext_lazy("Capital of the fund"),
    "due_to_donor": gettext_lazy("Owed to the donor"),
}
PER_OFFICER: Mapping[str, Any] = {
    "transit": gettext_lazy("Cash with officers"),
    "receivable": gettext_lazy("Owed by"),
}

PER_CURRENCY: Mapping[str, Any] = {
    "foreign": gettext_lazy("Bank account in another currency"),
    "trading": gettext_lazy("Exchanged"),
    "position": gettext_lazy("Money in another currency"),
    "foreign_suspense": gettext_lazy("Money not assigned yet"),
}

_entries: dict[str, Any] = {
    "contribution": gettext_lazy("Contribution to the fund"),
    "deposit": gettext_lazy("Cash taken to the bank"),
    "spending": gettext_lazy("Spent before the cut-over"),
    "cutover": gettext_lazy("Bank and cash on the day of the cut-over"),
    "successor": gettext_lazy("The fund handed over to the successor"),
    "drawing": gettext_lazy("Cash drawn from the bank"),
    "exchange": gettext_lazy("Money exchanged"),
    "revaluation": gettext_lazy("Money in another currency valued anew"),
    "handover": gettext_lazy("Cash handed over by an officer"),
}


def entries_are_called(names: Mapping[str, Any]) -> None:
    """Say what entries posted under these memos are called (called when a room is loaded)."""
    _entries.update(names)


def entry_label(memo: str) -> str:
    """What an entry is called; words that a person wrote (a reason) stand as they are."""
    return str(_entries.get(memo, memo))


def window_names(programme_id: UUID) -> dict[str, str]:
    """The windows of a programme's fund by code."""
    return {window.code: window.name for window in _windows(programme_id)}


@prepared
def _windows(programme_id: UUID) -> QuerySet[Window]:
    return Window.objects.filter(programme_id=programme_id)


def account_labels(
    programme_id: UUID, codes: Iterable[str], *, windows: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What each account is called, in at most two statements; the accountant's own name wins.

    :param windows: `window_names`, where the caller has asked already
    """
    wanted = set(codes)
    known = window_names(programme_id) if windows is None else windows
    named = {code: _of_window(code, known) for code in wanted}
    # "" is no code: a page asks as often for no account as for many.
    own = Account.objects.filter(programme_id=programme_id, code__in=[*wanted, ""])
    for code, name, officer in own.values_list("code", "name", "officer__full_name"):
        kind = code.partition(":")[0]
        if name:
            named[code] = name
        elif officer and kind in PER_OFFICER:
            named[code] = _pair(PER_OFFICER[kind], officer)
    return named


def _of_window(code: str, windows: Mapping[str, str]) -> str:
    kind, _colon, window = code.partition(":")
    if window and kind in PER_WINDOW:
        return _pair(PER_WINDOW[kind], windows.get(window, window))
    if window and kind in PER_CURRENCY:
        return _pair(PER_CURRENCY[kind], window.upper())
    return str(ACCOUNTS.get(code, code))


def _pair(kind: Any, whose: str) -> str:
    return _("%(account)s: %(whose)s") % {"account": kind, "whose": whose}

"""What stands on the papers of the cash desk: the cash order and the cash book."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from dayaq.cash.models import CashOrder, OrderKind
from dayaq.cash.queries.papers import cash_book, orders_of
from dayaq.kernel.access.models import Programme
from dayaq.kernel.documents import data as paper
from dayaq.kernel.spreadsheets import Column, Sheet
from dayaq.people.queries.papers import letterhead


def order_paper(order: CashOrder, organisation_id: UUID | None, language: str) -> paper.CashOrder:
    """The order as it is printed."""
    with override(language):
        return {
            "letterhead": letterhead(order.programme_id, organisation_id, language),
            "number": order.label,
            "dated_on": order.on,
            "currency": order.currency,
            "money_comes_in": order.kind == OrderKind.IN,
            "amount_minor": order.amount_minor,
            "party": order.party,
            "purpose": order.purpose,
            "cashier": order.written_by.full_name,
        }


def book_sheet(programme: Programme, frm: dt.date, to: dt.date) -> Sheet:
    """The cash book of a period: each day opens, moves and closes."""
    days = cash_book(programme, frm, to)
    orders = orders_of(programme.pk, [move.id for day in days for move in day.moves])
    rows: list[list[object]] = []
    for day in days:
        rows.append([day.on, "", _("Opens with"), None, None, day.opening_minor])
        for move in day.moves:
            order = orders.get(move.id)
            rows.append(
                [
                    day.on,
                    order.label if order else "",
                    order.purpose if order else memo_text(move.memo),
                    move.amount_minor if move.amount_minor > 0 else None,
                    -move.amount_minor if move.amount_minor < 0 else None,
                    None,
                ]
            )
        rows.append([day.on, "", _("Closes with"), day.in_minor, day.out_minor, day.closing_minor])
    currency = programme.currency
    return Sheet(
        title=_("Cash book %(month)s") % {"month": f"{frm:%m.%Y}"},
        columns=[
            Column(_("Day"), "date"), Column(_("Order")), Column(_("What"), width=40),
            Column(_("In"), "money", currency=currency),
            Column(_("Out"), "money", currency=currency),
            Column(_("Balance"), "money", currency=currency),
        ],
        rows=rows,
    )  # fmt: skip


def memo_text(memo: str) -> str:
    """What kind of movement a posting was, in words; an unknown memo as it stands."""
    words = {
        "handover": _("Handed over by an officer"),
        "deposit": _("Deposited at the bank"),
        "drawing": _("Drawn from the bank"),
        "cash difference": _("Difference found by a count"),
        "shortage repaid": _("Repaid after a shortage"),
        "disbursed": _("Loan paid out"),
        "refunded": _("Paid back to a borrower"),
    }
    return words.get(memo, memo)

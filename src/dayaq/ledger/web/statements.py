"""The statements of the books, each a table that is also a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.kernel.errors import N_, NotFound
from dayaq.kernel.exchange import Rate
from dayaq.kernel.web.addresses import address_of
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table
from dayaq.kernel.web.views import Request, find, needs, page
from dayaq.ledger import paging, sources, statements
from dayaq.ledger.labels import account_labels, entry_label, window_names
from dayaq.ledger.models import Account, Entry, Transfer
from dayaq.ledger.queries import JournalLine, Line
from dayaq.ledger.web.answering import (
    Asked,
    Statement,
    amount,
    answer,
    around,
    ask,
    money_column,
    turn,
)

FILE_MAX = 1_000_000


@needs("ledger.view")
def trial_balance(request: Request) -> HttpResponse:
    """Every account that moved, with its debits, credits and balance up to a day."""
    asked = ask(request)
    lines = [
        line
        for line in statements.trial_balance(asked.programme.pk, asked.to, basis=asked.basis)
        if line.debit_minor or line.credit_minor
    ]
    named = account_labels(asked.programme.pk, [line.code for line in lines])
    own = asked.programme.currency
    others = sorted({line.currency for line in lines} - {own})
    tables = [_balances(asked, lines, named, currency) for currency in (own, *others)]
    return answer(request, asked, Statement("trial-balance", _("Trial balance"), tables))


def _balances(
    asked: Asked, every: Sequence[Line], named: Mapping[str, str], currency: str
) -> Table:
    """The trial balance of one currency: both sides are the same in each."""
    lines = [line for line in every if line.currency == currency]
    debit, credit = sum(x.debit_minor for x in lines), sum(x.credit_minor for x in lines)
    is_own = currency == asked.programme.currency
    return Table(
        _("Trial balance")
        if is_own
        else _("Trial balance in %(currency)s") % {"currency": currency},
        [
            Column(_("Account")), Column(_("Kind")), money_column(asked, _("Debit"), currency),
            money_column(asked, _("Credit"), currency), money_column(asked, _("Balance"), currency),
        ],
        [
            [
                Cell(named[line.code], _account_url(asked, line.code)),
                Account.Kind(line.kind).label, line.debit_minor, line.credit_minor,
                line.balance_minor,
            ]
            for line in lines
        ],
        totals=[_("Total"), "", debit, credit, debit - credit],
        empty=_("Nothing is posted yet."),
    )  # fmt: skip


@needs("ledger.view")
def balance_sheet(request: Request) -> HttpResponse:
    """What the fund has, what it owes, and what the donors gave, on a day."""
    asked = ask(request)
    sheet = statements.balance_sheet(asked.programme.pk, asked.to, basis=asked.basis)
    owed = [*sheet.liabilities, *sheet.funds]
    tables = [
        _listed(asked, _("What the fund has"), sheet.assets),
        _listed(
            asked, _("Whose it is"), owed,
            more=[(_("Income less expense to date"), sheet.result_minor)],
        ),
    ]  # fmt: skip
    made = Statement("balance-sheet", _("Balance sheet of the fund"), tables)
    return answer(request, asked, made)


@needs("ledger.view")
def income(request: Request) -> HttpResponse:
    """What the fund earned and lost in a period."""
    asked = ask(request)
    found = statements.income_statement(
        asked.programme.pk, frm=asked.frm, to=asked.to, basis=asked.basis
    )
    result = Table(
        _("Result"),
        [Column(_("Line")), money_column(asked, _("Amount"))],
        [
            [_("of it for earlier months, booked late"), found.adjustments_minor],
            [_("Income less expense"), found.result_minor],
        ],
    )
    tables = [
        _listed(asked, _("Income"), found.income), _listed(asked, _("Expense"), found.expense),
        result,
    ]  # fmt: skip
    return answer(request, asked, Statement("income", _("Income statement of the fund"), tables))


@needs("ledger.view")
def account(request: Request) -> HttpResponse:
    """One account: its opening balance, every transfer, its closing balance."""
    asked = ask(request)
    row = find(Account.objects.filter(programme=asked.programme, code=asked.code)[:1])
    period: dict[str, Any] = {"frm": asked.frm, "to": asked.to, "basis": asked.basis}
    found = paging.account_part(
        asked.programme.pk, turn(asked), account_id=row.pk, code=row.code, **period
    )
    lines = (
        statements.account_ledger(asked.programme.pk, row.code, **period).lines
        if asked.output
        else found.ledger.lines
    )
    named = account_labels(asked.programme.pk, {row.code, *(line.against for line in lines)})
    rows = [
        [
            line.transfer.on, line.transfer.posted_on, _memo(line.transfer),
            named[line.against], line.debit_minor, line.credit_minor, line.balance_minor,
        ]
        for line in lines
    ]  # fmt: skip
    table = Table(
        named[row.code],
        [
            Column(_("Value date"), "day"), Column(_("Booked"), "day"), Column(_("Entry")),
            Column(_("Against")), money_column(asked, _("Debit"), row.currency),
            money_column(asked, _("Credit"), row.currency),
            money_column(asked, _("Balance"), row.currency),
        ],
        rows,
        totals=[
            _("Total"), "", "", "", found.debit_minor, found.credit_minor, found.closing_minor,
        ],
        empty=_("Nothing is posted in this period."),
    )  # fmt: skip
    items = [
        Item(_("Opening balance"), amount(found.ledger.opening_minor, row.currency)),
        Item(_("Closing balance"), amount(found.closing_minor, row.currency)),
    ]
    notes = [f"{item.label}: {item.value}." for item in items]
    links = around(asked, found.part)
    return answer(
        request, asked, Statement("account", named[row.code], [table], notes, items, links)
    )


@needs("ledger.view")
def journal(request: Request) -> HttpResponse:
    """Every transfer of a period in its order, with the codes of the accountant's own books."""
    asked = ask(request)
    pid, period = asked.programme.pk, {"frm": asked.frm, "to": asked.to, "basis": asked.basis}
    own = {
        code: (pk, external)
        for pk, code, external in Account.objects.filter(programme_id=pid).values_list(
            "pk", "code", "external_code"
        )
    }
    if asked.code and asked.code not in own:
        raise NotFound(N_("There is no such account in the books."))
    of: dict[str, Any] = {**period, "account_id": own[asked.code][0] if asked.code else None}
    part = paging.journal_part(pid, turn(asked), **of)
    shown = statements.journal(pid, code=asked.code, **period) if asked.output else part.lines  # type: ignore[arg-type]
    sums = paging.journal_sums(pid, **of)
    known = window_names(pid)
    codes = {one for line in shown for one in (line.debit, line.credit)}
    named = account_labels(pid, codes, windows=known)
    is_mixed = any(code.startswith("foreign:") for code in own)
    rows = [
        [
            line.on, line.posted_on, _memo(line), named[line.debit], own[line.debit][1],
            named[line.credit], own[line.credit][1], line.amount_minor,
            known.get(line.window or "", ""), *([line.currency] if is_mixed else []),
        ]
        for line in shown
    ]  # fmt: skip
    table = Table(
        _("Journal"),
        [
            Column(_("Value date"), "day"), Column(_("Booked"), "day"), Column(_("Entry")),
            Column(_("Debit")), Column(_("Own code")), Column(_("Credit")),
            Column(_("Own code")),
            Column(_("Amount"), "money") if is_mixed else money_column(asked, _("Amount")),
            Column(_("Fund window")), *([Column(_("Currency"))] if is_mixed else []),
        ],
        rows,
        empty=_("Nothing is posted in this period."),
    )  # fmt: skip
    items = [
        Item(_("Transfers"), str(sums.count)),
        Item(_("Sum of the period"), amount(sums.amount_minor, asked.programme.currency)),
    ]
    links = [*around(asked, part), Link(_("Vouchers"), reverse("ledger:vouchers") + asked.url())]
    made = Statement("journal", _("Journal"), [table], items=items, links=links)
    return answer(request, asked, made)


@needs("ledger.view")
def vouchers(request: Request) -> HttpResponse:
    """Each entry once, with its key, its sum and the number of its lines: the accountant's list."""
    asked = ask(request)
    wanted = paging.Turn(limit=FILE_MAX) if asked.output else turn(asked, is_entry=True)
    part = paging.vouchers_part(
        asked.programme.pk, wanted, frm=asked.frm, to=asked.to, basis=asked.basis
    )
    rows = [
        [one.on, one.posted_on, _memo(one), one.key, one.count, one.amount_minor]
        for one in part.lines
    ]
    table = Table(
        _("Vouchers"),
        [
            Column(_("Value date"), "day"), Column(_("Booked"), "day"), Column(_("Entry")),
            Column(_("Number")), Column(_("Lines"), "number"), money_column(asked, _("Amount")),
        ],
        rows,
        empty=_("Nothing is posted in this period."),
    )  # fmt: skip
    sums = paging.journal_sums(asked.programme.pk, frm=asked.frm, to=asked.to, basis=asked.basis)
    items = [Item(_("Sum of the period"), amount(sums.amount_minor, asked.programme.currency))]
    links = around(asked, part)
    made = Statement("vouchers", _("Vouchers"), [table], items=items, links=links)
    return answer(request, asked, made)


@needs("ledger.view")
def entry(request: Request, pk: Any) -> HttpResponse:
    """One entry: its transfers, what caused it, and the way back to the receipt or the grant."""
    row = find(
        Entry.objects.filter(programme_id=request.actor.programme_id).select_related(
            "recorded_by", "reverses", "deal", "revaluation", "contribution"
        ),
        pk=pk,
    )
    legs = Transfer.objects.filter(entry=row).select_related("debit", "credit", "window")
    legs = legs.order_by("id")
    named = account_labels(
        row.programme_id, {code for leg in legs for code in (leg.debit.code, leg.credit.code)}
    )
    source = sources.source_of(row, request.actor.can)
    items = [
        Item(_("Number"), row.key),
        Item(_("Value date"), f"{row.on:%d.%m.%Y}"),
        Item(_("Booked"), f"{row.posted_on:%d.%m.%Y}"),
        Item(_("Recorded by"), row.recorded_by.full_name if row.recorded_by else ""),
    ]
    items += _rate(row)
    if source.told:
        items.append(Item(_("What happened"), source.told.sentence))
    reversal = Entry.objects.filter(reverses=row).first()
    links = [Link(label, url) for label, url in source.links]
    if row.reverses:
        links.append(Link(_("The entry it reverses"), _entry_url(row.reverses.pk)))
    if reversal:
        links.append(Link(_("Its reversal"), _entry_url(reversal.pk)))
    table = Table(
        _("Transfers"),
        [Column(_("Debit")), Column(_("Credit")), Column(_("Amount"), "money"),
         Column(_("Currency")), Column(_("Fund window"))],
        [
            [named[leg.debit.code], named[leg.credit.code], leg.amount_minor, leg.currency,
             leg.window.name if leg.window else ""]
            for leg in legs
        ],
    )  # fmt: skip
    return page(
        request,
        "generic/tables.html",
        {
            "title": _("Entry"), "items": items, "tables": [table], "links": links,
            "back_url": reverse("ledger:journal"), "back_label": _("Journal"),
        },
    )  # fmt: skip


def _rate(row: Entry) -> list[Item]:
    """The rate an entry was made at, with its day and who says so."""
    own = row.programme.currency
    deal, valued, given = (
        getattr(row, name, None) for name in ("deal", "revaluation", "contribution")
    )
    if deal is not None:
        paper = _("paper %(number)s of the bank") % {"number": deal.paper}
        rate, on, source = Rate(deal.currency, own, deal.rate), deal.on, paper
    elif valued is not None:
        pair = {valued.currency, own}
        rate = Rate(valued.rate_base, (pair - {valued.rate_base}).pop(), valued.rate)
        on, source = valued.rate_on, valued.rate_source
    elif given is not None and given.rate is not None:
        rate = Rate(given.currency, own, given.rate)
        on, source = given.rate_on, given.rate_source
    else:
        return []
    return [Item(_("Rate"), f"{rate}, {on:%d.%m.%Y}, {source}")]


def _listed(
    asked: Asked, title: str, lines: Sequence[tuple[str, int]],
    more: Sequence[tuple[str, int]] = (),
) -> Table:  # fmt: skip
    named = account_labels(asked.programme.pk, [code for code, _minor in lines])
    rows: list[list[Any]] = [
        [Cell(named[code], _account_url(asked, code)), minor] for code, minor in lines
    ]
    rows += [[label, minor] for label, minor in more]
    total = sum(minor for _code, minor in [*lines, *more])
    return Table(
        title, [Column(_("Account")), money_column(asked, _("Amount"))], rows,
        totals=[_("Total"), total], empty=_("Nothing in this period."),
    )  # fmt: skip


def _memo(line: JournalLine | paging.Voucher) -> Cell:
    detail = _("Reversal") if line.is_reversal else ""
    return Cell(entry_label(line.memo), _entry_url(line.entry_id), detail=detail)


def _entry_url(pk: Any) -> str:
    return address_of("ledger:entry", pk)


def _account_url(asked: Asked, code: str) -> str:
    return reverse("ledger:account") + asked.url(code=code)

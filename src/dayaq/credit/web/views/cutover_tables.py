"""What the page of a staged workbook shows: totals, findings, columns, loans as they are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from dayaq.credit.domain.cutover import SHEETS, Finding
from dayaq.credit.domain.cutover.checking import COUNTS, TOTALS
from dayaq.credit.domain.cutover.rows import LoanRow
from dayaq.credit.models import Cutover, Loan
from dayaq.credit.queries.cutover import Examined
from dayaq.credit.web.forms import cutover as forms
from dayaq.credit.web.views.common import loan_url, money
from dayaq.kernel.web.parts import Cell, Column, State, Table, Tag

SEVERITIES: dict[str, State] = {"error": "bad", "warning": "warn", "info": "info"}
FINDINGS_SHOWN = 200


def _shown(name: str, value: int | None, currency: str) -> str:
    if value is None:
        return "–"
    return str(value) if name in COUNTS else money(value, currency)


def totals_table(row: Cutover, seen: Examined) -> Table:
    """The owner's totals beside those of the rows."""
    currency = row.product_version.currency
    rows = []
    for name in TOTALS:
        told, found = row.stated.get(name), seen.checked.totals[name]
        agrees = told is None or told == found
        rows.append(
            [
                forms.TOTAL_LABELS[name],
                _shown(name, told, currency),
                _shown(name, found, currency),
                Tag(_("Agrees"), "good") if agrees else Tag(_("Differs"), "bad"),
            ]
        )
        if told is None:
            rows[-1][-1] = Tag(_("Not stated"), "neutral")
    rest = seen.checked.remainder_minor
    rows.append(
        [
            _("Money that nobody can match"),
            _shown("rest", 0, currency),
            _shown("rest", rest, currency),
            Tag(_("Agrees"), "good") if not rest else Tag(_("Differs"), "bad"),
        ]
    )
    return Table(
        caption=_("Control totals"),
        columns=[
            Column(_("Total")),
            Column(_("By its owner"), "money"),
            Column(_("By the rows"), "money"),
            Column(_("Result")),
        ],
        rows=rows,
    )


def posted_totals_table(row: Cutover) -> Table:
    currency = row.product_version.currency
    return Table(
        caption=_("What was brought over"),
        columns=[Column(_("Total")), Column(_("Amount"), "money")],
        rows=[
            [forms.TOTAL_LABELS[name], _shown(name, row.totals.get(name), currency)]
            for name in TOTALS
        ],
    )


def findings_table(seen: Examined) -> Table:
    return Table(
        caption=_("What to mend or explain"),
        columns=[
            Column(_("Sheet")),
            Column(_("Row"), "number"),
            Column(_("What was found")),
            Column(_("To do")),
        ],
        rows=[
            [
                str(forms.SHEET_LABELS.get(one.sheet, one.sheet or "–")),
                one.row or "",
                _sentence(one),
                Tag(_severity(one), SEVERITIES[one.severity]),
            ]
            for one in seen.findings[:FINDINGS_SHOWN]
        ],
        empty=_("Nothing: every row is read and agrees."),
    )


def _severity(one: Finding) -> str:
    return {"error": _("Mend"), "warning": _("Explain"), "info": _("Know")}[one.severity]


def _sentence(one: Finding) -> str:
    """The finding in the reader's language; amounts and days as people write them."""
    said: dict[str, object] = {}
    total = one.params.get("total")
    for name, value in one.params.items():
        if name == "total":
            said[name] = forms.TOTAL_LABELS[str(value)]
        elif isinstance(value, dt.date):
            said[name] = f"{value:%d.%m.%Y}"
        elif isinstance(value, int) and total not in COUNTS:
            said[name] = money(value)
        else:
            said[name] = value
    return _(one.sentence) % said if said else _(one.sentence)


def columns_table(row: Cutover, seen: Examined) -> Table:
    return Table(
        caption=_("Where the sheets and columns are"),
        columns=[Column(_("What")), Column(_("Sheet")), Column(_("Rows"), "number")],
        rows=[
            [
                Cell(
                    forms.SHEET_LABELS[kind],
                    url=reverse("credit:cutover_columns", args=[row.pk, kind])
                    if kind in seen.where
                    else "",
                ),
                seen.where[kind].title if kind in seen.where else _("not in the workbook"),
                len(getattr(seen.book, kind)),
            ]
            for kind in SHEETS
        ],
    )


def borrowers_table(seen: Examined, loans: Iterable[LoanRow]) -> Table:
    """These loans of the workbook, as they are read."""

    def tag(number: str) -> Tag:
        one = seen.borrowers[number]
        if one.is_open:
            return Tag(_("Not decided"), "bad")
        return Tag(_("New"), "info") if one.is_new else Tag(_("Registered"), "good")

    return Table(
        caption=_("Loans as they are read"),
        columns=[
            Column(_("No.")),
            Column(_("Borrower")),
            Column(_("District")),
            Column(_("Paid out on"), "day"),
            Column(_("Lent"), "money", currency="AZN"),
            Column(_("Still owed"), "money", currency="AZN"),
            Column(_("Days late"), "number"),
            Column(_("Person")),
        ],
        rows=[
            [
                loan.number,
                loan.full_name,
                loan.district,
                loan.disbursed_on,
                loan.principal_minor,
                position.outstanding.principal if position else "",
                position.days_past_due if position else "",
                tag(loan.number),
            ]
            for loan in loans
            for position in [seen.checked.positions.get(loan.number)]
        ],
        empty=_("No loan could be read."),
    )


def loans_of(row: Cutover) -> QuerySet[Loan]:
    """What was brought over, in order."""
    rows = Loan.objects.filter(cutover=row).select_related("person", "application")
    return rows.order_by("code")


def loans_table(loans: Iterable[Loan]) -> Table:
    return Table(
        caption=_("Loans"),
        columns=[
            Column(_("Loan")),
            Column(_("Borrower")),
            Column(_("Lent"), "money", currency="AZN"),
            Column(_("Still owed"), "money", currency="AZN"),
        ],
        rows=[
            [
                Cell(loan.code, url=loan_url(loan.pk), detail=loan.application.purpose),
                loan.person.full_name,
                loan.principal_minor,
                loan.outstanding_minor,
            ]
            for loan in loans
        ],
    )

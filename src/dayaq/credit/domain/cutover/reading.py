"""From the cells of a workbook to its rows: every cell that cannot be read is named."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from dayaq.credit.domain.calendar import add_months
from dayaq.credit.domain.cutover import values
from dayaq.credit.domain.cutover.headings import Grid, Mapping, SheetMap
from dayaq.credit.domain.cutover.rows import (
    Finding,
    InstalmentRow,
    LoanRow,
    MoneyRow,
    PaymentRow,
    Workbook,
)
from dayaq.credit.domain.cutover.values import Unreadable
from dayaq.kernel.errors import N_
from dayaq.kernel.names import fold

T = TypeVar("T")

TOTAL_WORDS = tuple(
    fold(word) for word in ("cəmi", "yekun", "ara cəm", "total", "subtotal", "итого", "всего")
)
MONEY_KINDS: dict[str, str] = {
    fold(word): kind
    for kind, words in {
        "contribution": ("contribution", "donor", "ayırma", "daxil olub", "vəsait", "взнос"),
        "spending": ("spending", "spent", "xərc", "xərclər", "расход", "расходы"),
        "bank": ("bank", "bank qalığı", "банк"),
        "cash": ("cash", "kassa", "kassa qalığı", "nağd", "касса"),
    }.items()
    for word in words
}


def read_workbook(sheets: dict[str, Grid], where: Mapping, *, digits: int = 2) -> Workbook:
    """Every row of every sheet that is mapped; what cannot be read is a finding.

    :param digits: minor digits of the currency of all amounts
    """
    book = Workbook()
    if "loans" not in where:
        book.findings.append(
            Finding("error", "", 0, N_("No sheet with loans was found. Name its columns first."))
        )
        return book
    for kind, read in (
        ("loans", _loan),
        ("instalments", _instalment),
        ("payments", _payment),
        ("money", _money),
    ):
        if kind in where:
            into: list[Any] = getattr(book, kind)
            for row in _rows(sheets[where[kind].title], where[kind]):
                found = _tried(read, row, where[kind].title, digits, book.findings)
                if found is not None:
                    into.append(found)
    return book


class _Row:
    """One row of a sheet by field names."""

    def __init__(self, number: int, cells: Sequence[object], where: SheetMap, above: str) -> None:
        self.number = number
        self._cells = cells
        self._columns = where.columns
        self.district_above = above

    def __getitem__(self, name: str) -> object:
        place = self._columns.get(name)
        return None if place is None or place >= len(self._cells) else self._cells[place]

    def need(self, name: str, read: Callable[[object], T | None], sentence: str) -> T:
        """The cell, read; an empty one is refused with `sentence`."""
        value = read(self[name])
        if value is None or value == "":
            raise Unreadable(sentence)
        return value


def _rows(grid: Grid, where: SheetMap) -> Iterator[_Row]:
    """The rows below the headings, without empty ones, repeated headings and totals."""
    above = ""
    heading = [fold(values.text(cell)) for cell in grid[where.heading_row]]
    for place in range(where.heading_row + 1, len(grid)):
        cells = grid[place]
        folded = [fold(values.text(cell)) for cell in cells]
        if not any(folded) or folded == heading or _is_total(folded):
            continue
        row = _Row(place + 1, cells, where, above)
        if sum(1 for cell in folded if cell) == 1:
            # A row with a single cell names the district of the loans below it.
            above = next(values.text(cell) for cell in cells if values.text(cell))
            continue
        # A merged cell stands in its first row only: the district holds on below it.
        above = values.text(row["district"]) or above
        yield row


def _is_total(folded: Sequence[str]) -> bool:
    words = next((cell for cell in folded if cell), "")
    return any(words == word or words.startswith((f"{word} ", f"{word}:")) for word in TOTAL_WORDS)


def _tried(
    read: Callable[[_Row, int], T], row: _Row, sheet: str, digits: int, findings: list[Finding]
) -> T | None:
    try:
        return read(row, digits)
    except Unreadable as error:
        findings.append(Finding("error", sheet, row.number, error.sentence, error.params))
        return None


def _loan(row: _Row, digits: int) -> LoanRow:
    surname, given, patronymic, suffix = values.name_parts(row["name"])
    disbursed_on = row.need(
        "disbursed_on", values.day, N_("The day on which it was paid out is missing.")
    )
    instalments = row.need(
        "instalments", values.number, N_("The number of instalments is missing.")
    )
    if instalments < 1:
        raise Unreadable(N_("A loan has at least one instalment."))
    first = values.day(row["first_due_on"]) or add_months(disbursed_on, 1)
    return LoanRow(
        row=row.number,
        number=row.need("number", values.text, N_("The number of the loan is missing.")).upper(),
        surname=surname,
        given_name=given,
        patronymic=patronymic,
        patronymic_suffix=suffix,
        sex=values.sex(row["sex"], suffix),
        district=values.text(row["district"]) or row.district_above,
        settlement=values.text(row["settlement"]),
        phone=values.text(row["phone"]),
        person_code=values.text(row["person_code"]).upper(),
        window=values.text(row["window"]),
        officer=values.text(row["officer"]),
        disbursed_on=disbursed_on,
        principal_minor=_above_zero(row, "principal", digits),
        instalments=instalments,
        first_due_on=first,
        paid_minor=values.amount_minor(row["paid"], digits),
        outstanding_minor=values.amount_minor(row["outstanding"], digits),
        overdue_since=values.day(row["overdue_since"]),
        restructured=values.yes(row["restructured"]),
    )


def _payment(row: _Row, digits: int) -> PaymentRow:
    return PaymentRow(
        row=row.number,
        number=row.need("number", values.text, N_("The number of the loan is missing.")).upper(),
        paid_on=row.need("paid_on", values.day, N_("The day of the payment is missing.")),
        amount_minor=_above_zero(row, "amount", digits),
        receipt=values.text(row["receipt"]).upper(),
    )


def _instalment(row: _Row, digits: int) -> InstalmentRow:
    return InstalmentRow(
        row=row.number,
        number=row.need("number", values.text, N_("The number of the loan is missing.")).upper(),
        due_on=row.need("due_on", values.day, N_("The day on which it falls due is missing.")),
        amount_minor=_above_zero(row, "amount", digits),
    )


def _money(row: _Row, digits: int) -> MoneyRow:
    kind: Any = MONEY_KINDS.get(fold(values.text(row["kind"])))
    if kind is None:
        raise Unreadable(
            N_("Write what it is: contribution, spending, bank or cash."),
        )
    on: dt.date | None = values.day(row["on"])
    if kind == "contribution" and on is None:
        raise Unreadable(N_("The day on which the contribution came is missing."))
    amount = values.amount_minor(row["amount"], digits)
    if amount is None:
        raise Unreadable(N_("The amount is missing."))
    return MoneyRow(
        row=row.number,
        kind=kind,
        window=values.text(row["window"]),
        on=on,
        amount_minor=amount,
        note=values.text(row["note"]),
    )


def _above_zero(row: _Row, name: str, digits: int) -> int:
    amount = values.amount_minor(row[name], digits)
    if not amount:
        raise Unreadable(N_("The amount is missing."))
    return amount

"""Spreadsheets: tables out as XLSX and CSV, lists in from XLSX, both without surprises.

Out: a number is a number, a date a date, and a text is always a text, so that no name can
become a formula (OWASP, "CSV injection"). In: bounded before it is unpacked, and read by a
parser that refuses XML entities.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.clock import BAKU
from dayaq.kernel.errors import Refused
from dayaq.kernel.money import minor_digits

Kind = Literal["text", "number", "money", "percent", "date", "datetime"]
Row = Sequence[object]

ROWS_MAX = 20_000
COLUMNS_MAX = 200
UNPACKED_MAX = 50 * 1024 * 1024
RATIO_MAX = 100
PARTS_MAX = 1_000
CSV_MAX = 5 * 1024 * 1024
_SCANNED_ROWS_MAX = 200_000
_DANGEROUS_START = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and what its cells are.

    :param kind: "money" cells are whole minor units of `currency`; "percent" cells are
        Decimal shares (0.046 is shown as 4.6 %)
    :param width: in characters; 0 follows the kind
    """

    title: object
    kind: Kind = "text"
    width: int = 0
    currency: str = "AZN"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `totals` is a last row; `notes` stand under the table (definitions)."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Row]
    totals: Row | None = None
    notes: Sequence[str] = field(default=())


def write_table(sheets: Sequence[Sheet]) -> bytes:
    """The XLSX workbook of `sheets`, written row by row (memory does not grow with rows)."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "default_date_format": "dd.mm.yyyy",
        },
    )
    # A fixed moment: the same table gives the same bytes.
    book.set_properties({"created": dt.datetime(2000, 1, 1, tzinfo=dt.UTC)})
    names: set[str] = set()
    try:
        for sheet in sheets:
            _write_sheet(book, sheet, _sheet_name(sheet.title, names))
    finally:
        book.close()  # also after a failure: it removes its temporary files
    return out.getvalue()


def write_csv(sheet: Sheet) -> bytes:
    """`sheet` as CSV (RFC 4180, UTF-8 with a mark, so that Excel shows ə and ş).

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_harmless(str(column.title)) for column in sheet.columns])
    for row in _all_rows(sheet):
        writer.writerow(
            [_csv_cell(value, column) for value, column in zip(row, sheet.columns, strict=True)]
        )
    return out.getvalue().encode("utf-8-sig")


def read_rows(content: bytes, *, sheet: str | None = None) -> list[dict[str, object]]:
    """The rows of a workbook's sheet (the first, unless named), keyed by its header row.

    Cells are str (stripped), int, Decimal, bool, date, datetime or None; rows without any
    value are left out. The key "row" holds the row's number in the sheet, for messages.

    :raises Refused: not a workbook, too large, too many rows, or no usable header
    """
    with _opened(content) as book:
        try:
            table = book[sheet] if sheet else book.worksheets[0]
        except KeyError:
            raise Refused(
                _("The workbook has no sheet called “%(sheet)s”."), params={"sheet": sheet}
            ) from None
        return list(_rows_of(table.iter_rows(values_only=True)))


def read_grids(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    """The cells of every sheet as they stand, for workbooks whose headings must be looked for.

    Cells are as in `read_rows`; the first row of a grid is row 1 of its sheet.

    :raises Refused: not a workbook, too large, or too many rows or columns
    """
    with _opened(content) as book:
        return {
            sheet.title: list(_grid(sheet.iter_rows(values_only=True))) for sheet in book.worksheets
        }


@contextmanager
def _opened(content: bytes) -> Iterator[Any]:
    """The workbook, read-only; whatever its reader stumbles over says that it is damaged."""
    import openpyxl

    if not openpyxl.DEFUSEDXML:
        raise RuntimeError("defusedxml must be installed to read workbooks")
    check_archive(content)
    book = None
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        yield book
    except Refused:
        raise
    except Exception as error:
        raise Refused(_("The file is damaged, or it is not an Excel workbook (.xlsx).")) from error
    finally:
        if book is not None:
            book.close()


def _grid(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[object, ...]]:
    for number, cells in enumerate(rows, start=1):
        if number > ROWS_MAX:
            raise Refused(_("The list has more than 20 000 rows. Send it in parts."))
        if len(cells) > COLUMNS_MAX and any(cell is not None for cell in cells[COLUMNS_MAX:]):
            raise Refused(_("The list has more than 200 columns."))
        yield tuple(_read_cell(cell) for cell in cells[:COLUMNS_MAX])


def read_csv_rows(content: bytes) -> list[dict[str, object]]:
    """The rows of a CSV file as `read_rows` gives those of a workbook; cells are text or None.

    UTF-8 or UTF-16 with a mark, else Windows-1254 as Turkic-language Windows writes it;
    separated by semicolon, comma or tab, whichever the header uses most.

    :raises Refused: binary content, too large, too many rows, or no usable header
    """
    if len(content) > CSV_MAX:
        raise Refused(_("The file is too large. Send it in parts."))
    text = _csv_text(content)
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    try:
        cells = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        return list(_rows_of(tuple(cell.strip() or None for cell in row) for row in cells))
    except csv.Error as error:
        raise Refused(_("The file is damaged, or it is not a list (.csv).")) from error


def _csv_text(content: bytes) -> str:
    marks = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    encodings = [marks[content[:2]]] if content[:2] in marks else ["utf-8-sig", "cp1254"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Refused(_("The file is damaged, or it is not a list (.csv)."))


def check_archive(content: bytes) -> None:
    """Refuse a packed file that is none, or would unpack to far more than it is.

    :raises Refused: before anything is unpacked
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError) as error:
        raise Refused(_("The file is damaged, or it is not an Excel workbook (.xlsx).")) from error
    unpacked = sum(part.file_size for part in parts)
    if unpacked > UNPACKED_MAX:
        raise Refused(_("The file is too large: unpacked it would take more than 50 MB."))
    if unpacked > RATIO_MAX * max(len(content), 1) or len(parts) > PARTS_MAX:
        raise Refused(_("The file is packed in a way that no spreadsheet program packs it."))


def _rows_of(rows: Iterator[tuple[Any, ...]]) -> Iterator[dict[str, object]]:
    header = _header(next(rows, ()))
    found = 0
    for number, cells in enumerate(rows, start=2):
        values = [_read_cell(cell) for cell in cells[: len(header)]]
        if any(value is not None for value in values):
            found += 1
            named = zip(header, values, strict=False)
            yield {"row": number} | {title: value for title, value in named if title}
        if found > ROWS_MAX or number > _SCANNED_ROWS_MAX:
            raise Refused(_("The list has more than 20 000 rows. Send it in parts."))


def _header(cells: tuple[Any, ...]) -> list[str]:
    if len(cells) > COLUMNS_MAX:
        raise Refused(_("The list has more than 200 columns."))
    header = ["" if cell is None else str(cell).strip() for cell in cells]
    named = [title for title in header if title]
    if not named:
        raise Refused(_("The first row of the list must hold the names of its columns."))
    if len(set(named)) < len(named):
        twice = next(title for title in named if named.count(title) > 1)
        raise Refused(_("Two columns are called “%(title)s”."), params={"title": twice})
    return header


def _read_cell(cell: Any) -> object:
    match cell:
        case str():
            return cell.strip() or None
        case bool() | int() | None:
            return cell
        case float():
            return int(cell) if cell.is_integer() else Decimal(repr(cell))
        case dt.datetime():
            return cell.date() if cell.time() == dt.time() else cell
        case dt.date():
            return cell
        case _:
            return str(cell)


def _all_rows(sheet: Sheet) -> Iterator[Row]:
    yield from sheet.rows
    if sheet.totals is not None:
        yield sheet.totals


_FORMATS: dict[Kind, str] = {
    "number": "#,##0",
    "money": "#,##0.00",
    "percent": "0.0%",
    "date": "dd.mm.yyyy",
    "datetime": "dd.mm.yyyy hh:mm",
}
_WIDTHS: dict[Kind, int] = {
    "text": 24, "number": 12, "money": 14, "percent": 10, "date": 12, "datetime": 17,
}  # fmt: skip


def _write_sheet(book: Any, sheet: Sheet, name: str) -> None:
    page = book.add_worksheet(name)
    heading = book.add_format(
        {"bold": True, "text_wrap": True, "bg_color": "#EEF4F4", "bottom": 1, "valign": "top"}
    )
    shapes = {kind: book.add_format({"num_format": shape}) for kind, shape in _FORMATS.items()}
    bold = {
        kind: book.add_format({"num_format": shape, "bold": True, "top": 1})
        for kind, shape in _FORMATS.items()
    }
    bold["text"] = book.add_format({"bold": True, "top": 1})
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width or _WIDTHS[column.kind])
    page.freeze_panes(1, 0)
    page.repeat_rows(0)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, str(column.title), heading)
    line = 0
    for line, row in enumerate(sheet.rows, start=1):
        _write_row(page, line, row, sheet.columns, shapes)
    if sheet.totals is not None:
        line += 1
        _write_row(page, line, sheet.totals, sheet.columns, bold)
    for note in sheet.notes:
        line += 2
        page.write_string(line, 0, str(note))


def _write_row(
    page: Any, line: int, row: Row, columns: Sequence[Column], shapes: dict[Kind, Any]
) -> None:
    for place, (value, column) in enumerate(zip(row, columns, strict=True)):
        shape = shapes.get(column.kind)
        match value:
            case None | "":
                page.write_blank(line, place, None, shape)
            case bool():
                page.write_boolean(line, place, value, shape)
            case int() if column.kind == "money":
                page.write_number(line, place, _major(value, column.currency), shape)
            case int() | Decimal():
                page.write_number(line, place, value, shape)
            case dt.datetime():
                local = value.astimezone(BAKU).replace(tzinfo=None)
                page.write_datetime(line, place, local, shape)
            case dt.date():
                page.write_datetime(line, place, value, shape)
            case float():
                raise TypeError("a float is neither money nor a count")
            case _:
                page.write_string(line, place, str(value), shape)


def _csv_cell(value: object, column: Column) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case int() if column.kind == "money":
            return str(_major(value, column.currency))
        case int():
            return str(value)
        case Decimal():
            return f"{value:f}"  # never with an exponent
        case dt.datetime():
            return value.astimezone(BAKU).isoformat(timespec="minutes")
        case dt.date():
            return value.isoformat()
        case float():
            raise TypeError("a float is neither money nor a count")
        case _:
            return _harmless(str(value))


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_DANGEROUS_START) else text


def _major(minor: int, currency: str) -> Decimal:
    return Decimal(minor).scaleb(-minor_digits(currency))


def _sheet_name(title: str, taken: set[str]) -> str:
    """Excel allows 31 letters without []:*?/\\ and each name once, whatever the case."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in title).strip(" '")
    name = plain[:31] or "1"
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{plain[:27]} {number}"
    taken.add(name.casefold())
    return name

"""Tables out without formulas, lists in without bombs."""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pytest
import xlsxwriter

from dayaq.kernel.errors import Refused
from dayaq.kernel.spreadsheets import (
    Column,
    Sheet,
    check_archive,
    read_rows,
    write_csv,
    write_table,
)

COLUMNS = [
    Column("Ad, soyad"),
    Column("Borclar", "number"),
    Column("Qalıq", "money"),
    Column("PAR30", "percent"),
    Column("Gün", "date"),
]
DANGEROUS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\tx", "\rx"]


def sheet(first: str = "Zaur Məmmədov") -> Sheet:
    row = (first, 3, 100_050, Decimal("0.046"), dt.date(2011, 3, 15))
    return Sheet("Portfel", COLUMNS, [row], totals=("Cəmi", 3, 100_050, Decimal("0.046"), None))


def workbook(rows: list[list[object]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    for number, row in enumerate(rows):
        page.write_row(number, 0, row)
    book.close()
    return out.getvalue()


def test_a_workbook_holds_numbers_as_numbers_and_dates_as_dates() -> None:
    page = openpyxl.load_workbook(io.BytesIO(write_table([sheet()]))).active
    assert page is not None

    cells = [cell.value for cell in page[2]]
    assert cells == ["Zaur Məmmədov", 3, 1000.5, 0.046, dt.datetime(2011, 3, 15)]  # noqa: DTZ001
    assert page["C2"].number_format == "#,##0.00"
    assert page.freeze_panes == "A2"
    assert [cell.value for cell in page[3]][:3] == ["Cəmi", 3, 1000.5]


@pytest.mark.parametrize("name", DANGEROUS)
def test_no_name_ever_becomes_a_formula(name: str) -> None:
    page = openpyxl.load_workbook(io.BytesIO(write_table([sheet(name)]))).active
    assert page is not None
    assert page["A2"].data_type == "s"

    text = write_csv(sheet(name)).decode("utf-8-sig")
    assert next(iter(list(csv.reader(io.StringIO(text, newline="")))[1])) == f"'{name}"


def test_a_csv_writes_a_small_share_without_an_exponent() -> None:
    sheet = Sheet("x", [Column("PAR", "percent")], [(Decimal(1) / Decimal(10_000_000),)])

    assert write_csv(sheet).decode("utf-8-sig").split() == ["PAR", "0.0000001"]


def test_a_csv_keeps_negative_numbers_as_numbers() -> None:
    text = write_csv(Sheet("x", [Column("a", "money")], [(-150,)])).decode("utf-8-sig")

    assert text.splitlines() == ["a", "-1.50"]


def test_the_same_table_gives_the_same_bytes() -> None:
    assert write_table([sheet()]) == write_table([sheet()])


def test_sheets_of_one_title_get_names_of_their_own() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_table([sheet(), sheet()])))

    assert book.sheetnames == ["Portfel", "Portfel 2"]


def test_a_float_is_not_written() -> None:
    with pytest.raises(TypeError, match="float"):
        write_table([Sheet("x", [Column("a", "number")], [(0.1,)])])


def test_rows_are_read_by_the_names_of_their_columns() -> None:
    content = workbook([["Kod", "Say", ""], [" FZ-0001-2 ", 3, "x"], ["", ""], ["FZ-0002-0", 1.5]])

    assert read_rows(content) == [
        {"row": 2, "Kod": "FZ-0001-2", "Say": 3},
        {"row": 4, "Kod": "FZ-0002-0", "Say": Decimal("1.5")},
    ]


def test_what_was_written_is_read_back() -> None:
    rows = read_rows(write_table([sheet("=1+1")]))

    assert rows[0]["Ad, soyad"] == "=1+1"
    assert rows[0]["Gün"] == dt.date(2011, 3, 15)
    assert rows[0]["Qalıq"] == Decimal("1000.5")


def test_something_else_than_a_workbook_is_refused() -> None:
    empty_archive = io.BytesIO()
    with zipfile.ZipFile(empty_archive, "w") as archive:
        archive.writestr("hello.txt", "hello")

    for content in (b"", b"%PDF-1.7", b"PK\x03\x04broken", empty_archive.getvalue()):
        with pytest.raises(Refused, match="not an Excel workbook"):
            read_rows(content)


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 40_000_000)
    with pytest.raises(Refused, match="no spreadsheet program"):
        check_archive(bomb.getvalue())

    large = io.BytesIO()
    with zipfile.ZipFile(large, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 51 * 1024 * 1024)
    with pytest.raises(Refused, match="50 MB"):
        check_archive(large.getvalue())


def test_entities_in_a_workbook_are_refused() -> None:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook([["Kod"], ["a"]]))) as good,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for part in good.namelist():
            content = good.read(part)
            if part == "xl/sharedStrings.xml":
                content = (
                    b'<?xml version="1.0"?><!DOCTYPE sst [<!ENTITY a "ha">]>'
                    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
                    b"<si><t>Kod</t></si><si><t>&a;</t></si></sst>"
                )
            bad.writestr(part, content)

    with pytest.raises(Refused, match="damaged"):
        read_rows(out.getvalue())


def test_too_many_rows_are_refused() -> None:
    content = workbook([["Kod"], *([f"K{number}"] for number in range(20_001))])

    with pytest.raises(Refused, match="20 000"):
        read_rows(content)


def test_a_list_without_usable_headings_is_refused() -> None:
    with pytest.raises(Refused, match="names of its columns"):
        read_rows(workbook([["", ""], ["a", "b"]]))
    with pytest.raises(Refused, match="Two columns"):
        read_rows(workbook([["Kod", "Kod"], ["a", "b"]]))

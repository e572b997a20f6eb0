"""Where the columns of a workbook are: guessed from their headings, remembered, corrected.

The headings are those that accountants write, in Azerbaijani, Russian and English. A heading
row is looked for in the first rows of a sheet, since titles and logos often stand above it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dayaq.kernel.names import fold

HEADING_ROWS_MAX = 20

Grid = Sequence[Sequence[object]]
"""The cells of one sheet, row by row."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a sheet: its headings, as written and folded; whether the sheet needs it."""

    name: str
    written: tuple[str, ...]
    headings: tuple[str, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class SheetMap:
    """Where one kind of sheet is: its title, the heading row (from 0), field to column."""

    title: str
    heading_row: int
    columns: dict[str, int] = field(default_factory=dict)


Mapping = dict[str, SheetMap]
"""From "loans", "instalments", "payments" and "money" to where they are."""


def _field(name: str, *headings: str, required: bool = False) -> Field:
    return Field(name, headings, tuple(fold(heading) for heading in headings), required)


SHEETS: dict[str, tuple[Field, ...]] = {
    "loans": (
        _field(
            "number", "Müqavilə №", "Müqavilə nömrəsi", "Kredit №", "Loan number", "Loan no",
            "No", "№", "Номер договора", "Договор", required=True,
        ),
        _field(
            "name", "Soyadı, adı, ata adı", "Ad, soyad", "Soyad ad", "S.A.A.", "Borcalan",
            "Borrower", "Name", "ФИО", "Заемщик", required=True,
        ),
        _field("sex", "Cins", "Cinsi", "Sex", "Пол"),
        _field("district", "Rayon", "District", "Район"),
        _field("settlement", "Kənd", "Yaşayış məntəqəsi", "Village", "Село"),
        _field("phone", "Telefon", "Tel", "Phone", "Телефон"),
        _field("person_code", "Kod", "Person code", "Код"),
        _field("window", "Donor", "Vəsait mənbəyi", "Fund window", "Донор"),
        _field("officer", "Əməkdaş", "Kredit mütəxəssisi", "Officer", "Сотрудник"),
        _field(
            "disbursed_on", "Verilmə tarixi", "Kredit tarixi", "Disbursed on",
            "Disbursement date", "Дата выдачи", required=True,
        ),
        _field(
            "principal", "Məbləğ", "Kreditin məbləği", "Verilən məbləğ", "Amount", "Principal",
            "Amount lent", "Сумма", "Сумма кредита", required=True,
        ),
        _field(
            "instalments", "Müddət (ay)", "Müddət", "Ay", "Instalments", "Months", "Term",
            "Срок", required=True,
        ),
        _field("first_due_on", "İlk ödəniş", "İlk ödəniş tarixi", "First due", "First due on",
               "Первый платеж"),
        _field("paid", "Ödənilib", "Ödənilmiş", "Paid", "Repaid", "Погашено"),
        _field("outstanding", "Qalıq", "Qalıq borc", "Outstanding", "Balance", "Остаток"),
        _field("overdue_since", "Gecikmə tarixi", "Gecikir", "Overdue since", "Просрочка с"),
        _field("restructured", "Yenidən qurulub", "Restrukturizasiya", "Restructured",
               "Реструктуризация"),
    ),
    "instalments": (
        _field("number", "Müqavilə №", "Müqavilə nömrəsi", "Kredit №", "Loan number", "№",
               "Договор", required=True),
        _field("due_on", "Ödəniş günü", "Son tarix", "Due on", "Due date", "Срок платежа",
               required=True),
        _field("amount", "Məbləğ", "Ödəniş məbləği", "Instalment", "Amount", "Сумма",
               required=True),
    ),
    "payments": (
        _field("number", "Müqavilə №", "Müqavilə nömrəsi", "Kredit №", "Loan number", "№",
               "Договор", required=True),
        _field("paid_on", "Ödənilmə tarixi", "Tarix", "Paid on", "Date", "Дата", required=True),
        _field("amount", "Məbləğ", "Ödənilən məbləğ", "Amount", "Paid", "Сумма", required=True),
        _field("receipt", "Qəbz №", "Qəbz", "Receipt", "Квитанция"),
    ),
    "money": (
        _field("kind", "Növ", "Kind", "Вид", required=True),
        _field("window", "Donor", "Fund window", "Донор"),
        _field("on", "Tarix", "Date", "Дата"),
        _field("amount", "Məbləğ", "Amount", "Сумма", required=True),
        _field("note", "Qeyd", "Note", "Примечание"),
    ),
}  # fmt: skip

TITLES: dict[str, tuple[str, ...]] = {
    "loans": ("kreditlər", "kredit", "borclar", "loans", "кредиты"),
    "instalments": ("qrafik", "cədvəl", "instalments", "schedule", "график"),
    "payments": ("ödənişlər", "ödəniş", "payments", "платежи"),
    "money": ("vəsait", "kassa", "fond", "money", "fund", "деньги"),
}
"""How the sheets are called; the title only breaks a tie between two that fit."""


def template() -> dict[str, list[str]]:
    """Sheet titles and headings that are understood as they are, for an empty workbook."""
    return {
        TITLES[kind][0].capitalize(): [one.written[0] for one in fields]
        for kind, fields in SHEETS.items()
    }


def guess(sheets: dict[str, Grid], remembered: Mapping | None = None) -> Mapping:
    """Where the kinds of sheet are: as remembered if that still fits, else by the headings.

    A kind that no sheet fits is left out.
    """
    found: Mapping = {}
    taken: set[str] = set()
    for kind in SHEETS:
        known = (remembered or {}).get(kind)
        best = known if known and _still_fits(kind, known, sheets) else None
        best = best or _best(kind, sheets, taken)
        if best is not None:
            found[kind] = best
            taken.add(best.title)
    return found


def missing(kind: str, where: SheetMap) -> tuple[str, ...]:
    """The required fields without a column."""
    return tuple(one.name for one in SHEETS[kind] if one.required and one.name not in where.columns)


def headings_of(grid: Grid, heading_row: int) -> list[str]:
    """The headings of a sheet as they are written."""
    if not 0 <= heading_row < len(grid):
        return []
    return ["" if cell is None else str(cell).strip() for cell in grid[heading_row]]


def _still_fits(kind: str, known: SheetMap, sheets: dict[str, Grid]) -> bool:
    grid = sheets.get(known.title)
    if grid is None or not known.heading_row < len(grid):
        return False
    width = len(grid[known.heading_row])
    return not missing(kind, known) and all(place < width for place in known.columns.values())


def _best(kind: str, sheets: dict[str, Grid], taken: Iterable[str]) -> SheetMap | None:
    best: tuple[int, SheetMap] | None = None
    for title, grid in sheets.items():
        if title in taken:
            continue
        where = _headings_in(kind, title, grid)
        if where is None:
            continue
        score = len(where.columns) * 2 + any(fold(word) in fold(title) for word in TITLES[kind])
        # Payments and instalments have much the same columns: there the title decides.
        if kind in {"instalments", "payments"} and not score % 2:
            continue
        if best is None or score > best[0]:
            best = (score, where)
    return best[1] if best else None


def _headings_in(kind: str, title: str, grid: Grid) -> SheetMap | None:
    best: SheetMap | None = None
    for place, row in enumerate(grid[:HEADING_ROWS_MAX]):
        columns = _columns(kind, row)
        where = SheetMap(title, place, columns)
        if not missing(kind, where) and (best is None or len(columns) > len(best.columns)):
            best = where
    return best


def _columns(kind: str, row: Sequence[object]) -> dict[str, int]:
    """Each field's column: a heading that is equal wins over one that begins alike."""
    folded = [fold(str(cell)) if cell is not None else "" for cell in row]
    found: dict[str, int] = {}
    for alike in (False, True):
        for one in SHEETS[kind]:
            if one.name in found:
                continue
            for place, heading in enumerate(folded):
                if not heading or place in found.values():
                    continue
                if heading in one.headings or (
                    alike and any(len(h) > 3 and heading.startswith(h) for h in one.headings)
                ):
                    found[one.name] = place
                    break
    return found

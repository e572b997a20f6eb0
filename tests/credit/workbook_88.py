"""The 88-loan workbook of phase II as an accountant would keep it, with the usual mess.

88 loans come to 88,000 AZN (published total, domain.md 1.1); everything else in it, every
person included, is invented. The amounts are built here by plain arithmetic that shares
nothing with the product, so the control totals are an independent answer.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field

import openpyxl

CUTOVER_ON = dt.date(2011, 3, 1)
DISTRICTS = ("Füzuli", "Ağdam", "Tərtər", "Ağcabədi")
SURNAMES = (
    "Məmmədov", "Əliyev", "Həsənov", "Quliyev", "İbrahimov", "Cəfərov", "Rzayev", "Şirinov",
    "Novruzov", "Vəliyev", "Səfərov",
)  # fmt: skip
GIVEN = ("Elçin", "Rəşad", "Vüqar", "Anar", "Tofiq", "Ramiz", "Sabir", "Nizami")
WOMEN = ("Gülnarə", "Sevinc", "Əsmər", "Çiçək", "Nigar", "Ülviyyə", "Ləman", "Xəyalə")


@dataclass
class Expected:
    """What the workbook comes to, in qəpik."""

    lent: int = 0
    repaid: int = 0
    outstanding: int = 0
    overdue: int = 0
    payments: int = 0
    content: bytes = b""
    by_number: dict[str, tuple[int, int]] = field(default_factory=dict)


def months_later(day: dt.date, months: int) -> dt.date:
    month = day.month - 1 + months
    return dt.date(day.year + month // 12, month % 12 + 1, day.day)


def instalment(principal: int, place: int) -> int:
    """Whole manat by rounding half to even, the last of twelve takes the rest."""
    each = round(principal / 12 / 100) * 100
    return each if place < 12 else principal - 11 * each


def build(*, mode: str = "history") -> Expected:
    """The workbook and its totals. Every loan is interest-free over twelve months."""
    made = Expected()
    book = openpyxl.Workbook()
    loans = book.active
    loans.title = "Kreditlər 2010-2011"
    loans.append(["“Çıraq” ictimai birliyi — mina zərərçəkənlərinə verilmiş kreditlər (NÜMUNƏ)"])
    loans.append([])
    loans.append(
        ["№", "Soyadı, adı, ata adı", "Cins", "Kənd", "Telefon", "Donor", "Verilmə tarixi",
         "Məbləğ", "Müddət (ay)", "Ödənilib", "Qalıq borc", "Gecikmə tarixi", "Qeyd"]
    )  # fmt: skip
    payments = book.create_sheet("Ödənişlər")
    payments.append(["Ödənişlərin reyestri"])
    payments.append(["Müqavilə №", "Tarix", "Məbləğ", "Qəbz №", "Kim qəbul edib"])
    receipt = 0
    for band, district in enumerate(DISTRICTS):
        loans.append([None, None, district] if band % 2 else [district])
        start, band_lent = band * 22, 0
        for place in range(start, start + 22):
            number = 101 + place
            principal = (1000 + (place % 11 - 5) * 100) * 100  # 500 to 1,500, 1,000 on average
            lent_on = dt.date(2010, 1 + place % 10, 1 + place % 27)
            paid, rows = _paid(place, principal, lent_on)
            for on, amount in rows:
                receipt += 1
                made.payments += 1
                payments.append(
                    [number if place % 5 else f" {number} ", _day(on, receipt),
                     _amount(amount, receipt), f"AA {receipt:06d}" if receipt % 17 else None,
                     "Aytən Quliyeva"]
                )  # fmt: skip
            first_unpaid = _first_unpaid(principal, paid, lent_on)
            late = first_unpaid is not None and first_unpaid < CUTOVER_ON
            loans.append(
                [number, _name(place), _sex(place), f"Kənd {place % 9 + 1}",
                 f"050 555 {place:02d} 0{place % 10}",
                 "ADA" if place % 3 else "Korea", _day(lent_on, place), _amount(principal, place),
                 12, _amount(paid, place + 1), _amount(principal - paid, place + 2),
                 _day(first_unpaid, place) if late and first_unpaid else None,
                 "xəstə" if place == 7 else None]
            )  # fmt: skip
            made.lent += principal
            made.repaid += paid
            made.outstanding += principal - paid
            made.overdue += late
            made.by_number[str(number)] = (paid, principal - paid)
            band_lent += principal
        loans.append(["Cəmi", district, None, None, None, None, None, band_lent / 100])
        if band == 1:
            loans.append([])
    loans.append(["YEKUN:", None, None, None, None, None, None, made.lent / 100])
    _money(book, made)
    notes = book.create_sheet("Qeydlər")
    notes.append(["Bu səhifə yaddaş üçündür"])
    if mode == "opening":
        del book["Ödənişlər"]
    out = io.BytesIO()
    book.save(out)
    made.content = out.getvalue()
    return made


def _paid(place: int, principal: int, lent_on: dt.date) -> tuple[int, list[tuple[dt.date, int]]]:
    """What was paid until the cut-over: most in time, every sixth stops after three."""
    rows, paid = [], 0
    for number in range(1, 13):
        due = months_later(lent_on, number)
        if due >= CUTOVER_ON or (place % 6 == 0 and number > 3):
            break
        amount = instalment(principal, number)
        if place % 13 == 4 and number == 2:
            amount -= 1_050  # a part only; the rest is still owed
        rows.append((due, amount))
        paid += amount
    return paid, rows


def _first_unpaid(principal: int, paid: int, lent_on: dt.date) -> dt.date | None:
    covered = 0
    for number in range(1, 13):
        covered += instalment(principal, number)
        if covered > paid:
            return months_later(lent_on, number)
    return None


def _name(place: int) -> str:
    woman = place % 8 == 3
    given = (WOMEN if woman else GIVEN)[place % 8]
    surname = SURNAMES[place // 8] + ("a" if woman else "")
    father = GIVEN[(place + 3) % 8]
    gap = "  " if place % 10 == 0 else " "
    return f"{surname}{gap}{given} {father} {'qızı' if woman else 'oğlu'}"


def _sex(place: int) -> str | None:
    if place % 4 == 0:
        return None  # the patronymic says it
    return "Q" if place % 8 == 3 else "K"


def _amount(minor: int, place: int) -> object:
    """As a number, or as people type it."""
    if place % 7 == 0:
        return f"{minor // 100},{minor % 100:02d} AZN"
    if place % 11 == 0:
        return f"{minor // 100:,}".replace(",", " ") + f",{minor % 100:02d}"
    return minor / 100


def _day(day: dt.date, place: int) -> object:
    if place % 9 == 0:
        return f"{day:%d.%m.%Y}"
    if place % 14 == 0:
        return f"{day:%d/%m/%Y}"
    return day


def _money(book: openpyxl.Workbook, made: Expected) -> None:
    """Six donors put in what was lent and 4,000 for the rest; all of it is told."""
    sheet = book.create_sheet("Vəsait")
    sheet.append(["Növ", "Donor", "Tarix", "Məbləğ", "Qeyd"])
    sheet.append(["Donor", "ADA", dt.date(2009, 12, 10), 60_000, "1-ci tranş"])
    sheet.append(["Donor", "Korea", "15.12.2009", "32 000,00", None])
    sheet.append(["Xərc", "ADA", dt.date(2010, 6, 30), 312.40, "bank xidməti"])
    total = 9_200_000 + made.repaid - made.lent - 31_240
    sheet.append(["Kassa", None, None, 125.50, None])
    sheet.append(["Bank", None, None, (total - 12_550) / 100, None])

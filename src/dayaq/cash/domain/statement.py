"""Reading a bank's list of movements by the columns a person has named."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from dayaq.kernel.errors import N_, Refused
from dayaq.kernel.money import MAX_MINOR, minor_digits, parse_minor

LINES_MAX = 5_000
SIGNS = {
    "AZN": ("₼", r"man\.?"), "EUR": ("€",), "USD": (r"\$",), "GEL": ("₾",), "CHF": (r"Fr\.?",),
}  # fmt: skip
"""How banks mark an amount of a currency, besides its code."""

DAY_FORMATS = ("%d.%m.%Y", "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%y")


@dataclass(frozen=True, slots=True)
class Columns:
    """The names of the list's columns. Either `amount` (with a sign) or `money_in` and
    `money_out`."""

    on: str
    text: str
    amount: str = ""
    money_in: str = ""
    money_out: str = ""


@dataclass(frozen=True, slots=True)
class Movement:
    """One line: money in above zero, out below."""

    on: dt.date
    amount_minor: int
    text: str


def read(rows: Iterable[Mapping[str, object]], columns: Columns, currency: str) -> list[Movement]:
    """The movements of the list, in its order. Lines without an amount are left out.

    >>> read([{"row": 2, "Tarix": "10.03.2011", "Mədaxil": "500,00", "Məxaric": None,
    ...        "Təyinat": "Nağd"}], Columns("Tarix", "Təyinat", "", "Mədaxil", "Məxaric"), "AZN")
    [Movement(on=datetime.date(2011, 3, 10), amount_minor=50000, text='Nağd')]

    :raises Refused: a day or an amount that cannot be read, naming the row
    """
    found = []
    for row in rows:
        try:
            amount = _amount(row, columns, currency)
            if not amount:
                continue
            found.append(Movement(_day(row.get(columns.on)), amount, _text(row.get(columns.text))))
        except (Refused, ValueError) as error:
            raise Refused(
                N_("Row %(row)s: the day or the amount cannot be read. Check the columns chosen."),
                code="unreadable",
                params={"row": row.get("row", "?")},
            ) from error
        if len(found) > LINES_MAX:
            raise Refused(N_("The statement has more than 5 000 lines. Send it by month."))
    if not found:
        raise Refused(N_("No line with an amount was found. Look at the columns chosen."))
    return found


def _amount(row: Mapping[str, object], columns: Columns, currency: str) -> int:
    if columns.amount:
        return minor(row.get(columns.amount), currency)
    taken = minor(row.get(columns.money_in), currency) if columns.money_in else 0
    given = minor(row.get(columns.money_out), currency) if columns.money_out else 0
    return abs(taken) - abs(given)


def minor(cell: object, currency: str) -> int:
    """A cell's amount in minor units, with its sign; nothing is zero.

    >>> minor("-1 000,50", "AZN"), minor(Decimal("12.5"), "AZN"), minor(None, "AZN")
    (-100050, 1250, 0)
    >>> minor("1 000,50 €", "EUR"), minor("-3,00 EUR", "EUR"), minor("5 ₼", "AZN")
    (100050, -300, 500)
    """
    if cell is None or isinstance(cell, bool):
        return 0
    if isinstance(cell, int | Decimal):
        scaled = Decimal(cell).scaleb(minor_digits(currency))
        if scaled != scaled.to_integral_value() or abs(scaled) > MAX_MINOR:
            raise ValueError("not a whole number of minor units")
        return int(scaled)
    text = str(cell).strip().replace("\u2212", "-")
    unit = "|".join([currency, *SIGNS.get(currency, ())])
    text = re.sub(rf"^({unit})\s*|\s*({unit})$", "", text, flags=re.IGNORECASE)
    if text in ("", "-"):
        return 0
    is_negative = text.startswith("-") or (text.startswith("(") and text.endswith(")"))
    size = parse_minor(text.strip("+-() "), currency)
    return -size if is_negative else size


def _day(cell: object) -> dt.date:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    text = str(cell or "").strip().split(" ")[0]
    for pattern in DAY_FORMATS:
        try:
            return dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise ValueError("not a day")


def _text(cell: object) -> str:
    return re.sub(r"\s+", " ", "" if cell is None else str(cell)).strip()[:300]

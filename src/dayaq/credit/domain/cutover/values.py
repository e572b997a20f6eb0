"""Cells as people type them: amounts, days, yes and no, names.

Nothing is guessed where two readings are possible: the cell is refused with a sentence.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from dayaq.kernel.errors import N_

YES = {"yes", "y", "bəli", "beli", "hə", "he", "da", "да", "1", "x", "+"}
NO = {"", "no", "n", "xeyr", "yox", "net", "нет", "0", "-", "–"}
CURRENCY = re.compile(r"(azn|manat|man\.?|₼)\s*$", re.IGNORECASE)
SON = {"oğlu", "oglu", "o.", "оглы", "оглу"}
DAUGHTER = {"qızı", "qizi", "q.", "кызы", "гызы"}
DAY_SHAPES = (
    re.compile(r"(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>\d{4})$"),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})$"),
)


class Unreadable(ValueError):  # noqa: N818 - it says what the cell is
    """A cell that cannot be read, with the sentence that says what to write instead."""

    def __init__(self, sentence: str, **params: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.params = params


def text(cell: object) -> str:
    """The cell as one line of text: no doubled and no surrounding blanks.

    >>> text("  Məmmədov   Elçin "), text(17), text(None)
    ('Məmmədov Elçin', '17', '')
    """
    return "" if cell is None else " ".join(str(cell).replace("\xa0", " ").split())


def amount_minor(cell: object, digits: int = 2) -> int | None:
    """An amount in minor units; None for an empty cell.

    Blanks group thousands, the comma or the point stands before the qəpik. "1,000" and
    "1.000" are a thousand to one reader and one to another, and are refused.

    >>> amount_minor("1 000,50 AZN"), amount_minor(83), amount_minor(""), amount_minor("1.000,00")
    (100050, 8300, None, 100000)
    """
    if isinstance(cell, bool):
        raise Unreadable(N_("Write the amount in figures, such as 1000 or 83,50."))
    if isinstance(cell, int | Decimal):
        return _minor(Decimal(cell), digits)
    written = CURRENCY.sub("", text(cell)).replace(" ", "").replace("'", "")
    if written in {"", "-", "–"}:
        return None
    if re.fullmatch(r"\d{1,3}([.,]\d{3})+", written):
        raise Unreadable(
            N_("“%(value)s” can be read in two ways. Write it without a point or comma."),
            value=text(cell),
        )
    grouped = re.fullmatch(r"(\d{1,3}(?:([.,])\d{3})+)([.,])(\d{1,2})", written)
    if grouped and grouped[2] != grouped[3]:
        written = f"{grouped[1].replace(grouped[2], '')}.{grouped[4]}"
    written = written.replace(",", ".")
    if not re.fullmatch(r"\d+(\.\d{1,4})?", written):
        raise Unreadable(N_("Write the amount in figures, such as 1000 or 83,50."))
    return _minor(Decimal(written), digits)


def _minor(amount: Decimal, digits: int) -> int:
    minor = amount.scaleb(digits)
    # A spreadsheet computes with binary fractions: 83.33 arrives as 83.330000000000013.
    rounded = minor.to_integral_value()
    if abs(minor - rounded) > Decimal("0.000001"):
        raise Unreadable(N_("An amount has no parts of a qəpik."))
    if rounded < 0:
        raise Unreadable(N_("The amount is below zero."))
    if rounded > 10**12:
        raise Unreadable(N_("The amount is too large."))
    return int(rounded)


def day(cell: object) -> dt.date | None:
    """A day; None for an empty cell. Text is read day first, as it is written here.

    >>> day("05.03.2010"), day("2010-03-05"), day(None)
    (datetime.date(2010, 3, 5), datetime.date(2010, 3, 5), None)
    """
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    written = text(cell).rstrip(".")
    if written in {"", "-", "–"}:
        return None
    for shape in DAY_SHAPES:
        found = shape.match(written)
        if found:
            try:
                return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                break
    raise Unreadable(N_("“%(value)s” is no day. Write it as 05.03.2010."), value=written)


def number(cell: object) -> int | None:
    """A count; None for an empty cell."""
    written = text(cell)
    if not written:
        return None
    if not re.fullmatch(r"\d{1,4}", written):
        raise Unreadable(N_("Write a whole number, such as 12."))
    return int(written)


def yes(cell: object) -> bool:
    """Whether the answer is yes; an empty cell is no."""
    written = text(cell).casefold()
    if written in YES:
        return True
    if written in NO:
        return False
    raise Unreadable(N_("Write yes or no."))


def name_parts(cell: object) -> tuple[str, str, str, str]:
    """Surname, given name, patronymic and its suffix of a name in one cell, surname first.

    >>> name_parts("Məmmədov Elçin Rəhim oğlu")
    ('Məmmədov', 'Elçin', 'Rəhim', 'oğlu')
    """
    words = text(cell).split(" ")
    suffix = ""
    if len(words) > 2 and words[-1].casefold() in SON | DAUGHTER:
        suffix = "oğlu" if words.pop().casefold() in SON else "qızı"
    if len(words) < 2:
        raise Unreadable(N_("Write the surname and the given name."))
    return words[0], words[1], " ".join(words[2:]), suffix


def sex(cell: object, suffix: str) -> str:
    """ "female" or "male", from the cell or else from the suffix of the patronymic; "" if neither.

    >>> sex("K", ""), sex("", "qızı"), sex("", "")
    ('male', 'female', '')
    """
    written = text(cell).casefold()
    if written in {"k", "kişi", "kisi", "m", "male", "м", "муж", "муж."}:
        return "male"
    if written in {"q", "qadın", "qadin", "f", "female", "ж", "жен", "жен."}:
        return "female"
    if written:
        raise Unreadable(N_("Write K for a man and Q for a woman."))
    return {"oğlu": "male", "qızı": "female"}.get(suffix, "")

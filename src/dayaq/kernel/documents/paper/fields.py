"""Short words to write a paper form with."""

from __future__ import annotations

from typing import Any

Text = tuple[str, str]
"""Azerbaijani, English."""

YES_NO: list[Text] = [("Bəli", "Yes"), ("Xeyr", "No")]
NOT_KNOWN: Text = ("Məlum deyil", "Not known")
OTHER: Text = ("Başqa: ________", "Other: ________")


def _field(kind: str, number: str, az: str, en: str, hint: Text | None, **more: Any) -> Any:
    return {"kind": kind, "number": number, "label": (az, en), "hint": hint, **more}


def line(number: str, az: str, en: str, *, hint: Text | None = None) -> Any:
    """One line to write on."""
    return _field("line", number, az, en, hint)


def lines(number: str, az: str, en: str, rows: int = 3, *, hint: Text | None = None) -> Any:
    """Several lines to write on."""
    return _field("lines", number, az, en, hint, rows=rows)


def date(number: str, az: str, en: str, *, hint: Text | None = None) -> Any:
    """Boxes for day, month and year."""
    return _field("date", number, az, en, hint)


def boxes(number: str, az: str, en: str, options: list[Text], *, hint: Text | None = None) -> Any:
    """Boxes to tick."""
    return _field("boxes", number, az, en, hint, options=options)


def grid(number: str, az: str, en: str, heads: list[Text], rows: int) -> Any:
    """A table to write in."""
    return _field("grid", number, az, en, None, options=heads, rows=rows)


def scale(number: str, az: str, en: str, items: list[Text], options: list[Text]) -> Any:
    """Each of `items` gets one tick among `options`."""
    return _field("scale", number, az, en, None, items=items, options=options)


def text(number: str, az: str, en: str) -> Any:
    """A sentence to read out."""
    return _field("text", number, az, en, None)


def section(az: str, en: str, *fields: Any) -> dict[str, Any]:
    """A part of the form with its heading."""
    return {"title": (az, en), "fields": list(fields)}


def signature(az: str, en: str, *, manner: str = "hand") -> dict[str, Any]:
    """A place to sign."""
    return {"role": (az, en), "name": "", "manner": manner, "witnesses": []}


PERSON_SIGNS = signature("Müraciət edən şəxs", "The person", manner="thumb")
OFFICER_SIGNS = signature("Əməkdaş", "Officer")

"""What is typed into a field: something sound, and everything that is wrong for its kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.forms.reading import DAY_PARTS, Asked, Control, answered

Typed = dict[str, Any]
"""Names as they are sent, each with its values."""

NOBODY = str(UUID(int=7))
LONG = "a" * 20_001
BACKWARDS = "Adil\u202eliaB"
PICTURE = "Söz 😀 söz"
WITH_NUL = "Söz\0söz"
SMALL_PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@dataclass(frozen=True)
class Wrong:
    """A value that is wrong for a kind of field.

    :param must: whether it must be refused wherever it is typed; else it may be an answer
    """

    what: str
    value: Any
    must: bool = True


EMPTY = Wrong("empty", "", must=False)
IN_A_LIST = (Wrong("not in the list", "wrong"), Wrong("somebody's id", NOBODY))
WRONG: dict[str, tuple[Wrong, ...]] = {
    "text": (
        Wrong("20,001 letters", LONG), Wrong("right-to-left override", BACKWARDS),
        Wrong("a picture of four bytes", PICTURE, must=False), Wrong("NUL", WITH_NUL),
        EMPTY, Wrong("signs only", "\u200b ' OR 1=1 -- <b>%s{{", must=True),
    ),
    "day": (
        Wrong("2999", ("1", "1", "2999")), Wrong("year 1", ("1", "1", "0001")),
        Wrong("30 February", ("30", "2", "2011")), Wrong("letters", ("a", "b", "c")),
        Wrong("no month", ("1", "", "2011")), Wrong("minus", ("-1", "-1", "-2011")),
        Wrong("long", ("1" * 5_000, "1", "2011")), Wrong("NUL", ("1\0", "1", "2011")),
        Wrong("empty", ("", "", ""), must=False),
    ),
    "money": (
        Wrong("negative", "-5"), Wrong("a part of a minor unit", "0.001"), Wrong("1e12", "1e12"),
        Wrong("NaN", "NaN"), Wrong("a million millions", "1000000000000"),
        Wrong("words", "on manat"), Wrong("long", "9" * 10_000), Wrong("NUL", "1\0"), EMPTY,
    ),
    "number": (
        Wrong("negative", "-5"), Wrong("a part", "0.0000001"), Wrong("1e12", "1e12"),
        Wrong("NaN", "NaN"), Wrong("huge", "99999999999999999999"), Wrong("words", "on iki"),
        Wrong("long", "9" * 10_000), Wrong("NUL", "1\0"), EMPTY,
    ),
    "select": (*IN_A_LIST, Wrong("long", LONG), Wrong("NUL", "a\0"), EMPTY),
    "boxes": (*IN_A_LIST, Wrong("NUL", "a\0"), Wrong("empty", (), must=False)),
    "checkbox": (Wrong("empty", (), must=False), Wrong("NUL", "\0", must=False)),
    "file": (
        Wrong("empty file", ("a.pdf", b"")), Wrong("another kind", ("a.exe", b"MZ\x90\0")),
        Wrong("kind by name only", ("a.pdf", b"MZ\x90\0")),
        Wrong("too large", ("a.pdf", 11 * 2**20)), Wrong("text for a file", "a.pdf", must=False),
        Wrong("long name", ("a" * 5000 + ".pdf", SMALL_PDF), must=False),
        Wrong("none", (), must=False),
    ),
    "hidden": (
        Wrong("garbage", "wrong", must=False), Wrong("NUL", "\0", must=False),
        Wrong("long", LONG, must=False), Wrong("somebody's id", NOBODY, must=False), EMPTY,
    ),
}  # fmt: skip
for kind in ("textarea", "email", "url", "time"):
    WRONG[kind] = WRONG["text"]
# A telephone number or a code copied from a messenger carries marks that are dropped; a
# password or what is searched for may be anything.
WRONG["tel"] = WRONG["code"] = tuple(
    Wrong(one.what, one.value, one.must and one.what in ("20,001 letters", "NUL"))
    for one in WRONG["text"]
)
WRONG["search"] = WRONG["password"] = tuple(
    Wrong(one.what, one.value, must=False) for one in WRONG["text"]
)
WRONG["radio"] = WRONG["select-multiple"] = WRONG["select"]


def wrong_for(one: Control) -> list[Wrong]:
    """Everything wrong for this field; what is merely empty must be refused if it is needed."""
    found = []
    for value in WRONG["code" if one.is_code else one.kind]:
        empty = value.what in ("empty", "none") and one.kind not in ("checkbox", "hidden", "search")
        found.append(Wrong(value.what, value.value, value.must or (empty and not one.optional)))
    return found


def sound(
    form: Asked,
    today: dt.date,
    *,
    known: Mapping[str, Any] | None = None,
    only_needed: bool = False,
    untouched: bool = False,
) -> Typed:
    """Every field filled as somebody in a hurry would: what is offered, else something short.

    :param known: answers by name that nobody could guess
    :param only_needed: leave what may stay empty
    :param untouched: send it as it came
    """
    typed: Typed = dict(answered(form))
    known = known or {}
    for one in form.fields:
        if one.name in known:
            put(typed, one, known[one.name])
        elif untouched or one.kind == "hidden" or (only_needed and one.optional):
            continue
        elif one.kind == "file":
            typed[one.name] = _file(one)
        elif not any(one.chosen):
            put(typed, one, _something(one, today))
    wanted = [pair for pair in form.buttons if pair[0] not in ("preview", "change")]
    named = [pair for pair in wanted if known.get(pair[0]) == pair[1]]
    name, value = next(iter([*named, *wanted]), ("", ""))
    return {**typed, name: [value]} if name else typed


def put(typed: Typed, one: Control, value: Any) -> None:
    """Type `value` into the field."""
    if one.kind == "day":
        parts = (value.day, value.month, value.year) if isinstance(value, dt.date) else value
        for part, text in zip(DAY_PARTS, parts or ("", "", ""), strict=True):
            typed[one.name + part] = [str(text)]
    elif one.kind == "file" and isinstance(value, tuple):
        typed.pop(one.name, None)
        if value:
            name, content = value
            content = SMALL_PDF + b"x" * content if isinstance(content, int) else content
            typed[one.name] = [SimpleUploadedFile(name, content)]
    else:
        typed[one.name] = list(value) if isinstance(value, tuple) else [value]


def _something(one: Control, today: dt.date) -> Any:
    offered = [option for option in one.options if option]
    plain = {
        "day": (str(today.day), str(today.month), str(today.year)), "money": "10",
        "number": one.least if one.least not in ("", "0") else "1", "tel": "050 212 34 56",
        "email": "name@example.org", "url": "https://example.org/", "time": "09:30",
        "password": "dörd uzun söz birlikdə",
    }  # fmt: skip
    if offered:
        return tuple(offered[:1]) if one.kind in ("boxes", "checkbox") else offered[0]
    if one.kind in ("boxes", "checkbox", "select", "radio", "select-multiple"):
        return ()
    return plain.get(one.kind, "Söz")


def _file(one: Control) -> list[SimpleUploadedFile]:
    if "pdf" in one.accept or not one.accept:
        return [SimpleUploadedFile("a.pdf", SMALL_PDF, "application/pdf")]
    ending = one.accept.split(",")[0].strip()
    beginning = {".xlsx": b"PK\x03\x04 no book", ".csv": b"a,b\n1,2\n"}
    return [SimpleUploadedFile(f"a{ending}", beginning.get(ending, b"\x89PNG\r\n\x1a\n"))]

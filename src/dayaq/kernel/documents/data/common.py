"""What the data of several documents share."""

from __future__ import annotations

import datetime as dt
from typing import Literal, NotRequired, TypedDict

Manner = Literal["hand", "thumb", "mark", "read_aloud", "cannot"]


class Mark(TypedDict):
    """A donor's or partner's mark: its uploaded drawing, else its short name as a word mark."""

    short: str
    name: str
    svg: NotRequired[str | None]


class Letterhead(TypedDict):
    """The top and the foot of every page. `complaint_phone` is answered in confidence."""

    programme: str
    organisation: str
    address: NotRequired[str | None]
    marks: list[Mark]
    complaint_phone: NotRequired[str | None]


class Document(TypedDict):
    """What every document has."""

    letterhead: Letterhead
    number: NotRequired[str | None]
    dated_on: NotRequired[dt.date | None]
    currency: NotRequired[str]


class Signature(TypedDict):
    """One signatory. For every manner but hand a line is drawn for each witness ("" is
    one whose name is not known yet)."""

    role: str
    name: str
    position: NotRequired[str | None]
    manner: NotRequired[Manner]
    witnesses: NotRequired[list[str]]


class Party(TypedDict):
    """A party to an agreement; only what is given is printed."""

    name: str
    code: NotRequired[str | None]
    born_on: NotRequired[dt.date | None]
    document: NotRequired[str | None]
    address: NotRequired[str | None]
    phone: NotRequired[str | None]
    represented_by: NotRequired[str | None]
    legal_basis: NotRequired[str | None]


class Fact(TypedDict):
    label: str
    value: str


class TableColumn(TypedDict):
    title: str
    kind: Literal["text", "number", "money", "percent", "date", "datetime"]

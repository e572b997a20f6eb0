"""What the components draw: cells, tables, summary items, tags, tiles, links.

Plain values a view or a panel builds; the templates in `web/templates/components` draw them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Text = Any
"""A text or a lazy translation of one."""

State = Literal["neutral", "info", "good", "warn", "bad"]
Kind = Literal["text", "number", "money", "day", "percent"]


@dataclass(frozen=True, slots=True)
class Link:
    """A link that looks like a button if `primary`."""

    label: Text
    url: str
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A status in a word; the state gives it a shape and a colour, never a colour alone."""

    label: Text
    state: State = "neutral"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a summary list, with a link to change it if there is one."""

    label: Text
    value: Text
    url: str = ""
    change: Text = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that opens its list."""

    number: Text
    label: Text
    url: str
    state: State = "neutral"
    detail: Text = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `money` cells hold minor units, `day` cells dates, `percent` shares of one.

    Where each row has a currency of its own, `money` cells hold amounts written with it.
    """

    label: Text
    kind: Kind = "text"
    currency: str = ""
    sort_url: str = ""
    sorted: Literal["", "ascending", "descending"] = ""

    @property
    def is_numeric(self) -> bool:
        return self.kind in {"number", "money", "percent"}


@dataclass(frozen=True, slots=True)
class Cell:
    """A value that is also a link or a status."""

    value: Any
    url: str = ""
    tag: Tag | None = None
    detail: Text = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; the first column names the row.

    Each row is a sequence of plain values, `Cell`s or `Tag`s, one for each column. On a phone a
    table of more than three columns stands as cards, and a narrower one when `as_cards` says so.
    """

    caption: Text
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    totals: Sequence[Any] = ()
    empty: Text = ""
    caption_hidden: bool = False
    as_cards: bool = False


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened: the day, the sentence, by whom, and what belongs to it."""

    on: dt.date
    text: Text
    by: Text = ""
    url: str = ""
    details: Sequence[Item] = field(default_factory=tuple)

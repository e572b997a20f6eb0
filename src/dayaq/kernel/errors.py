"""Refusals: what a person can put right, said in a sentence.

Anything else that goes wrong is a fault of the program and is raised as it is.
This module knows nothing of Django, so that the domain cores may raise from it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping


def N_(message: str) -> str:  # noqa: N802 - the customary name of the no-op marker
    """Mark `message` for the catalogues without translating it here."""
    return message


class Refused(Exception):  # noqa: N818 - it reads as the programme speaks
    """The act is not done, and nothing has changed.

    :param message: a full sentence (a msgid or a lazy translation) that says what to do
    :param field: the form field the sentence belongs to, if one
    :param params: named values for the placeholders of `message`
    """

    def __init__(
        self,
        message: object,
        *,
        field: str | None = None,
        code: str = "refused",
        params: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code
        self.params = dict(params or {})

    def __str__(self) -> str:
        text = str(self.message)
        return text % self.params if self.params else text


class NotAllowed(Refused):
    """The person may not do this, or not with this record."""


class NotFound(Refused):
    """There is no such record among those the person may see."""


class Conflict(Refused):
    """Somebody else was first, or the same key came with other content."""


def not_before(on: dt.date, first: dt.date | None, sentence: object, *, field: str = "on") -> None:
    """Refuse an act dated before what it depends on; None is no such day.

    :raises Refused: `on` lies before `first`
    """
    if first is not None and on < first:
        raise Refused(sentence, field=field)


_CONSTRAINTS: dict[str, object] = {}


def constraint(name: str, sentence: object) -> None:
    """Say what the refusal of the database constraint `name` means to a person."""
    _CONSTRAINTS[name] = sentence


def constraint_sentence(name: str | None) -> object | None:
    """The sentence registered for the constraint `name`, or None."""
    return _CONSTRAINTS.get(name or "")

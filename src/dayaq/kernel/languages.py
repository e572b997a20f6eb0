"""What offices write in two languages, and readers read in one."""

from __future__ import annotations

from django.utils.translation import get_language


def reader_language() -> str:
    """The reader's language, in two letters; Azerbaijani where nobody reads."""
    return (get_language() or "az")[:2]


def in_language(english: str, azerbaijani: str, language: str | None = None) -> str:
    """What was written in both languages, in the reader's or another `language`; where one is
    missing, the other."""
    if (language or reader_language()) == "az":
        return azerbaijani or english
    return english or azerbaijani

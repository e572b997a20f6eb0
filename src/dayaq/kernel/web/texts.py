"""What a person typed, made safe to keep: trimmed, NFC, free of invisible characters."""

from __future__ import annotations

import re
import unicodedata

ARABIC_JOINERS = {"\u200c", "\u200d"}
"""Zero-width joiners change the meaning of a word only between Arabic-script letters."""

_SPACES = re.compile(r"[^\S\n]+")


def tidy(text: str) -> str:
    """`text` in NFC with single spaces and no space at either end of it.

    >>> tidy("  Zaur \\t Məmmədov ")
    'Zaur Məmmədov'
    """
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def tidy_lines(text: str) -> str:
    """`tidy` line by line; line ends become a plain newline.

    >>> tidy_lines(" bir \\r\\n iki  üç ")
    'bir\\niki üç'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(tidy(line) for line in lines).strip()


def hidden_character(text: str, *, allowed: str = "") -> str | None:
    """The Unicode name of the first invisible or control character of `text`, or None.

    Refused are controls, zero-width and direction-changing characters (categories Cc, Cf,
    Cs, Co, Zl, Zp): they make two different names look the same, or turn a line around.
    Letters of any script, also of four bytes, are welcome.

    >>> hidden_character("Zaur\\u202eM")
    'RIGHT-TO-LEFT OVERRIDE'
    >>> hidden_character("𐒀𐒆") is None
    True
    """
    for index, character in enumerate(text):
        if character in allowed or not _is_hidden(character):
            continue
        if character in ARABIC_JOINERS and _joins_arabic(text, index):
            continue
        return unicodedata.name(character, f"U+{ord(character):04X}")
    return None


def without_hidden(text: object) -> str:
    """`text` without its direction marks and joiners, for what is only figures and capitals.

    A control character is no mark of a messenger: it stays, and is refused.
    """
    return "".join(one for one in str(text or "") if unicodedata.category(one) != "Cf")


def picture(text: str) -> str:
    """The first picture sign (an emoji, a dingbat) in `text`, or nothing."""
    return next((sign for sign in text if unicodedata.category(sign) == "So"), "")


def has_letter(text: str) -> bool:
    """Whether any character of `text` is a letter of some script."""
    return any(unicodedata.category(character).startswith("L") for character in text)


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def _joins_arabic(text: str, index: int) -> bool:
    around = text[index - 1 : index] + text[index + 1 : index + 2]
    return len(around) == 2 and all(
        unicodedata.name(character, "").startswith("ARABIC") for character in around
    )

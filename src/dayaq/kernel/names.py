"""Names as they are written here: Azerbaijani, Russian and English spellings of one person.

Three keys are stored beside every name:

- `fold`: one spelling for search; "ƏLİYEV", "Aliyev" and "Алиев" are the same.
- `skeleton`: coarser, for likely duplicates; "Hüseynov" and "Гусейнов" are the same.
- `sort_key`: orders by the Azerbaijani alphabet under plain byte order.

The rules were measured on variant pairs of common surnames (docs/adr on names); they know
nothing of languages, so a wrong guess costs a row on a list that a person reads, no more.
"""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

ALPHABET = "abcçdeəfgğhxıijkqlmnoöprsştuüvyz"
"""The 32 letters in their order; W is no letter of it and goes after V."""

_CYRILLIC = {
    "дж": "c", "а": "a", "б": "b", "в": "v", "г": "q", "ғ": "ğ", "ҝ": "g", "д": "d", "е": "e",
    "ё": "yo", "ә": "ə", "ж": "j", "з": "z", "и": "i", "ы": "ı", "й": "y", "ј": "y", "к": "k",
    "л": "l", "м": "m", "н": "n", "о": "o", "ө": "ö", "п": "p", "р": "r", "с": "s", "т": "t",
    "у": "u", "ү": "ü", "ф": "f", "х": "x", "һ": "h", "ц": "ts", "ч": "ç", "ҹ": "c", "ш": "ş",
    "щ": "ş", "э": "e", "ю": "yu", "я": "ya", "ъ": "", "ь": "",
}  # fmt: skip
# After a consonant я and ю stand for the front vowels: Гюнай, Ляман.
_FRONT_VOWEL = re.compile("(?<=[бвгғҝджзклмнпрстфхһцчҹшщ])[яю]")
_CYRILLIC_PATTERN = re.compile("|".join(sorted(_CYRILLIC, key=len, reverse=True)))

_LETTERS = str.maketrans({"ə": "a", "ö": "o", "ü": "u", "ı": "i", "ğ": "g", "ş": "s", "w": "v"})
_CH = "\x00"  # stands for the one sound of ç, ch and ч while the letter c is read as j
# In this order: the longer spelling of a sound before the shorter one.
_SOUNDS = (
    ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("tch", _CH), ("ch", _CH), ("ç", _CH), ("c", "j"),
    (_CH, "c"), ("kh", "h"), ("gh", "g"), ("sh", "s"), ("x", "h"), ("q", "g"), ("y", "i"),
)  # fmt: skip
_PARTICLES = {"oglu", "ogli", "gizi", "kizi"}
_CLASSES = str.maketrans({"h": "g", "k": "g", "e": "a", "o": "a", "u": "i", "p": "b"})

_SORT = {letter: chr(ord("A") + index) for index, letter in enumerate(ALPHABET.replace("v", "vw"))}


def fold(text: str) -> str:
    """One spelling for all the ways a name is written; words parted by one blank.

    >>> fold("ISMAYILOV"), fold("İsmayılov"), fold("Исмайылов")
    ('ismailov', 'ismailov', 'ismailov')
    >>> fold("Əliyeva Cəmilə Rauf qızı"), fold("Алиева Джамиля Рауф кызы")
    ('aliev jamila rauf', 'aliev jamila rauf')
    >>> fold("Ağcabədi"), fold("Aghjabadi")
    ('agjabadi', 'agjabadi')
    """
    words = [_fold_word(word) for word in _words(_latin(text))]
    kept = [word for word in words if word and word not in _PARTICLES]
    return " ".join(kept or [word for word in words if word])


def skeleton(text: str) -> str:
    """A coarser key: sounds that the three spellings keep mixing up are one.

    >>> skeleton("Hüseynov") == skeleton("Гусейнов") == skeleton("Huseinov")
    True
    >>> skeleton("Füzuli") == skeleton("Fizuli")
    True
    """
    return " ".join(_single(word.translate(_CLASSES)) for word in fold(text).split())


def sort_key(text: str) -> str:
    """A key whose byte order is the order of the Azerbaijani alphabet.

    >>> sorted(["Xəlil", "Ilkin", "Çingiz", "İlqar", "Cavid", "Həsən", "Qurban"], key=sort_key)
    ['Cavid', 'Çingiz', 'Həsən', 'Xəlil', 'Ilkin', 'İlqar', 'Qurban']
    """
    return " ".join(
        "".join(_SORT.get(letter, letter if letter.isdigit() else "") for letter in word)
        for word in _words(_latin(text))
    )


def _latin(text: str) -> str:
    """Lower-case Azerbaijani Latin: dotted and dotless i kept apart, other scripts brought over."""
    lowered = unicodedata.normalize("NFC", text).replace("İ", "i").replace("I", "ı").lower()
    fronted = _FRONT_VOWEL.sub(lambda found: "ə" if found[0] == "я" else "ü", lowered)
    latin = _CYRILLIC_PATTERN.sub(lambda found: _CYRILLIC[found[0]], fronted)
    return "".join(letter if letter in _SORT else _plain(letter) for letter in latin)


def _plain(letter: str) -> str:
    """A letter outside the alphabet without its marks; a sign that parts words is a blank."""
    if letter in "'’ʼ`\u02bb":
        return ""
    bare = anyascii(letter).lower()
    return bare if bare.isalnum() else " "


def _words(text: str) -> list[str]:
    return text.split()


def _fold_word(word: str) -> str:
    word = word.translate(_LETTERS)
    for sound, one in _SOUNDS:
        word = word.replace(sound, one)
    word = re.sub(r"(?<=[aeou])ie", "e", word)  # Ağayev, Агаев
    word = _single(word)
    return re.sub(r"(?<=[oe]v)a$", "", word)  # Əliyeva is of the family Əliyev


def _single(word: str) -> str:
    return re.sub(r"([^\d])\1+", r"\1", word)

"""Names of countries and languages in the reader's language (CLDR, by way of Babel)."""

from __future__ import annotations

from functools import cache

from dayaq.kernel.names import sort_key

NEAR = ("AZ", "GE", "AM", "TR", "RU", "UA", "KZ", "KG", "TJ", "UZ")
"""Countries of the region stand first in a list to choose from."""

SPOKEN = ("az", "en", "ru", "ka", "hy", "tr")


@cache
def countries(language: str) -> dict[str, str]:
    """Two-letter country codes with their names in `language`."""
    from babel import Locale

    names = Locale.parse(language).territories
    # CLDR also lists groupings (EU, UN, EZ) and pseudo-regions, which nobody comes from.
    left_out = {"EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"}
    return {
        code: str(name)
        for code, name in names.items()
        if len(code) == 2 and code.isalpha() and code not in left_out
    }


@cache
def languages(language: str) -> dict[str, str]:
    """Two-letter language codes with their names in `language`."""
    from babel import Locale

    return {
        code: str(name) for code, name in Locale.parse(language).languages.items() if len(code) == 2
    }


def country_name(code: str, language: str) -> str:
    """The name of a country, or its code when CLDR does not know it."""
    return countries(language).get(code, code)


def country_choices(language: str) -> list[tuple[str, str]]:
    """Codes and names to choose from: the region first, then all by name."""
    names = countries(language)
    others = sorted((code for code in names if code not in NEAR), key=lambda c: sort_key(names[c]))
    return [(code, names[code]) for code in (*NEAR, *others)]


def language_choices(language: str) -> list[tuple[str, str]]:
    """The languages of the region to choose from."""
    names = languages(language)
    return [(code, names[code]) for code in SPOKEN]

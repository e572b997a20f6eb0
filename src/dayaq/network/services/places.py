"""Countries and languages are ISO codes that CLDR knows, never free text."""

from __future__ import annotations

from dayaq.kernel.errors import N_, Refused
from dayaq.network.queries.countries import countries, languages


def check_country(code: str, *, field: str = "country") -> None:
    """:raises Refused: when `code` is no ISO 3166 alpha-2 code"""
    if code not in countries("en"):
        raise Refused(N_("Choose a country from the list."), field=field)


def check_language(code: str, *, field: str = "languages") -> None:
    """:raises Refused: when `code` is no ISO 639-1 code"""
    if code not in languages("en"):
        raise Refused(N_("Choose a language from the list."), field=field)

"""Blank paper forms: what is asked, in the order of the pages it is typed into later.

Each form is written once, every text as a pair (Azerbaijani, English); `paper_form` gives
the data of template `form` in one language. Field numbers stay the same in both, so that a
form filled in one language can be typed in on a page of the other.
"""

from __future__ import annotations

from typing import Any

from dayaq.kernel.documents.data import Letterhead, PaperForm
from dayaq.kernel.documents.paper import business, household, registration

FORMS: dict[str, dict[str, Any]] = {
    "registration": registration.REGISTRATION,
    "consent": registration.CONSENT,
    "household": household.HOUSEHOLD,
    "attendance": household.ATTENDANCE,
    "appraisal": business.APPRAISAL,
    "visit": business.VISIT,
}


def paper_form(key: str, letterhead: Letterhead, *, language: str = "az") -> PaperForm:
    """The data of template `form` for the blank form `key` (see `FORMS`)."""
    index = 0 if language == "az" else 1
    form: PaperForm = _in_language({**FORMS[key], "letterhead": letterhead}, index)
    return form


def _in_language(value: Any, index: int) -> Any:
    match value:
        case tuple():
            return value[index]
        case dict():
            return {
                key: item if key == "letterhead" else _in_language(item, index)
                for key, item in value.items()
            }
        case list():
            return [_in_language(item, index) for item in value]
        case _:
            return value

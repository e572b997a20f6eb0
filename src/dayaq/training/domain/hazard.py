"""The hazard check of a place of business, as the mine action authority answers it.

>>> permits(Answer.CLEAR), permits(Answer.INSIDE), permits(None)
(True, False, False)
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Answer(StrEnum):
    CLEAR = "clear"
    SUSPECTED = "suspected"
    INSIDE = "inside"


def permits(answer: Answer | None) -> bool:
    """Whether a business may be financed there: answered, and not inside a hazardous area.

    A suspected area permits it, but whoever accepts the plan writes down why it is safe.
    """
    return answer in {Answer.CLEAR, Answer.SUSPECTED}


def needs_reason(answer: Answer) -> bool:
    """Whether accepting the plan asks for a written reason."""
    return answer is Answer.SUSPECTED


@dataclass(frozen=True, slots=True)
class HazardAnswer:
    """The authority's answer to one question; `number` and `on` are those of its paper."""

    code: str
    answer: str
    number: str
    on: dt.date
    note: str = ""


WORDS: dict[str, Answer] = {
    "clear": Answer.CLEAR,
    "suspected": Answer.SUSPECTED,
    "inside": Answer.INSIDE,
    "təmiz": Answer.CLEAR,
    "şübhəli": Answer.SUSPECTED,
    "daxilində": Answer.INSIDE,
}


def read_answer(word: str) -> Answer | None:
    """The answer somebody wrote into a list, in English or Azerbaijani; None if it is neither.

    >>> read_answer(" Təmiz "), read_answer("yes")
    (<Answer.CLEAR: 'clear'>, None)
    """
    return WORDS.get(word.strip().lower())

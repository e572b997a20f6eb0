"""The hazard check of a place of business, as the mine action authority answers it.

>>> permits(Answer.CLEAR), permits(Answer.INSIDE), permits(None)
(True, False, False)
"""

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

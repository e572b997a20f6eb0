"""Washington Group questions on functioning: answers and the identifiers derived from them.

Source: Washington Group Short Set (WG-SS) and its Enhanced upper-body questions, analytic
guidelines: the cut-off for international reporting is at least one domain coded 3 or 4.
It is a population statistic and never decides what somebody gets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

from dayaq.kernel.errors import N_, Refused


class Answer(IntEnum):
    """The published answer codes."""

    NO_DIFFICULTY = 1
    SOME = 2
    A_LOT = 3
    CANNOT = 4
    REFUSED = 7
    DO_NOT_KNOW = 9


SHORT_SET = ("seeing", "hearing", "walking", "remembering", "self_care", "communicating")
UPPER_BODY = ("lifting", "fingers")
DOMAINS = SHORT_SET + UPPER_BODY
_MISSING = {Answer.REFUSED, Answer.DO_NOT_KNOW}


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The derived identifiers; None stands for missing, which is not "no".

    `disability_1`: some difficulty in at least one domain. `disability_2`: some in two, or a
    lot in one. `disability_3` (recommended): a lot in one. `disability_4`: cannot do one.
    `enhanced_3`: as 3, with the upper body counted.
    """

    disability_1: bool | None
    disability_2: bool | None
    disability_3: bool | None
    disability_4: bool | None
    enhanced_3: bool | None


def identify(answers: Mapping[str, int]) -> Identifiers:
    """Derive the identifiers; a domain that was not asked counts as missing.

    >>> identify(dict(zip(SHORT_SET, [1, 1, 1, 1, 2, 1], strict=True)) | {"lifting": 4})
    Identifiers(disability_1=True, disability_2=False, disability_3=False, disability_4=False, \
enhanced_3=True)

    :raises Refused: for an unknown question or an answer outside 1-4, 7 and 9
    """
    known = {name: Answer(value) for name, value in _checked(answers).items()}
    short = [known[name] for name in SHORT_SET if _counts(known.get(name))]
    every = [known[name] for name in DOMAINS if _counts(known.get(name))]
    if not short:
        return Identifiers(None, None, None, None, _at_least(every, Answer.A_LOT, 1))
    return Identifiers(
        disability_1=_at_least(short, Answer.SOME, 1),
        disability_2=_at_least(short, Answer.A_LOT, 1) or _at_least(short, Answer.SOME, 2),
        disability_3=_at_least(short, Answer.A_LOT, 1),
        disability_4=_at_least(short, Answer.CANNOT, 1),
        enhanced_3=_at_least(every, Answer.A_LOT, 1),
    )


def _checked(answers: Mapping[str, int]) -> Mapping[str, int]:
    for name, value in answers.items():
        if name not in DOMAINS:
            raise Refused(N_("This question is not among the Washington Group questions."))
        if value not in set(Answer):
            raise Refused(N_("Choose one of the answers of the form."), field=name)
    return answers


def _counts(answer: Answer | None) -> bool:
    return answer is not None and answer not in _MISSING


def _at_least(answers: list[Answer], level: Answer, domains: int) -> bool | None:
    if not answers:
        return None
    return sum(answer >= level for answer in answers) >= domains

"""How a lesson learnt becomes fit to be shared: it is validated before it is published.

>>> next_status(LessonStatus.DRAFT, LessonAct.VALIDATE)
<LessonStatus.VALIDATED: 'validated'>
"""

from enum import StrEnum

from dayaq.kernel.errors import N_, Refused


class LessonStatus(StrEnum):
    DRAFT = "draft"
    VALIDATED = "validated"
    PUBLISHED = "published"


class LessonAct(StrEnum):
    VALIDATE = "validate"
    PUBLISH = "publish"
    TAKE_BACK = "take_back"


TRANSITIONS: dict[tuple[LessonStatus, LessonAct], LessonStatus] = {
    (LessonStatus.DRAFT, LessonAct.VALIDATE): LessonStatus.VALIDATED,
    (LessonStatus.VALIDATED, LessonAct.PUBLISH): LessonStatus.PUBLISHED,
    (LessonStatus.VALIDATED, LessonAct.TAKE_BACK): LessonStatus.DRAFT,
    (LessonStatus.PUBLISHED, LessonAct.TAKE_BACK): LessonStatus.DRAFT,
}

_REFUSALS: dict[LessonAct, str] = {
    LessonAct.VALIDATE: N_("Only a draft can be validated."),
    LessonAct.PUBLISH: N_("A lesson is validated before it is published."),
    LessonAct.TAKE_BACK: N_("A draft cannot be taken back: it is not shared yet."),
}


def next_status(status: LessonStatus, act: LessonAct) -> LessonStatus:
    """The status after the act.

    :raises Refused: when the act is not possible in this status
    """
    if (status, act) not in TRANSITIONS:
        raise Refused(_REFUSALS[act], code="lifecycle")
    return TRANSITIONS[(status, act)]

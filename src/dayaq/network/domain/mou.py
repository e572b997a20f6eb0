"""Where a memorandum of understanding stands on a day.

The status is never stored: it follows from three dates, so that no nightly job can forget it.

>>> from datetime import date
>>> status(date(2010, 2, 1), date(2012, 5, 31), None, today=date(2012, 5, 31))
<MouStatus.ACTIVE: 'active'>
>>> status(date(2010, 2, 1), date(2012, 5, 31), None, today=date(2012, 6, 1))
<MouStatus.EXPIRED: 'expired'>
"""

from datetime import date, timedelta
from enum import StrEnum

# A renewal passes through two legal offices; two months is the warning the partners asked for.
EXPIRES_SOON_DAYS = 60


class MouStatus(StrEnum):
    NOT_YET = "not_yet"
    ACTIVE = "active"
    EXPIRED = "expired"
    ENDED = "ended"


def status(
    signed_on: date, valid_until: date | None, ended_on: date | None, *, today: date
) -> MouStatus:
    """The status of the memorandum on `today`; its last day is still an active one."""
    if today < signed_on:
        return MouStatus.NOT_YET
    if ended_on is not None and ended_on <= today:
        return MouStatus.ENDED
    if valid_until is not None and valid_until < today:
        return MouStatus.EXPIRED
    return MouStatus.ACTIVE


def expires_soon(valid_until: date | None, *, today: date) -> bool:
    """Whether an active memorandum has at most 60 days left."""
    return valid_until is not None and today <= valid_until <= today + timedelta(
        days=EXPIRES_SOON_DAYS
    )

"""When a business is to be visited: the newest visit says, whenever it was written down."""

from datetime import date, timedelta

FIRST_VISIT = timedelta(days=28)
"""The use of a loan is looked at within four weeks (domain reference 4.1)."""

AHEAD = timedelta(days=7)
"""A visit that was agreed on is asked for a week before its day."""


def is_newest(visited_on: date, newest_on: date | None) -> bool:
    """Whether a visit written down now is the newest; of two on one day it is the later written.

    >>> is_newest(date(2010, 7, 5), None)
    True
    >>> is_newest(date(2010, 7, 5), date(2010, 9, 1))  # typed in late from paper
    False
    """
    return newest_on is None or visited_on >= newest_on


def asked_from(
    disbursed_on: date, visited_on: date | None, next_visit_on: date | None
) -> date | None:
    """The day from which a visit is asked for; None when the newest visit agreed on no other.

    >>> asked_from(date(2010, 6, 1), None, None)
    datetime.date(2010, 6, 29)
    >>> asked_from(date(2010, 6, 1), date(2010, 6, 20), date(2010, 12, 1))
    datetime.date(2010, 11, 24)
    >>> asked_from(date(2010, 6, 1), date(2010, 6, 20), None) is None
    True

    :param visited_on: the day of the newest visit
    :param next_visit_on: the day it agreed on
    """
    if visited_on is None:
        return disbursed_on + FIRST_VISIT
    return None if next_visit_on is None else next_visit_on - AHEAD

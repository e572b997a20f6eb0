"""What Today says of instalments: the one that falls due now, never the one after it."""

from __future__ import annotations

import datetime as dt

import pytest

from dayaq.credit.models import Instalment
from dayaq.credit.web.panels import due
from dayaq.kernel.clock import programme_clock
from tests.credit import helpers as h

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def instalments(made: h.Setting) -> list[tuple[dt.date, int]]:
    loan = h.lent(made)
    rows = Instalment.objects.filter(loan=loan, in_force_to=None).order_by("due_on")
    return list(rows.values_list("due_on", "principal_minor"))


@pytest.mark.parametrize("before", [7, 1, 0])
def test_the_instalment_of_this_week_is_named_with_its_day(made: h.Setting, before: int) -> None:
    (on, minor), *_later = instalments(made)

    group = due(made.officer, programme_clock(on - before * DAY))

    [row] = group.rows
    assert (row.due_on, group.count) == (on, 1)
    assert f"{minor // 100},{minor % 100:02d}" in str(row.text).replace("\u00a0", "")


def test_what_is_due_next_month_is_not_named(made: h.Setting) -> None:
    (on, _minor), *_later = instalments(made)

    assert due(made.officer, programme_clock(on - 8 * DAY)).count == 0


def test_beside_an_overdue_one_only_todays_is_named(made: h.Setting) -> None:
    _first, (on, minor), *_later = instalments(made)

    [row] = due(made.officer, programme_clock(on)).rows

    assert row.due_on == on
    assert f"{minor // 100},{minor % 100:02d}" in str(row.text).replace("\u00a0", "")

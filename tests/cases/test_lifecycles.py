"""The tables of case, need, referral and complaint: every pair, allowed or not."""

import doctest
import itertools

import pytest

from dayaq.cases.domain import lifecycle
from dayaq.cases.domain.lifecycle import (
    CASE,
    COMPLAINT,
    NEED,
    OPEN_NEEDS,
    REFERRAL,
    CaseAct,
    CaseStatus,
    ComplaintAct,
    ComplaintStatus,
    NeedAct,
    NeedStatus,
    ReferralAct,
    ReferralStatus,
    acts_from,
    next_status,
)
from dayaq.cases.models import Case, Complaint, Need, Referral
from dayaq.kernel.errors import Refused

TABLES = [
    (CASE, CaseStatus, CaseAct),
    (NEED, NeedStatus, NeedAct),
    (REFERRAL, ReferralStatus, ReferralAct),
    (COMPLAINT, ComplaintStatus, ComplaintAct),
]
STEPS = [
    pytest.param(table, status, act, id=f"{statuses.__name__} {status} {act}")
    for table, statuses, acts in TABLES
    for status, act in itertools.product(statuses, acts)
]


@pytest.mark.parametrize(("table", "status", "act"), STEPS)
def test_every_step_is_in_the_table_or_refused(table, status, act) -> None:  # type: ignore[no-untyped-def]
    if (status, act) in table:
        assert next_status(table, str(status), act) == table[status, act]
    else:
        with pytest.raises(Refused):
            next_status(table, str(status), act)


@pytest.mark.parametrize(
    ("statuses", "rows"),
    [
        (CaseStatus, Case),
        (NeedStatus, Need),
        (ReferralStatus, Referral),
        (ComplaintStatus, Complaint),
    ],
)
def test_the_rows_know_the_same_statuses(statuses, rows) -> None:  # type: ignore[no-untyped-def]
    assert {str(status) for status in statuses} == set(rows.Status.values)


@pytest.mark.parametrize(("table", "statuses", "acts"), TABLES)
def test_every_status_can_be_reached(table, statuses, acts) -> None:  # type: ignore[no-untyped-def]
    first = next(iter(statuses))
    assert set(table.values()) | {first} == set(statuses)


def test_a_case_closes_from_everywhere_and_only_reopens_then() -> None:
    assert all((status, CaseAct.CLOSE) in CASE for status in CaseStatus if status != "closed")
    assert acts_from(CASE, "closed") == (CaseAct.REOPEN,)


def test_no_assistance_but_only_a_person_ends_a_need() -> None:
    assert {after for (_before, act), after in NEED.items() if act == NeedAct.START} == {
        NeedStatus.IN_PROGRESS
    }
    assert not set(OPEN_NEEDS) & {NeedStatus.MET, NeedStatus.UNMET}


def test_ended_referrals_stay_ended() -> None:
    for status in ("completed", "declined", "cancelled", "expired"):
        assert acts_from(REFERRAL, status) == ()


def test_worked_examples_hold() -> None:
    assert doctest.testmod(lifecycle).failed == 0

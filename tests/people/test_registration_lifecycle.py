"""The life of a registration: every pair of status and act, allowed or not."""

import itertools

import pytest

from dayaq.kernel.errors import Refused
from dayaq.people.domain.registration import TRANSITIONS, Act, Status, next_status
from dayaq.people.models import Registration


@pytest.mark.parametrize(("status", "act"), list(itertools.product(Status, Act)))
def test_every_step_is_in_the_table_or_refused(status: Status, act: Act) -> None:
    if (status, act) in TRANSITIONS:
        assert next_status(status, act) == TRANSITIONS[status, act]
    else:
        with pytest.raises(Refused):
            next_status(status, act)


def test_the_rows_know_the_same_statuses() -> None:
    assert {str(status) for status in Status} == set(Registration.Status.values)


def test_a_duplicate_is_the_end() -> None:
    assert not [pair for pair in TRANSITIONS if pair[0] == Status.DUPLICATE]


def test_only_a_submitted_or_waiting_registration_is_verified() -> None:
    verified_from = {status for status, act in TRANSITIONS if act == Act.VERIFY}
    assert verified_from == {Status.SUBMITTED, Status.WAITING}

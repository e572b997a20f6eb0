"""Codes people see and ids machines use."""

import time

import pytest
from stdnum import damm

from dayaq.kernel.ids import check_code, next_code, uuid7


def test_a_uuid_is_version_seven_and_carries_its_moment() -> None:
    before = time.time_ns() // 1_000_000
    made = uuid7()
    after = time.time_ns() // 1_000_000

    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert before <= made.int >> 80 <= after


# The published example of the Damm algorithm: 572 has the check digit 4.
def test_the_check_digit_is_the_published_one() -> None:
    assert damm.calc_check_digit("572") == "4"
    assert check_code("FZ-572-4")
    assert not check_code("FZ-572-5")
    assert not check_code("FZ-752-4")
    assert not check_code("nothing")


@pytest.mark.django_db
def test_codes_count_up_per_prefix() -> None:
    first, second = next_code("person", "FZ"), next_code("person", "FZ")
    other = next_code("person", "AG")

    assert (first[:8], second[:8], other[:8]) == ("FZ-0001-", "FZ-0002-", "AG-0001-")
    assert all(check_code(code) for code in (first, second, other))

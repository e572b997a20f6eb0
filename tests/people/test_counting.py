"""A person is counted once, a household once (domain.md C10)."""

import doctest

from dayaq.people.domain import casualties, counting, dates, duplicates, functioning, registration
from dayaq.people.domain.counting import Beneficiaries, Member, count_beneficiaries


def test_worked_examples_hold() -> None:
    for module in (casualties, counting, dates, duplicates, functioning, registration):
        assert doctest.testmod(module).failed == 0


def test_trained_twice_and_counselled_five_times_is_one_direct_beneficiary() -> None:
    services = [("Zaur", "training")] * 2 + [("Zaur", "counselling")] * 5
    assert count_beneficiaries(services, []) == Beneficiaries(direct=1, indirect=0)


def test_two_survivors_in_one_household_count_the_family_once() -> None:
    services = [("Zaur", "training"), ("Gülnar", "counselling")]
    home = [Member("H1", 1, "Zaur"), Member("H1", 2, "Gülnar"), Member("H1", 3), Member("H1", 4)]
    assert count_beneficiaries(services, home) == Beneficiaries(direct=2, indirect=2)


def test_a_household_without_a_served_member_counts_nobody() -> None:
    assert count_beneficiaries([("Zaur", "training")], [Member("H2", 1)]).indirect == 0


def test_a_registered_relative_in_two_households_is_one_person() -> None:
    services = [("Zaur", "training"), ("Elçin", "training")]
    homes = [
        Member("H1", 1, "Zaur"), Member("H1", 2, "Nənə"),
        Member("H2", 1, "Elçin"), Member("H2", 2, "Nənə"),
    ]  # fmt: skip
    assert count_beneficiaries(services, homes) == Beneficiaries(direct=2, indirect=1)

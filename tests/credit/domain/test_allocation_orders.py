"""Each order on one loan: two overdue instalments, one running, all four components owed."""

from datetime import date

import pytest

from dayaq.credit.domain import (
    AllocationOrder,
    Component,
    Due,
    Event,
    FeeCharged,
    LoanTerms,
    errors,
    order_from_pairs,
    order_named,
    replay,
)
from dayaq.credit.domain.allocation import ORDERS
from tests.credit.domain.loans import flat, out, paid

ON = date(2026, 3, 10)


def split(made: LoanTerms, amount: int, *, charges: bool = True) -> list[tuple[int, str, int]]:
    """Where `amount` paid on 10 March goes; 1 February and 1 March are overdue."""
    events: list[Event] = [out(amount=30_000)]
    if charges:
        events += [
            FeeCharged(id=f"{part}{number}", value_on=day, amount_minor=100, component=part)
            for number, day in enumerate((date(2026, 2, 1), date(2026, 3, 1)), start=1)
            for part in (Component.FEE, Component.PENALTY)
        ]
    state = replay(made, [*events, paid("p", ON, amount, 9)])
    names = {"penalty": "P", "fee": "F", "interest": "I", "principal": "C"}
    return [
        (a.instalment or 0, names.get(a.component, a.component), a.amount_minor)
        for a in state.allocations_of("p")
    ]


def loan(order: str) -> LoanTerms:
    """300.00 in three instalments of 100.00 and 1.00 interest."""
    return flat("4", principal_minor=30_000, instalments=3, allocation=order_named(order))


def letters(found: list[tuple[int, str, int]]) -> str:
    return " ".join(f"{number}{letter}" for number, letter, _ in found)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("standard", "1P 1F 1I 1C 2P 2F 2I 2C"),
        ("interest_principal_penalty_fee", "1I 1C 1P 1F 2I 2C 2P 2F"),
        ("principal_interest_penalty_fee", "1C 1I 1P 1F 2C 2I 2P 2F"),
        ("excess_to_principal", "1P 1F 1I 1C 2P 2F 2I 2C"),
        ("principal_first", "1C 1I 1F 1P 2C 2I 2F 2P"),
        ("charges_of_all_overdue_first", "1P 1F 1I 2P 2F 2I 1C 2C"),
        ("early_to_principal", "1I 1C 1P 1F 2I 2C 2P 2F"),
        ("advance_principal_first", "1P 1F 1I 1C 2P 2F 2I 2C"),
        ("penalty_interest_principal_fee", "1P 1I 1C 1F 2P 2I 2C 2F"),
        ("standard_vertical", "1P 2P 1F 2F 1I 2I 1C 2C"),
    ],
)
def test_what_is_due_is_settled_in_the_order_of_the_terms(order: str, expected: str) -> None:
    assert letters(split(loan(order), 20_600)) == expected
    assert split(loan(order), 20_600)[0][2] in (100, 10_000)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("standard", "3I 3C"),
        ("interest_principal_penalty_fee", "3I 3C"),
        ("principal_interest_penalty_fee", "3C"),
        ("excess_to_principal", "3C"),
        ("principal_first", "3C"),
        ("charges_of_all_overdue_first", "3I 3C"),
        ("early_to_principal", "3C"),
        ("advance_principal_first", "3C"),
        ("penalty_interest_principal_fee", "3I 3C"),
        ("standard_vertical", "3I 3C"),
    ],
)
def test_what_is_not_due_yet_is_settled_in_its_own_order(order: str, expected: str) -> None:
    assert letters(split(loan(order), 20_600 + 5_000)[8:]) == expected


def test_every_order_is_covered_here() -> None:
    assert len(ORDERS) == 10


def test_any_permutation_can_be_an_order() -> None:
    kinds = (Due.PAST_DUE, Due.DUE_TODAY, Due.ADVANCE)
    pairs = [(due, part) for due in kinds for part in reversed(Component)]
    across = flat(
        "4", principal_minor=30_000, instalments=3, allocation=order_from_pairs("own", pairs)
    )
    assert letters(split(across, 20_600)) == "1C 1I 1F 1P 2C 2I 2F 2P"
    down = order_from_pairs("own", pairs, vertical=True)
    vertical = flat("4", principal_minor=30_000, instalments=3, allocation=down)
    assert letters(split(vertical, 20_600)) == "1C 2C 1I 2I 1F 2F 1P 2P"


def test_money_due_today_is_neither_late_nor_early() -> None:
    today_first = [
        (due, part) for due in (Due.DUE_TODAY, Due.PAST_DUE, Due.ADVANCE) for part in Component
    ]
    made = flat(
        "4",
        principal_minor=30_000,
        instalments=3,
        first_due=date(2026, 2, 10),
        allocation=order_from_pairs("today", today_first),
    )
    assert letters(split(made, 10_100, charges=False)) == "2I 2C"


def test_a_stage_in_advance_looks_at_coming_instalments_only() -> None:
    standard = order_named("standard")
    with pytest.raises(errors.BadAllocation, match="coming instalments only"):
        AllocationOrder("mixed", standard.due, standard.due)

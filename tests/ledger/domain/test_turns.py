"""Fresh and recycled money of a window."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from dayaq.ledger.domain.turns import EARNED, Movement, follow


def loan(number: int) -> UUID:
    return UUID(int=number)


def c9() -> list[Movement]:
    """C9 of the domain reference: 52 loans of 1,000, 40,000 back, 30 loans again, one lost."""
    lent = [Movement("lent", 1_000, loan(n)) for n in range(52)]
    back = [Movement("repaid", 1_000, loan(n)) for n in range(40)]
    again = [Movement("lent", 1_000, loan(100 + n)) for n in range(30)]
    return [Movement("given", 52_000), *lent, *back, *again, Movement("lost", 1_000, loan(51))]


def test_c9_the_donor_has_spent_52_000_and_30_000_were_lent_again() -> None:
    turns = follow(c9())

    assert turns.fresh_minor == 52_000
    assert turns.relent_minor == 30_000
    assert turns.lent_minor == {1: 52_000, 2: 30_000}
    assert sum(turns.waiting_minor.values()) == 10_000  # the cash of C9


def test_the_third_turn_is_told_from_the_second() -> None:
    turns = follow(
        [
            Movement("given", 100),
            Movement("lent", 100, loan(1)),
            Movement("repaid", 100, loan(1)),
            Movement("lent", 100, loan(2)),
            Movement("repaid", 60, loan(2)),
            Movement("lent", 60, loan(3)),
        ]
    )

    assert turns.lent_minor == {1: 100, 2: 100, 3: 60}


def test_money_that_came_back_earlier_is_lent_before_a_later_contribution() -> None:
    turns = follow(
        [
            Movement("given", 100),
            Movement("lent", 100, loan(1)),
            Movement("repaid", 50, loan(1)),
            Movement("given", 100),
            Movement("lent", 80, loan(2)),
        ]
    )

    assert turns.lent_minor == {1: 130, 2: 50}
    assert turns.waiting_minor == {0: 70}


def test_what_the_fund_earned_is_no_donors_first_turn() -> None:
    turns = follow([Movement("earned", 10), Movement("lent", 10, loan(1))])

    assert (turns.fresh_minor, turns.relent_minor) == (0, 10)
    assert follow([Movement("earned", 10)]).waiting_minor == {EARNED: 10}


def test_a_loan_dated_before_its_money_uses_the_contribution_that_follows() -> None:
    turns = follow([Movement("lent", 30, loan(1)), Movement("given", 100)])

    assert turns.fresh_minor == 30
    assert turns.waiting_minor == {0: 70}


KINDS = st.sampled_from(["given", "lent", "repaid", "lost", "earned", "spent"])


@given(st.lists(st.tuples(KINDS, st.integers(1, 500), st.integers(0, 4)), max_size=60))
def test_no_manat_appears_or_is_lost_and_fresh_is_never_more_than_was_given(
    steps: list[tuple[str, int, int]],
) -> None:
    cash, owed, given_minor, lent = 0, dict.fromkeys(range(5), 0), 0, 0
    moves = []
    for kind, wanted, number in steps:
        limits = {"lent": cash, "spent": cash, "repaid": owed[number], "lost": owed[number]}
        amount = min(wanted, limits.get(kind, wanted))
        if not amount:
            continue
        moves.append(Movement(kind, amount, loan(number)))  # type: ignore[arg-type]
        cash += amount if kind in ("given", "earned", "repaid") else 0
        cash -= amount if kind in ("lent", "spent") else 0
        owed[number] += amount if kind == "lent" else 0
        owed[number] -= amount if kind in ("repaid", "lost") else 0
        given_minor += amount if kind == "given" else 0
        lent += amount if kind == "lent" else 0

    turns = follow(moves)

    assert turns.fresh_minor + turns.relent_minor == lent
    assert turns.fresh_minor <= given_minor
    assert sum(turns.waiting_minor.values()) == cash

"""What a person should look into: signs, never verdicts.

Each sign has a limit chosen for a small programme (a few officers, a few hundred loans). They
follow the list of the security reference §2; Benford's law is left out on purpose, for capped
amounts fixed by instalment do not follow it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

ROUND_MINOR = 10_00
ROUND_SHARE = (6, 10)
ROUND_LEAST = 20
REVERSALS_LEAST = 3
REVERSALS_SHARE = (5, 100)
PAIR_LEAST = 10
PAIR_SHARE = (9, 10)
AT_ONCE_LEAST = 3


def mostly_round(amounts: Sequence[int]) -> bool:
    """Whether most receipts are whole tens of manat, where instalments seldom are.

    >>> mostly_round([50_00] * 12 + [83_33] * 8), mostly_round([50_00] * 11 + [83_33] * 9)
    (True, False)
    """
    tens = sum(1 for amount in amounts if amount % ROUND_MINOR == 0)
    return len(amounts) >= ROUND_LEAST and _reaches(tens, len(amounts), ROUND_SHARE)


def often_reversed(receipts: int, reversals: int) -> bool:
    """Whether an officer's receipts are taken back more often than slips of the pen explain.

    >>> often_reversed(60, 3), often_reversed(61, 3), often_reversed(10, 2)
    (True, False, False)
    """
    return reversals >= REVERSALS_LEAST and _reaches(reversals, receipts, REVERSALS_SHARE)


def same_pairs(decisions: Iterable[tuple[Hashable, Hashable]]) -> list[tuple[Hashable, Hashable]]:
    """Pairs (who appraised, who approved) that hold nine tenths of an appraiser's loans.

    >>> same_pairs([("a", "x")] * 9 + [("a", "y")] + [("b", "x")] * 9)
    [('a', 'x')]
    """
    pairs = Counter(decisions)
    of_appraiser: Counter[Hashable] = Counter()
    for (appraiser, _approver), count in pairs.items():
        of_appraiser[appraiser] += count
    return sorted(
        (
            pair
            for pair, count in pairs.items()
            if of_appraiser[pair[0]] >= PAIR_LEAST
            and _reaches(count, of_appraiser[pair[0]], PAIR_SHARE)
        ),
        key=str,
    )


def paid_at_once(
    receipts: Iterable[tuple[Hashable, Hashable]],
) -> dict[tuple[Hashable, Hashable], int]:
    """Loans with three receipts or more on one day, by (loan, day).

    >>> paid_at_once([("L1", 1), ("L1", 1), ("L1", 1), ("L2", 1), ("L2", 2)])
    {('L1', 1): 3}
    """
    return {key: count for key, count in Counter(receipts).items() if count >= AT_ONCE_LEAST}


def shared(phones: Iterable[tuple[str, Hashable, Hashable]]) -> dict[str, list[Hashable]]:
    """Telephone numbers of borrowers of more than one household, from (phone, household, loan).

    >>> shared([("1", "h1", "a"), ("1", "h2", "b"), ("2", "h3", "c"), ("2", "h3", "d"),
    ...         ("", "h4", "e"), ("", "h5", "f")])
    {'1': ['a', 'b']}
    """
    households: dict[str, set[Hashable]] = {}
    loans: dict[str, list[Hashable]] = {}
    for phone, household, loan in phones:
        if phone:
            households.setdefault(phone, set()).add(household)
            loans.setdefault(phone, []).append(loan)
    return {phone: loans[phone] for phone, homes in households.items() if len(homes) > 1}


def _reaches(part: int, whole: int, share: tuple[int, int]) -> bool:
    return part * share[1] >= whole * share[0]

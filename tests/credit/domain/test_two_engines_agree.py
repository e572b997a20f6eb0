"""Thousands of drawn terms: the engine and a second one, written from the rules, agree."""

import random
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from dayaq.credit.domain import Frequency, LoanTerms, TermsError, Unit, build_schedule
from tests.credit.domain.second_engine import DIGITS, SecondEngine, Unsound

KINDS = ("none", "flat", "declining", "progressive")
DRAWS = 1_500


def draw(seed: int, kind: str) -> tuple[LoanTerms, date] | None:
    """Terms of a kind, or None where what was drawn contradicts itself."""
    chance = random.Random(f"{kind} {seed}")  # noqa: S311 - the same terms every time
    pick = chance.choice
    count = chance.randint(1, 24)
    start = date(2023, 1, 1) + timedelta(days=chance.randrange(1500))
    bears = kind != "none"
    found: dict[str, Any] = {
        "principal_minor": chance.randint(1_000, 20_000_000),
        "instalments": count,
        "currency": pick(list(DIGITS)),
        "frequency": Frequency(pick([1, 1, 1, 2, 3, 14]), pick(list(Unit))),
        "interest": "declining" if kind == "progressive" else kind,
        "annual_rate": Decimal(chance.randint(1, 600_000)) / 10_000 if bears else Decimal(0),
        "interest_period": pick(["same_as_repayment", "daily"]),
        "year_basis": pick(["actual", "365", "360", "364"]),
        "month_basis": pick(["actual", "30"]),
        "rounding": pick(["half_even", "half_even", "half_up"]),
        "rate_digits": pick([12, 12, 12, 19, 8]),
        "principal_grace": pick([0, 0, 0, count // 3]),
        "multiple_minor": pick([1, 1, 1, 5, 10, 100, 1_000]),
    }
    if kind == "progressive":
        found["instalment_rule"] = "progressive"
    else:
        found["amortisation"] = pick(["equal_instalments", "equal_instalments", "equal_principal"])
        if chance.random() < 0.1:
            found |= {"amortisation": "balloon", "balloon_minor": found["principal_minor"] // 2}
        found["partial_periods"] = chance.random() < 0.3
    if bears:
        found["interest_grace"] = pick([0, 0, 0, count // 4])
        found["interest_free"] = pick([0, 0, 0, count // 5])
    if chance.random() < 0.3:
        found["first_due"] = start + timedelta(days=chance.randint(1, 80))
    if bears and chance.random() < 0.2:
        found["interest_from"] = start + timedelta(days=chance.randint(0, 40))
    try:
        return LoanTerms(**found), start
    except TermsError:
        return None


@pytest.mark.parametrize("kind", KINDS)
def test_both_engines_make_the_same_tables(kind: str) -> None:
    seen: Counter[str] = Counter()
    for seed in range(DRAWS):
        drawn = draw(seed, kind)
        if drawn is None:
            continue
        terms, start = drawn
        unit = Decimal(1).scaleb(-DIGITS[terms.currency])
        try:
            made = build_schedule(terms, start)
        except TermsError as refused:
            seen[type(refused).__name__] += 1
            if type(refused).__name__ in ("MultipleTooLarge", "RepaidEarly"):
                with pytest.raises(Unsound):
                    SecondEngine(terms, start).table()
            continue
        seen["tables"] += 1
        found = [
            (row.due_on, row.principal_minor * unit, row.interest_minor * unit)
            for row in made.instalments
        ]
        assert found == SecondEngine(terms, start).table(), (seed, terms, start)
    assert seen["tables"] > DRAWS // 2, seen

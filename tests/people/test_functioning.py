"""Washington Group identifiers (domain.md T8, constructed from the published rule)."""

import itertools

import pytest

from dayaq.kernel.errors import Refused
from dayaq.people.domain.functioning import DOMAINS, SHORT_SET, identify


def answers(*codes: int) -> dict[str, int]:
    return dict(zip(DOMAINS, codes, strict=False))


def test_some_difficulty_everywhere_is_disability_1_but_not_3() -> None:
    found = identify(answers(2, 2, 2, 2, 2, 2))
    assert (found.disability_1, found.disability_3) == (True, False)


def test_one_lot_of_difficulty_is_disability_3() -> None:
    assert identify(answers(1, 1, 3, 1, 1, 1)).disability_3 is True


def test_an_arm_amputee_is_found_by_the_upper_body_questions_only() -> None:
    found = identify(answers(1, 1, 1, 1, 2, 1, 4, 1))
    assert (found.disability_3, found.enhanced_3) == (False, True)


def test_all_refused_is_missing_and_not_no() -> None:
    found = identify(answers(7, 7, 7, 7, 7, 7))
    assert found.disability_1 is found.disability_3 is found.enhanced_3 is None


def test_one_refusal_leaves_the_other_answers_standing() -> None:
    assert identify(answers(7, 9, 1, 1, 1, 1)).disability_3 is False


def test_the_recommended_cut_off_holds_for_every_combination() -> None:
    for codes in itertools.product([1, 2, 3, 4], repeat=6):
        found = identify(dict(zip(SHORT_SET, codes, strict=True)))
        assert found.disability_3 == (max(codes) >= 3)
        assert found.disability_4 == (max(codes) == 4)
        assert found.disability_1 == (max(codes) >= 2)
        assert found.disability_2 == (max(codes) >= 3 or sum(c >= 2 for c in codes) >= 2)


@pytest.mark.parametrize("code", [0, 5, 6, 8, -1])
def test_codes_outside_the_published_ones_are_refused(code: int) -> None:
    with pytest.raises(Refused):
        identify({"seeing": code})


def test_an_unknown_question_is_refused() -> None:
    with pytest.raises(Refused):
        identify({"height": 1})

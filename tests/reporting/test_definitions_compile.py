"""An indicator is written once: its compiled text is current, whole-numbered and documented."""

from pathlib import Path

import pytest

from dayaq.reporting.compiling import compile_all
from dayaq.reporting.engine import COMPILED, used_relations
from dayaq.reporting.indicators import INDICATORS
from dayaq.reporting.relations import RELATIONS, with_clause

DOCS = Path(__file__).parents[2] / "docs" / "indicators"


def test_the_texts_beside_the_code_are_those_of_today_and_hold_no_double() -> None:
    fresh = compile_all()  # raises if one would count in floating point

    assert {path.stem: path.read_text() for path in COMPILED.glob("*.sql")} == fresh


@pytest.mark.parametrize("key", sorted(INDICATORS))
def test_every_indicator_reads_scoped_relations_only(key: str) -> None:
    text = (COMPILED / f"{key}.sql").read_text()

    assert used_relations(text) - {"asked"}
    assert "credit_" not in text
    assert "people_" not in text


@pytest.mark.parametrize("key", sorted(INDICATORS))
def test_every_indicator_has_its_page_with_a_worked_example(key: str) -> None:
    page = (DOCS / f"{key}.md").read_text()

    for heading in ("**Definition.**", "Numerator", "Denominator", "Source", "**Worked example.**"):
        assert heading in page
    assert f"indicators/{key}.py" in page


def test_no_page_is_left_of_an_indicator_that_is_gone() -> None:
    assert {path.stem for path in DOCS.glob("*.md")} == INDICATORS.keys()


def test_relations_stand_after_those_they_are_built_on() -> None:
    names = list(RELATIONS)

    for name, relation in RELATIONS.items():
        assert all(names.index(other) < names.index(name) for other in relation.built_on), name


def test_a_with_clause_carries_what_a_relation_is_built_on() -> None:
    text = with_clause(["positions"])

    assert text.index('"asked"') < text.index('"loans"') < text.index('"positions"')
    assert '"fund"' not in text

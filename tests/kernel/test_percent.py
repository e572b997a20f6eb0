"""A share is rounded once, half up, and alike on a page, on paper and in a spreadsheet's text."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from dayaq.kernel.documents.tables import cell_text
from dayaq.kernel.percent import percent_text, short_percent
from dayaq.kernel.spreadsheets import Column
from dayaq.reporting.domain.report import share
from dayaq.web.templatetags.dayaq import percent

AMOUNTS = some.integers(0, 10**12)


def by_whole_numbers(part: int, whole: int, digits: int) -> str:
    """Long division: half a unit of the last place more, and the rest cut off."""
    units = 10 ** (2 + digits)
    rounded = (2 * part * units + whole) // (2 * whole)
    before, after = divmod(rounded, 10**digits)
    return f"{before},{after:0{digits}d}\xa0%"


@given(part=AMOUNTS, whole=AMOUNTS.filter(bool), digits=some.integers(1, 3))
@example(part=201_200, whole=1_442_700, digits=1)  # 13.946: by way of 0.1395 it was 14.0
@example(part=183_900, whole=1_442_700, digits=1)  # 12.747: was 12.8
@example(part=17, whole=400, digits=1)  # 4.25: half to even was 4.2 on the page, 4.3 on paper
def test_it_is_what_long_division_gives(part: int, whole: int, digits: int) -> None:
    found = share(part, whole)

    assert found is not None
    assert percent_text(found, digits) == by_whole_numbers(part, whole, digits)


@given(part=AMOUNTS, whole=AMOUNTS.filter(bool))
@example(part=17, whole=400)
def test_a_page_and_a_paper_print_the_same(part: int, whole: int) -> None:
    found = share(part, whole)

    assert percent(found) == cell_text(found, Column("PAR30", "percent"))


@pytest.mark.parametrize(
    ("bps", "written"), [(7050, "70,5"), (1475, "14,75"), (10_000, "100"), (5, "0,05"), (0, "0")]
)
def test_what_was_agreed_is_written_as_agreed(bps: int, written: str) -> None:
    assert short_percent(Decimal(bps) / 10_000) == f"{written}\xa0%"

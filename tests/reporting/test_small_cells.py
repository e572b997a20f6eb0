"""No figure under five by personal attributes leaves the programme, nor can one be computed."""

from hypothesis import given
from hypothesis import strategies as st

from dayaq.reporting.domain.suppression import SMALLEST_SHOWN, suppress

TABLES = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 40), max_size=9)


def shown(counts: dict[str, int]) -> dict[str, int | None]:
    return {key: cell.shown for key, cell in suppress(counts).items()}


def test_large_cells_and_empty_ones_are_shown() -> None:
    assert shown({"Füzuli": 12, "Ağdam": 5, "Tovuz": 0}) == {"Füzuli": 12, "Ağdam": 5, "Tovuz": 0}


def test_a_single_small_cell_takes_a_second_one_with_it() -> None:
    assert shown({"Füzuli": 12, "Ağdam": 3, "Tərtər": 7}) == {
        "Füzuli": 12,
        "Ağdam": None,
        "Tərtər": None,
    }


def test_two_small_cells_that_sum_to_under_five_take_a_third() -> None:
    assert shown({"a": 1, "b": 2, "c": 9, "d": 30}) == {"a": None, "b": None, "c": None, "d": 30}


def test_a_table_of_one_small_cell_is_hidden_as_a_whole() -> None:
    assert shown({"women": 2}) == {"women": None}


@given(TABLES)
def test_no_small_cell_is_shown_and_none_follows_from_the_total(counts: dict[str, int]) -> None:
    cells = shown(counts)
    hidden = [key for key, value in cells.items() if value is None]
    rest = sum(counts.values()) - sum(value for value in cells.values() if value is not None)

    assert all(value is None or value == 0 or value >= SMALLEST_SHOWN for value in cells.values())
    if hidden and len(hidden) < len(cells):
        assert len(hidden) >= 2  # one alone would be the total less the others
        assert rest >= SMALLEST_SHOWN


@given(TABLES)
def test_what_is_shown_is_true(counts: dict[str, int]) -> None:
    assert all(value in (None, counts[key]) for key, value in shown(counts).items())


@given(st.dictionaries(st.text(min_size=1), st.integers(SMALLEST_SHOWN, 900), max_size=9))
def test_a_table_without_small_cells_is_shown_whole(counts: dict[str, int]) -> None:
    assert shown(counts) == counts

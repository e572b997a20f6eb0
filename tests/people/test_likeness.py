"""Likely duplicates: who is shown before saving, and who is not."""

import datetime as dt

import pytest

from dayaq.people.domain.duplicates import LIKELY_PERCENT, Identity, likeness_percent

ZAUR = Identity("Zaur", "Məmmədov", "Rauf", "male", dt.date(1972, 5, 3), "day", "+994502123456")


def likely(other: Identity) -> bool:
    return likeness_percent(ZAUR, other) >= LIKELY_PERCENT


@pytest.mark.parametrize(
    "same",
    [
        Identity("Заур", "Мамедов", "Рауф", "male", dt.date(1972, 5, 3), "day"),
        Identity("Zaur", "Mammadov", "", "male", dt.date(1972, 7, 1), "year"),
        Identity("ZAUR", "MEMMEDOV", "RAUF", "male"),
        Identity("Məmmədov", "Zaur", "", "male", dt.date(1972, 5, 3), "day"),
        Identity("Zaur", "Məmədov", "Rauf", "male", dt.date(1972, 3, 5), "day"),
    ],
    ids=["Cyrillic", "English, year only", "capitals without ə", "names swapped", "typing errors"],
)
def test_the_same_person_written_otherwise_is_likely(same: Identity) -> None:
    assert likely(same)


@pytest.mark.parametrize(
    "another",
    [
        Identity("Samir", "Məmmədov", "Rauf", "male", dt.date(1972, 5, 3), "day", "+994502123456"),
        Identity("Zaurə", "Məmmədova", "Rauf", "female", dt.date(1972, 5, 3), "day"),
        Identity("Rauf", "Məmmədov", "Zaur", "male", dt.date(1945, 1, 1), "day"),
        Identity("Zaur", "Əliyev", "Həsən", "male", dt.date(1990, 1, 1), "day"),
        Identity("Zaur", "Məmmədov", "Elçin", "male", dt.date(1999, 1, 1), "day"),
    ],
    ids=["brother", "sister", "father", "other family", "namesake of another age"],
)
def test_a_relative_or_a_namesake_is_not_likely(another: Identity) -> None:
    assert not likely(another)


def test_likeness_does_not_depend_on_the_order() -> None:
    other = Identity("Zaur", "Mammadov", "", "male", dt.date(1972, 7, 1), "year")
    assert likeness_percent(ZAUR, other) == likeness_percent(other, ZAUR)

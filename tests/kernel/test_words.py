"""Amounts in words, as an agreement says them."""

import pytest

from dayaq.kernel.words import amount_in_words, number_in_words

# The number names of the Azerbaijani school grammar.
AZERBAIJANI = [
    (0, "sıfır"),
    (1, "bir"),
    (10, "on"),
    (19, "on doqquz"),
    (40, "qırx"),
    (88, "səksən səkkiz"),
    (100, "yüz"),
    (101, "yüz bir"),
    (999, "doqquz yüz doxsan doqquz"),
    (1_000, "bir min"),
    (1_100, "bir min yüz"),
    (1_234, "bir min iki yüz otuz dörd"),
    (2_019, "iki min on doqquz"),
    (88_000, "səksən səkkiz min"),
    (1_234_567, "bir milyon iki yüz otuz dörd min beş yüz altmış yeddi"),
    (10**9, "bir milyard"),
]
ENGLISH = [
    (0, "zero"),
    (13, "thirteen"),
    (21, "twenty-one"),
    (100, "one hundred"),
    (342, "three hundred and forty-two"),
    (1_001, "one thousand and one"),
    (1_234, "one thousand two hundred and thirty-four"),
    (10**9, "one billion"),
]


@pytest.mark.parametrize(("number", "words"), AZERBAIJANI)
def test_azerbaijani_numbers_have_their_names(number: int, words: str) -> None:
    assert number_in_words(number) == words


@pytest.mark.parametrize(("number", "words"), ENGLISH)
def test_english_numbers_have_their_names(number: int, words: str) -> None:
    assert number_in_words(number, "en") == words


def test_qepik_stay_in_figures_and_are_left_out_when_there_are_none() -> None:
    assert amount_in_words(123_450) == "bir min iki yüz otuz dörd manat 50 qəpik"
    assert amount_in_words(5) == "sıfır manat 05 qəpik"
    assert amount_in_words(100_000) == "bir min manat"


def test_other_currencies_are_named() -> None:
    assert amount_in_words(7_200_000, "EUR") == "yetmiş iki min avro"
    assert amount_in_words(150, "GEL", "en") == "one GEL 50 / 100"


def test_every_number_up_to_a_hundred_thousand_has_words_of_its_own() -> None:
    assert len({number_in_words(number) for number in range(100_000)}) == 100_000


def test_a_negative_or_endless_amount_has_no_words() -> None:
    with pytest.raises(ValueError, match="names"):
        number_in_words(-1)
    with pytest.raises(ValueError, match="names"):
        number_in_words(10**12)

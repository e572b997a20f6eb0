"""Search and sorting of names: Azerbaijani, Russian and English spellings (domain C11)."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dayaq.kernel import names


def test_worked_examples_hold() -> None:
    assert doctest.testmod(names).failed == 0


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ISMAYILOV", "İsmayılov"),
        ("ismayilov", "İsmayılov"),
        ("İSMAYILOV", "Ismayilov"),
        ("fuzuli", "Füzuli"),
        ("Aghdam", "Ağdam"),
        ("Агдам", "Ağdam"),
        ("Agayev", "Ağayev"),
        ("Агаев", "Ağayev"),
        ("Jafarov", "Cəfərov"),
        ("Джафаров", "Cəfərov"),
        ("Ҹәфәров", "Cəfərov"),
        ("Aliyeva", "Əliyev"),
        ("Chingiz", "Çingiz"),
        ("Чингиз", "Çingiz"),
        ("Shahin", "Şahin"),
        ("Alikhan", "Əlixan"),
        ("Юсиф", "Yusif"),
        ("Ziya", "Зия"),
        ("Rauf oğlu", "Rauf"),
        ("Гюнай", "Günay"),
        ("Ляман", "Ləman"),
    ],
)
def test_spellings_of_one_name_fold_alike(written: str, meant: str) -> None:
    assert names.fold(written) == names.fold(meant)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Fizuli", "Füzuli"),
        ("Terter", "Tərtər"),
        ("Geranboy", "Goranboy"),
        ("Мамедов", "Məmmədov"),
        ("Mammadov", "Məmmədov"),
        ("Гусейнов", "Hüseynov"),
        ("Кулиев", "Quliyev"),
        ("Gasanova", "Həsənova"),
        ("Гасанова", "Həsənova"),
    ],
)
def test_looser_spellings_share_a_skeleton(written: str, meant: str) -> None:
    assert names.skeleton(written) == names.skeleton(meant)


@pytest.mark.parametrize(
    ("one", "other"), [("Məmmədov", "Mustafayev"), ("Zaur", "Samir"), ("Gülnar", "Aytən")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert names.skeleton(one) != names.skeleton(other)


def test_the_alphabet_sorts_in_its_own_order() -> None:
    letters = list("abcçdeəfgğhxıijkqlmnoöprsştuüvyz")
    assert sorted(set(letters), key=names.sort_key) == letters
    assert sorted(["Əhməd", "Zaur", "Elçin", "Fərid"], key=names.sort_key) == [
        "Elçin", "Əhməd", "Fərid", "Zaur",
    ]  # fmt: skip


def test_a_shorter_name_goes_before_its_extension() -> None:
    assert sorted(["Əliyeva A", "Əliyev Z"], key=names.sort_key) == ["Əliyev Z", "Əliyeva A"]


def test_digits_of_a_code_survive() -> None:
    assert names.fold("FZ-0042-7") == "fz 0042 7"


@given(st.text(max_size=60))
def test_any_text_folds_to_plain_small_letters_and_digits(text: str) -> None:
    folded = names.fold(text)
    assert folded.isascii()
    assert all(sign == " " or sign.isalnum() for sign in folded)
    assert folded == folded.lower().strip()
    assert names.sort_key(text).isascii() or any(sign.isdigit() for sign in text)

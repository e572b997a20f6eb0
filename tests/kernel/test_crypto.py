"""Sealed values open for nobody else, nowhere else, and show when they were touched."""

from typing import Any

import pytest

from dayaq.kernel import crypto

CONTEXT = "people.document:1"


def test_a_sealed_value_opens_and_shows_nothing_of_itself() -> None:
    sealed = crypto.seal("Zaur Məmmədov".encode(), context=CONTEXT)

    assert crypto.unseal(sealed, context=CONTEXT).decode() == "Zaur Məmmədov"
    assert b"Zaur" not in sealed


def test_the_same_value_is_sealed_differently_each_time() -> None:
    assert crypto.seal(b"x", context=CONTEXT) != crypto.seal(b"x", context=CONTEXT)


def test_a_value_moved_to_another_row_does_not_open() -> None:
    sealed = crypto.seal(b"secret", context="people.document:1")

    with pytest.raises(crypto.Unreadable):
        crypto.unseal(sealed, context="people.document:2")


def test_any_changed_byte_is_noticed() -> None:
    sealed = crypto.seal(b"secret", context=CONTEXT)

    for place in range(len(sealed)):
        touched = bytearray(sealed)
        touched[place] ^= 1
        with pytest.raises(crypto.Unreadable):
            crypto.unseal(bytes(touched), context=CONTEXT)


def test_something_that_was_never_sealed_is_refused() -> None:
    for value in (b"", b"\x01", b"plain text that is quite long, longer than a header"):
        with pytest.raises(crypto.Unreadable):
            crypto.unseal(value, context=CONTEXT)


def test_after_a_change_of_the_master_key_old_values_still_open(settings: Any) -> None:
    settings.DAYAQ_MASTER_KEY = "11" * 32
    sealed = crypto.seal_text("AZE 01234567", context=CONTEXT)
    settings.DAYAQ_MASTER_KEYS_RETIRED = ["11" * 32]
    settings.DAYAQ_MASTER_KEY = bytes([0x22]) * 32

    assert crypto.unseal_text(sealed, context=CONTEXT) == "AZE 01234567"
    assert not crypto.sealed_under_current_key(sealed)

    settings.DAYAQ_MASTER_KEYS_RETIRED = []
    with pytest.raises(crypto.Unreadable, match="key that is not here"):
        crypto.unseal_text(sealed, context=CONTEXT)


def test_a_key_of_the_wrong_length_is_refused(settings: Any) -> None:
    settings.DAYAQ_MASTER_KEY = "aa" * 16

    with pytest.raises(ValueError, match="32 bytes"):
        crypto.seal(b"x", context=CONTEXT)


def test_a_blind_index_finds_equals_by_purpose_and_key(settings: Any) -> None:
    index = crypto.blind_index("aze 01234567", purpose="document")

    assert index == crypto.blind_index("aze 01234567", purpose="document")
    assert index != crypto.blind_index("aze 01234567", purpose="phone")
    assert index != crypto.blind_index("aze 01234568", purpose="document")
    settings.DAYAQ_MASTER_KEY = "33" * 32
    assert index != crypto.blind_index("aze 01234567", purpose="document")

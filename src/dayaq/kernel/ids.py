"""Identifiers: UUIDv7 for machines, short codes with a check digit for people."""

from __future__ import annotations

import os
import time
from uuid import UUID

from stdnum import damm

from dayaq.kernel import db


def uuid7() -> UUID:
    """A version 7 UUID (RFC 9562): 48 bits of Unix milliseconds, then random bits.

    New rows lie side by side in their index, and an id tells nothing about a person.
    """
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (2**48 - 1)) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return UUID(int=value)


def next_code(kind: str, prefix: str, *, width: int = 4) -> str:
    """The next code of `kind` under `prefix`, such as "FZ-0042-7".

    The last digit is a Damm check digit over the number: one mistyped digit or a swapped
    pair is noticed. A code whose transaction rolls back is given out again.
    """
    given = db.fetch_one(
        "INSERT INTO kernel_counter (kind, prefix, value) VALUES (%s, %s, 1) "
        "ON CONFLICT (kind, prefix) DO UPDATE SET value = kernel_counter.value + 1 "
        "RETURNING value",
        [kind, prefix],
    )
    assert given is not None  # noqa: S101 - RETURNING always gives one
    number = str(given[0]).zfill(width)
    return f"{prefix}-{number}-{damm.calc_check_digit(number)}"


def check_code(code: str) -> bool:
    """Whether the check digit of `code` fits its number."""
    parts = code.strip().upper().rsplit("-", 2)
    return (
        len(parts) == 3 and (parts[1] + parts[2]).isdigit() and damm.is_valid(parts[1] + parts[2])
    )


def may_be_code(text: str) -> bool:
    """Whether a text that somebody searches for can be a code, or the beginning of one.

    >>> may_be_code("ln-0042"), may_be_code("Məmmədov")
    (True, False)
    """
    return "-" in text

"""The address of a page of one record, worked out once for all records.

Django's `reverse` takes as long as a row of a table takes to draw, and a page has hundreds.
"""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.urls import get_script_prefix, reverse

MARK = UUID(int=0xDA7A_0000_0000_4000_8000_0000_0000_00FF)
"""Stands for the id while the address is worked out; no row has such an id."""


def address_of(name: str, pk: UUID) -> str:
    """As `reverse(name, args=[pk])`, for a page whose only argument is an id."""
    before, after = _around(name, get_script_prefix())
    return f"{before}{pk}{after}"


@lru_cache
def _around(name: str, prefix: str) -> tuple[str, str]:
    before, _mark, after = reverse(name, args=[MARK]).partition(str(MARK))
    return before, after

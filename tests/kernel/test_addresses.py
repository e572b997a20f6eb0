"""An address worked out once is the address Django works out."""

from __future__ import annotations

import pytest
from django.urls import reverse, set_script_prefix

from dayaq.kernel.ids import uuid7
from dayaq.kernel.web.addresses import address_of


@pytest.mark.parametrize("name", ["person", "credit:loan", "ledger:entry", "cases:case"])
@pytest.mark.parametrize("prefix", ["/", "/dayaq/"])
def test_it_is_what_reverse_says(name: str, prefix: str) -> None:
    set_script_prefix(prefix)
    try:
        for pk in (uuid7(), uuid7()):
            assert address_of(name, pk) == reverse(name, args=[pk])
    finally:
        set_script_prefix("/")

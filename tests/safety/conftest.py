"""Refusals are what these tests ask for: a log line with a traceback for each is only slow."""

import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def quiet_refusals() -> Iterator[None]:
    log = logging.getLogger("django.request")
    log.disabled = True
    yield
    log.disabled = False

"""Writes the compiled text of every indicator beside the code.

Run `python -m dayaq.reporting.compiling` after changing an indicator; a test refuses a stale
text.
"""

from __future__ import annotations

import re

from dayaq.reporting.engine import COMPILED, compile_rows
from dayaq.reporting.indicators import INDICATORS


class NotWhole(Exception):  # noqa: N818 - it reads as the fault it is
    """A compiled indicator computes with floating-point numbers."""


def compile_all() -> dict[str, str]:
    """Every indicator's text by its key.

    :raises NotWhole: one of them would count in floating point
    """
    texts = {key: compile_rows(indicator) for key, indicator in INDICATORS.items()}
    for key, text in texts.items():
        if re.search(r"\b(DOUBLE|FLOAT|REAL|NUMERIC|DECIMAL)\b", text, re.IGNORECASE):
            raise NotWhole(key)
    return texts


def write_all() -> None:
    """Write the texts, and remove those of indicators that are gone."""
    COMPILED.mkdir(exist_ok=True)
    texts = compile_all()
    for old in COMPILED.glob("*.sql"):
        if old.stem not in texts:
            old.unlink()
    for key, text in texts.items():
        (COMPILED / f"{key}.sql").write_text(text)


if __name__ == "__main__":
    write_all()

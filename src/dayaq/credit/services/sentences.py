"""The engine's refusals as sentences for a person: it knows no translations, this does."""

from __future__ import annotations

import datetime as dt

from dayaq.credit.domain.errors import CreditError
from dayaq.kernel.errors import Refused


def as_refusal(error: CreditError, *, field: str | None = None) -> Refused:
    """The same refusal, with its sentence as a msgid and its facts as values."""
    facts = {
        name: f"{value:%d.%m.%Y}" if isinstance(value, dt.date) else value
        for name, value in error.facts.items()
    }
    return Refused(error.sentence, field=field, code=type(error).__name__, params=facts)

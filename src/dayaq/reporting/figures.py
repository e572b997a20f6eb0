"""The one way to a figure: an indicator, a period, an as-of day and who asks."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from dayaq.kernel.access.actor import Actor
from dayaq.programme.queries import phase_by_key
from dayaq.reporting.domain.values import IndicatorValue
from dayaq.reporting.engine import run
from dayaq.reporting.indicators import INDICATORS


def run_indicator(
    key: str,
    *,
    actor: Actor,
    programme_id: UUID,
    frm: date,
    to: date,
    as_of: date,
    phase: str | None = None,
    by: str | None = None,
) -> IndicatorValue:
    """The figure `key` for a period, as of a day, by one dimension if `by` is given.

    `phase` narrows the period to the dates of the phase.

    :raises KeyError: there is no such indicator, phase or dimension
    :raises NotAllowed: the actor may not see figures
    """
    if phase is not None:
        found = phase_by_key(programme_id, phase)
        if found is None:
            raise KeyError(phase)
        frm, to = max(frm, found.starts_on), min(to, found.ends_on)
    (value,) = run(
        [INDICATORS[key]],
        actor=actor,
        programme_id=programme_id,
        frm=frm,
        to=to,
        as_of=as_of,
        by=by,
    )
    return value

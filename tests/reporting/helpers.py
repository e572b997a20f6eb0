"""Asking for figures as Leyla, the programme officer, sees them."""

from __future__ import annotations

import datetime as dt

from dayaq.kernel.access.actor import Actor
from dayaq.reporting.domain.report import Parameters
from dayaq.reporting.domain.values import IndicatorValue
from dayaq.reporting.figures import run_indicator
from tests import build


def figure(
    by: Actor,
    key: str,
    *,
    as_of: dt.date = build.TODAY,
    frm: dt.date = build.START,
    to: dt.date | None = None,
    dimension: str | None = None,
) -> IndicatorValue:
    return run_indicator(
        key,
        actor=by,
        programme_id=by.programme_id,
        frm=frm,
        to=to or as_of,
        as_of=as_of,
        by=dimension,
    )


def numbers(by: Actor, key: str, **asked: object) -> tuple[int, int]:
    """(numerator, denominator)."""
    value = figure(by, key, **asked)  # type: ignore[arg-type]
    return value.numerator, value.denominator


def asked(
    by: Actor, *, frm: dt.date = build.START, to: dt.date = build.TODAY, phase: str | None = None
) -> Parameters:
    return Parameters(by.programme_id, frm, to, to, phase)

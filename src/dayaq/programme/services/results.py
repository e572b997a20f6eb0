"""The results framework: boxes of the logframe and the targets of its indicators."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.errors import NotFound, Refused
from dayaq.kernel.events import record
from dayaq.programme.models import IndicatorTarget, ResultNode

from ._rows import phase_of


def add_result(
    *,
    by: Actor,
    on: date,
    at: datetime,
    phase_id: UUID,
    level: str,
    code: str,
    statement: str,
    statement_az: str = "",
    parent_id: UUID | None = None,
    means_of_verification: str = "",
    assumption: str = "",
) -> ResultNode:
    """Add an impact, outcome or output to the framework of a phase.

    :raises Refused: the code is taken
    """
    by.require("programme.set_targets")
    phase = phase_of(by, phase_id)
    if phase.result_nodes.filter(code=code).exists():
        raise Refused(_("This phase has a result with this code."), field="code")
    if parent_id and not phase.result_nodes.filter(id=parent_id).exists():
        raise NotFound(_("The result above belongs to another phase."), field="parent_id")
    node = phase.result_nodes.create(
        parent_id=parent_id,
        level=level,
        code=code,
        statement=statement,
        statement_az=statement_az,
        means_of_verification=means_of_verification,
        assumption=assumption,
    )
    record(
        "programme.result_added",
        by=by,
        on=on,
        at=at,
        subjects=[("phase", phase.id)],
        data={"code": code},
    )
    return node


def set_target(
    *,
    by: Actor,
    on: date,
    at: datetime,
    node_id: UUID,
    indicator: str,
    target_low: int,
    target_high: int | None = None,
    baseline: int | None = None,
    baseline_on: date | None = None,
    lower_is_better: bool = False,
) -> IndicatorTarget:
    """Set or replace what `indicator` should reach in the phase of the result `node_id`.

    Values are whole numbers in the indicator's unit: people, minor units, basis points.

    :raises Refused: the range is upside down
    """
    by.require("programme.set_targets")
    node = ResultNode.objects.filter(id=node_id, phase__programme_id=by.programme_id).first()
    if node is None:
        raise NotFound(_("There is no such result in this programme."))
    high = target_low if target_high is None else target_high
    if high < target_low:
        raise Refused(_("The upper bound lies below the lower one."), field="target_high")
    target, _new = IndicatorTarget.objects.update_or_create(
        phase_id=node.phase_id,
        indicator=indicator,
        defaults={
            "node": node,
            "target_low": target_low,
            "target_high": high,
            "baseline": baseline,
            "baseline_on": baseline_on,
            "lower_is_better": lower_is_better,
        },
    )
    record(
        "programme.target_set",
        by=by,
        on=on,
        at=at,
        subjects=[("phase", node.phase_id)],
        data={"indicator": indicator},
    )
    return target

"""Targets: a range keeps both bounds, and a target is replaced, not doubled."""

import pytest

from dayaq.kernel.errors import Refused
from dayaq.programme import queries, services
from dayaq.programme.models import IndicatorTarget
from tests import build
from tests.programme import helpers

pytestmark = pytest.mark.django_db
AT = build.AT


def output(by, pilot, code: str = "1.2"):
    return services.add_result(
        by=by,
        on=helpers.MID,
        at=AT,
        phase_id=pilot.id,
        level="output",
        code=code,
        statement="Micro-credits are given",
    )


def test_a_range_keeps_both_bounds() -> None:
    leyla = helpers.officer()
    node = output(leyla, helpers.phase(leyla))

    target = services.set_target(
        by=leyla, on=helpers.MID, at=AT, node_id=node.id, indicator="micro_credits",
        target_low=60, target_high=80, baseline=0,
    )  # fmt: skip

    assert (target.target_low, target.target_high) == (60, 80)


def test_setting_a_target_again_replaces_it() -> None:
    leyla = helpers.officer()
    pilot = helpers.phase(leyla)
    node = output(leyla, pilot)
    for low in (50, 60):
        services.set_target(
            by=leyla, on=helpers.MID, at=AT, node_id=node.id, indicator="trained", target_low=low
        )

    assert IndicatorTarget.objects.get().target_low == 60
    ((found, targets),) = queries.framework(pilot)
    assert (found, len(targets)) == (node, 1)


def test_a_range_upside_down_is_refused() -> None:
    leyla = helpers.officer()
    node = output(leyla, helpers.phase(leyla))

    with pytest.raises(Refused, match="upper bound"):
        services.set_target(
            by=leyla, on=helpers.MID, at=AT, node_id=node.id, indicator="trained",
            target_low=80, target_high=60,
        )  # fmt: skip
    assert not IndicatorTarget.objects.exists()


def test_a_result_code_is_used_once_in_a_phase() -> None:
    leyla = helpers.officer()
    pilot = helpers.phase(leyla)
    output(leyla, pilot)

    with pytest.raises(Refused, match="code"):
        output(leyla, pilot)

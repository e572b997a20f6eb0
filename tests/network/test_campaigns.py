"""Awareness campaigns."""

import pytest
from django.db import IntegrityError, transaction

from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import Refused
from dayaq.network import services
from dayaq.network.models import Campaign, Distribution, Reach
from dayaq.network.queries import totals
from tests import build
from tests.network import helpers

pytestmark = pytest.mark.django_db


def test_no_more_copies_are_handed_out_than_were_printed() -> None:
    by = build.actor(Role.PROGRAMME_OFFICER)
    poster = helpers.material(helpers.campaign(by), by, printed=100)
    hand_out = {"by": by, "on": helpers.ON, "at": helpers.AT, "material": poster}
    services.distribute_material(**hand_out, district=helpers.district(), quantity=60)
    with pytest.raises(Refused, match="40 copies are left of 100"):
        services.distribute_material(**hand_out, district=helpers.district(), quantity=41)
    services.distribute_material(**hand_out, district=helpers.district(), quantity=40)
    assert totals.campaign_totals(build.programme().pk).distributed == 100


def test_an_estimate_without_a_method_is_refused_by_the_service_and_the_database() -> None:
    by = build.actor(Role.PROGRAMME_OFFICER)
    campaign = helpers.campaign(by)
    with pytest.raises(Refused, match="how this number"):
        services.estimate_reach(
            by=by, on=helpers.ON, at=helpers.AT, campaign=campaign, channel="radio",
            estimate=20000, method=" ", double_count_note="",
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="reach_says_how"), transaction.atomic():
        Reach.objects.create(campaign=campaign, channel="radio", estimate=1, on=helpers.ON)


def test_reach_of_channels_is_not_summed() -> None:
    by = build.actor(Role.PROGRAMME_OFFICER)
    campaign = helpers.campaign(by)
    for channel, estimate in (("radio", 20000), ("television", 90000)):
        services.estimate_reach(
            by=by, on=helpers.ON, at=helpers.AT, campaign=campaign, channel=channel,
            estimate=estimate, method="Audience figures", double_count_note="Overlaps",
        )  # fmt: skip
    assert totals.campaign_totals(build.programme().pk).largest_reach == 90000


def test_a_distribution_of_nothing_is_refused() -> None:
    by = build.actor(Role.PROGRAMME_OFFICER)
    poster = helpers.material(helpers.campaign(by), by)
    with pytest.raises(Refused):
        services.distribute_material(
            by=by, on=helpers.ON, at=helpers.AT, material=poster,
            district=helpers.district(), quantity=0,
        )  # fmt: skip
    assert not Distribution.objects.exists()


def test_a_donor_sees_no_campaign_but_its_totals() -> None:
    helpers.campaign()
    helga = build.actor(Role.DONOR)
    assert not Campaign.objects.visible_to(helga).exists()
    assert helga.can("network.view_totals")

"""What the database leaves of each day in a bag is what the rule leaves: the oldest goes first."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from dayaq.cash.domain.ages import InHand, in_hand
from dayaq.cash.queries.bags import bag_of, bags
from dayaq.cash.queries.moves import carried
from dayaq.kernel.access.roles import Role
from dayaq.ledger.services import Leg, post
from tests import build

pytestmark = pytest.mark.django_db
START = dt.date(2011, 3, 1)


@pytest.mark.parametrize("seed", range(8))
def test_after_random_collecting_the_bags_are_as_old_as_the_rule_says(seed: int) -> None:
    """Some are emptied, some give more than they took, and some days nothing comes."""
    chance = random.Random(seed)  # noqa: S311 - a repeatable history, not a secret
    by = build.actor(Role.ACCOUNTANT)
    officers = [build.actor(Role.FIELD_OFFICER) for _ in range(3)]
    held = dict.fromkeys(officers, 0)
    for number in range(50):
        officer = chance.choice(officers)
        bag = f"transit:{officer.user_id}"
        on = START + dt.timedelta(days=chance.randrange(12))
        went = chance.choice((held[officer], held[officer] // 2, 200_00))
        if chance.random() < 0.6 or went <= 0:
            leg = Leg(bag, "loans:ada", chance.randrange(1, 100_00))
            held[officer] += leg.amount_minor
        else:
            leg = Leg("cash", bag, went)
            held[officer] -= went
        post(
            key=f"k{number}", on=on, at=build.AT, by=by, memo="test", transfers=[leg],
            event_id=build.an_event(by),
        )  # fmt: skip

    seen: set[str] = set()
    for until in (START + dt.timedelta(days=day) for day in range(-1, 13)):
        expected = {
            officer_id: in_hand(moved)
            for officer_id, moved in carried(by.programme_id, until).items()
        }
        found = {bag.officer_id: bag.cash for bag in bags(build.programme(), until)}
        assert found == expected
        for officer in officers:
            alone = bag_of(build.programme(), officer.user_id, officer.name, until)
            assert alone.cash == expected.get(officer.user_id, InHand((), 0))
        seen |= {"ahead" if cash.ahead_minor else "held" for cash in found.values()}
    assert seen == {"ahead", "held"}

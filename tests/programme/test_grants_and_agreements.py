"""Agreements, grants with shares, what is passed on and what arrives."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from dayaq.kernel.events import timeline
from dayaq.kernel.money import Money
from dayaq.ledger.queries import balance
from dayaq.programme import services
from dayaq.programme.domain.fx import Exchange
from dayaq.programme.domain.terms import AgreementTerms, Period, Registration
from dayaq.programme.models import Agreement, Grant, GrantTransfer, Phase
from tests import build
from tests.programme import helpers

pytestmark = pytest.mark.django_db
AT = build.AT


def terms(number: str = "4P/2009") -> AgreementTerms:
    return AgreementTerms("Four-party agreement", number, dt.date(2009, 11, 20))


def test_the_four_party_agreement_is_registered_and_amended() -> None:
    leyla = helpers.officer()
    parties = [build.organisation(name).id for name in ("ITF", "ANAMA", "IOM", "Çıraq")]

    agreement = services.sign_agreement(
        by=leyla, on=build.TODAY, at=AT, kind="four_party", party_ids=parties, terms=terms()
    )
    amendment = services.amend_agreement(
        by=leyla,
        on=build.TODAY,
        at=AT,
        agreement_id=agreement.id,
        number="1",
        signed_on=dt.date(2010, 5, 3),
        what_changed="Prolonged to 31 October 2012.",
        registration=Registration("412", dt.date(2010, 5, 20)),
        new_valid_until=dt.date(2012, 10, 31),
    )

    assert agreement.parties.count() == 4
    assert (amendment.registered_number, amendment.registered_on) == ("412", dt.date(2010, 5, 20))
    agreement.refresh_from_db()
    assert agreement.valid_until is None  # the agreement stays as it was signed


def test_an_agreement_has_two_parties() -> None:
    with pytest.raises(Refused, match="at least two parties"):
        services.sign_agreement(
            by=helpers.officer(),
            on=build.TODAY,
            at=AT,
            kind="mou",
            party_ids=[build.organisation().id],
            terms=terms(),
        )
    assert not Agreement.objects.exists()


def test_a_phase_key_is_used_once() -> None:
    leyla = helpers.officer()
    helpers.phase(leyla)

    with pytest.raises(Refused, match="key already"):
        helpers.phase(leyla)
    assert Phase.objects.count() == 1


def test_a_phase_leaves_one_event_in_its_timeline() -> None:
    pilot = helpers.phase(helpers.officer())

    assert [told.verb for told in timeline("phase", pilot.id)] == ["programme.phase_opened"]


def test_shares_of_a_phase_never_pass_the_whole() -> None:
    leyla = helpers.officer()
    pilot = helpers.phase(leyla)
    helpers.grants(leyla, pilot, 7050)

    with pytest.raises(Refused, match="would pass 100 %"):
        services.add_grant(
            by=leyla,
            on=build.TODAY,
            at=AT,
            phase_id=pilot.id,
            donor_id=build.organisation("Korea", "donor").id,
            contract_number="K-1",
            amount=Money(100, "EUR"),
            share_bps=2951,
            period=helpers.PILOT,
        )
    assert Grant.objects.count() == 1


def test_the_database_lets_one_grant_take_the_remainder() -> None:
    leyla = helpers.officer()
    pilot = helpers.phase(leyla)
    _ada, slovenia = helpers.grants(leyla, pilot, 7050, 2950)

    with pytest.raises(IntegrityError, match="one_grant_of_a_phase"), transaction.atomic():
        Grant.objects.filter(id=slovenia.id).update(takes_remainder=True)


def test_no_more_is_passed_on_than_the_grant_has() -> None:
    leyla = helpers.officer()
    grant = helpers.grants(leyla, helpers.phase(leyla), 7050)[0]
    passed = {
        "by": leyla,
        "on": build.TODAY,
        "at": AT,
        "grant_id": grant.id,
        "recipient_id": build.organisation().id,
        "signed_on": build.TODAY,
        "period": helpers.PILOT,
    }

    services.pass_on_grant(**passed, number="S-1", amount=Money(grant.amount_minor, "EUR"))

    with pytest.raises(Refused, match="More would be passed on"):
        services.pass_on_grant(**passed, number="S-2", amount=Money(1, "EUR"))


def receive(leyla, grant, minor=1_000_000, key="t-1", **more):
    return services.receive_transfer(
        by=leyla,
        on=dt.date(2008, 1, 15),
        at=AT,
        key=key,
        grant_id=grant.id,
        reference=f"SWIFT-{key}",
        amount_minor=minor,
        credited_currency="AZN",
        exchange=Exchange("EUR", Decimal("1.2400"), dt.date(2008, 1, 15), "IBA bank"),
        **more,
    )


def test_a_transfer_keeps_its_rate_and_comes_once() -> None:
    leyla = helpers.officer()
    grant = helpers.grants(leyla, helpers.phase(leyla), 7050)[0]

    first = receive(leyla, grant)
    again = receive(leyla, grant)

    assert first == again
    assert first.credited_minor == 1_240_000
    assert (first.rate, first.rate_source) == (Decimal("1.24"), "IBA bank")
    assert GrantTransfer.objects.count() == 1


def test_the_same_key_with_another_amount_is_refused() -> None:
    leyla = helpers.officer()
    grant = helpers.grants(leyla, helpers.phase(leyla), 7050)[0]
    receive(leyla, grant)

    with pytest.raises(Conflict, match="other content"):
        receive(leyla, grant, minor=2)


def test_money_for_lending_is_booked_in_the_donors_window() -> None:
    leyla = helpers.officer()
    grant = helpers.grants(leyla, helpers.phase(leyla), 7050)[0]

    receive(leyla, grant, window_code="ada")

    assert balance(leyla.programme_id, "bank") == 1_240_000


def test_a_window_that_is_not_there_stops_the_transfer() -> None:
    leyla = helpers.officer()
    grant = helpers.grants(leyla, helpers.phase(leyla), 7050)[0]

    with pytest.raises(Refused, match="no such window"):
        receive(leyla, grant, window_code="nobody")


def test_no_more_arrives_than_was_granted() -> None:
    leyla = helpers.officer()
    grant = helpers.grants(leyla, helpers.phase(leyla), 7050)[0]

    with pytest.raises(Refused, match="More would arrive"):
        receive(leyla, grant, minor=grant.amount_minor + 1)


@pytest.mark.parametrize("role", [Role.FIELD_OFFICER, Role.DONOR, Role.ADMINISTRATOR])
def test_others_neither_open_a_phase_nor_see_one(role: Role) -> None:
    pilot = helpers.phase(helpers.officer())
    other = build.actor(role)

    with pytest.raises(NotAllowed):
        services.open_phase(
            by=other, on=build.TODAY, at=AT, key="x", name="X", period=helpers.PILOT
        )
    assert not Phase.objects.visible_to(other).exists()
    assert list(Phase.objects.all()) == [pilot]


def test_another_programmes_phase_is_not_found() -> None:
    pilot = helpers.phase(helpers.officer())
    stranger = build.actor(Role.PROGRAMME_OFFICER, programme_code="other")

    with pytest.raises(NotFound):
        helpers.line(stranger, pilot)


def test_the_same_rate_twice_is_one_row_and_another_is_a_conflict() -> None:
    leyla = helpers.officer()
    given = {"by": leyla, "on": build.TODAY, "at": AT, "base": "EUR", "quote": "AZN"}

    one = services.record_rate(**given, rate=Decimal("1.1"), source="CBAR")
    two = services.record_rate(**given, rate=Decimal("1.1"), source="CBAR")

    assert one == two
    with pytest.raises(Conflict):
        services.record_rate(**given, rate=Decimal("1.2"), source="CBAR")


def test_a_grant_does_not_end_before_it_starts() -> None:
    with pytest.raises(Refused):
        Period(dt.date(2010, 1, 2), dt.date(2010, 1, 1))


def amended(leyla, **changes):
    """A grant that rests on an agreement, after an amendment."""
    pilot = helpers.phase(leyla)
    parties = [build.organisation(name).id for name in ("ITF", "IOM")]
    agreement = services.sign_agreement(
        by=leyla, on=build.TODAY, at=AT, kind="grant", party_ids=parties, terms=terms("8230")
    )
    grant = services.add_grant(
        by=leyla,
        on=build.TODAY,
        at=AT,
        phase_id=pilot.id,
        donor_id=build.organisation("Austrian Development Agency", "donor").id,
        contract_number="8230-00/2007",
        amount=Money(7_200_000, "EUR"),
        share_bps=7050,
        period=Period(dt.date(2007, 10, 1), dt.date(2009, 10, 31)),
        agreement_id=agreement.id,
    )
    receive(leyla, grant)
    services.amend_agreement(
        by=leyla,
        on=build.TODAY,
        at=AT,
        agreement_id=agreement.id,
        number="1",
        signed_on=dt.date(2010, 5, 3),
        what_changed="Prolonged.",
        **changes,
    )
    grant.refresh_from_db()
    return grant


def test_a_grant_follows_the_amendment_of_its_agreement() -> None:
    grant = amended(helpers.officer(), new_valid_until=dt.date(2012, 10, 31))

    assert grant.ends_on == dt.date(2012, 10, 31)
    assert grant.phase.ends_on == helpers.PILOT.ends_on  # the phase's own dates stay


def test_an_amendment_cannot_leave_less_than_has_arrived() -> None:
    with pytest.raises(Refused, match="has arrived"):
        amended(helpers.officer(), new_amount_minor=999_999)

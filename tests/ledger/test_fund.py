"""The revolving fund: both sides on any day, its costs, its donors, and the pages for them."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from dayaq.kernel.access.roles import Role
from dayaq.kernel.errors import Refused
from dayaq.kernel.exchange import Exchange
from dayaq.ledger import queries, services
from dayaq.ledger.domain.fund import Donated, Identity
from dayaq.ledger.fund import services as fund
from dayaq.ledger.fund.queries import contributions, identity_on
from dayaq.ledger.models import Contribution
from dayaq.ledger.services import Leg
from tests import build
from tests.safety.addresses import browser, in_march_2011

pytestmark = pytest.mark.django_db
DAY, AT, MANAT = build.TODAY, build.AT, build.MANAT


def move(key: str, *legs: Leg, on: dt.date = DAY) -> None:
    by = build.actor(Role.ACCOUNTANT)
    services.post(
        key=key, on=on, at=AT, by=by, memo="test", transfers=legs, event_id=build.an_event(by)
    )


def sides(window: str | None = None, on: dt.date = DAY) -> Identity:
    return identity_on(build.programme().pk, on, window=window)


def test_both_sides_agree_on_the_day_of_an_overpayment_of_ten() -> None:
    """C8: the loan closes at zero, ten manat are the borrower's and no donor's."""
    build.fund(1_000 * MANAT)
    move("out", Leg("loans:ada", "bank", 1_000 * MANAT, "ada"))
    move(
        "in",
        Leg("bank", "loans:ada", 1_000 * MANAT, "ada"),
        Leg("bank", "client_credits", 10 * MANAT, "ada"),
    )

    found = sides()

    assert found.lines["cash"] == 1_010 * MANAT
    assert found.lines["client_credits"] == -10 * MANAT
    assert found.left_minor == found.right_minor == 1_000 * MANAT
    assert sides("ada").holds
    assert queries.free_windows(build.programme().pk)["ada"] == 1_000 * MANAT


def test_both_sides_agree_on_the_day_of_a_deposit_that_nobody_can_match() -> None:
    build.fund(500 * MANAT)
    move("unknown", Leg("bank", "suspense", 83_33))

    found = sides()

    assert found.lines["cash"] == 583_33
    assert found.lines["suspense"] == -83_33
    assert found.left_minor == found.right_minor == 500 * MANAT
    assert sum(queries.free_windows(build.programme().pk).values()) == 500 * MANAT


def test_sides_that_differ_are_not_called_the_same() -> None:
    found = Identity({"cash": 5, "capital": 5, "other": 1})

    assert not found.holds


def test_bank_charges_are_borne_in_proportion_to_what_was_given() -> None:
    build.fund(7_050 * MANAT, "ada")
    build.fund(2_950 * MANAT, "korea")
    vuqar = build.actor(Role.ACCOUNTANT)

    fund.charge_bank(by=vuqar, amount_minor=100_01, reference="B1", on=DAY, at=AT)
    fund.charge_bank(by=vuqar, amount_minor=5_00, reference="B2", on=DAY, at=AT, window="korea")

    pid = build.programme().pk
    borne = [queries.balance(pid, "expense.bank", window=code) for code in ("ada", "korea")]
    assert borne == [70_51, 29_50 + 5_00]  # T11: 100.01 at 70.5/29.5
    assert sides("ada").holds
    assert sides("korea").holds
    assert sides().lines["cost"] == -105_01


def test_more_than_the_bank_holds_is_no_bank_charge() -> None:
    build.fund(5_00)

    with pytest.raises(Refused, match="not as much money in the bank"):
        fund.charge_bank(
            by=build.actor(Role.ACCOUNTANT), amount_minor=5_01, reference="B", on=DAY, at=AT
        )


def test_money_goes_back_to_its_donor_in_two_steps_by_two_people() -> None:
    build.fund(1_000 * MANAT)
    leyla, vuqar = build.actor(Role.PROGRAMME_OFFICER), build.actor(Role.ACCOUNTANT)
    with pytest.raises(Refused, match="free money"):
        fund.owe_to_donor(
            by=leyla, window="ada", amount_minor=1_000_01, reason="Clause 9", on=DAY, at=AT
        )

    fund.owe_to_donor(
        by=leyla, window="ada", amount_minor=400 * MANAT, reason="Clause 9", on=DAY, at=AT
    )
    pid = build.programme().pk
    assert sides().lines["due_to_donor"] == -400 * MANAT
    assert queries.free_windows(pid)["ada"] == 600 * MANAT
    with pytest.raises(Refused, match="No more can be paid"):
        fund.pay_donor(by=vuqar, window="ada", amount_minor=400_01, reference="T1", on=DAY, at=AT)
    fund.pay_donor(by=vuqar, window="ada", amount_minor=400 * MANAT, reference="T1", on=DAY, at=AT)

    assert sides().lines["due_to_donor"] == 0
    assert sides().left_minor == sides().right_minor == 600 * MANAT
    assert queries.balance(pid, "bank") == 600 * MANAT


def test_a_contribution_keeps_the_donors_amount_rate_day_and_source() -> None:
    """T12: at 0.8033 manat to the dollar, USD 1,244.86 are 1,000 manat."""
    window = queries.windows(build.programme().pk)[0]
    dollars = Donated("USD", 1_244_86, Exchange("USD", Decimal("0.8033"), DAY, "CBA"))
    vuqar = build.actor(Role.ACCOUNTANT)
    given: dict[str, Any] = {"by": vuqar, "window": window, "on": DAY, "at": AT}

    with pytest.raises(Refused, match="does not come to"):
        services.receive_contribution(**given, amount_minor=1_001_00, key="U", donated=dollars)
    services.receive_contribution(**given, amount_minor=1_000_00, key="U1", donated=dollars)
    services.receive_contribution(**given, amount_minor=1_000_00, key="U1", donated=dollars)

    (one,) = contributions(build.programme().pk, upto=DAY)
    assert (one.currency, one.amount_minor, one.rate, one.rate_on, one.rate_source) == (
        "USD", 1_244_86, Decimal("0.8033"), DAY, "CBA",
    )  # fmt: skip
    assert one.credited_minor == 1_000_00


@pytest.mark.parametrize(
    "changes",
    [
        {"currency": "EUR"},
        {"currency": "EUR", "rate": 2, "rate_on": DAY},
        {"amount_minor": 5},
        {"amount_minor": 0, "credited_minor": 0},
    ],
)
def test_the_database_refuses_a_contribution_without_its_rate(changes: dict[str, Any]) -> None:
    build.fund(10 * MANAT)
    first = Contribution.objects.get()
    values = {
        "programme_id": first.programme_id, "window_id": first.window_id, "received_on": DAY,
        "reference": "X", "currency": "AZN", "amount_minor": 100, "credited_currency": "AZN",
        "credited_minor": 100, "entry_id": _another_entry(), **changes,
    }  # fmt: skip

    with pytest.raises(IntegrityError, match="a_contribution"), transaction.atomic():
        Contribution.objects.create(**values)


def test_the_database_refuses_to_change_a_contribution() -> None:
    build.fund(10 * MANAT)

    with pytest.raises(DatabaseError), transaction.atomic():
        Contribution.objects.update(amount_minor=9)


def _another_entry() -> Any:
    by = build.actor(Role.ACCOUNTANT)
    return services.post(
        key="other", on=DAY, at=AT, by=by, memo="test", event_id=build.an_event(by),
        transfers=[Leg("bank", "capital:ada", 100, "ada")],
    ).pk  # fmt: skip


def day(name: str, on: dt.date) -> dict[str, str]:
    return {
        f"{name}_day": str(on.day),
        f"{name}_month": str(on.month),
        f"{name}_year": str(on.year),
    }


def test_the_fund_page_shows_both_sides_and_leads_to_their_entries() -> None:
    in_march_2011()
    build.fund(1_000 * MANAT)
    move("unknown", Leg("bank", "suspense", 83_33))
    client = browser(build.actor(Role.MONITORING))

    shown = client.get(reverse("ledger:fund")).content.decode().replace("\u00a0", " ")
    before = client.get(reverse("ledger:fund"), {"on": "2009-01-01"}).content.decode()

    assert "Both sides are the same." in shown
    assert "1 083,33" in shown
    assert "-83,33" in shown
    assert "code=suspense&amp;to=2011-03-15" in shown
    assert "Nothing is posted yet." in before
    entries = client.get(reverse("ledger:journal"), {"code": "suspense", "to": "2011-03-15"})
    assert "83,33" in entries.content.decode()


def test_a_contribution_in_euro_is_recorded_on_its_page() -> None:
    in_march_2011()
    client = browser(build.actor(Role.ACCOUNTANT))
    answers = {
        "window": "ada", "currency": "EUR", "amount_minor": "1000", "reference": "T-1",
        **day("on", DAY), "command_id": str(uuid4()),
    }  # fmt: skip

    wrong = client.post(reverse("ledger:contribute"), answers)
    assert wrong.status_code == 422
    assert "Money in another currency needs this." in wrong.content.decode()
    right = {**answers, "rate": "1.10", "rate_source": "CBA", **day("rate_on", DAY)}
    done = client.post(reverse("ledger:contribute"), {**right, "command_id": str(uuid4())})

    assert done.status_code == 302, done.content.decode()
    assert queries.balance(build.programme().pk, "bank") == 1_100_00
    shown = client.get(done.headers["Location"]).content.decode().replace("\u00a0", " ")
    assert "1 000,00 EUR" in shown


def test_bank_charge_and_return_are_done_on_their_pages() -> None:
    in_march_2011()
    build.fund(1_000 * MANAT)
    accountant = browser(build.actor(Role.ACCOUNTANT))
    officer = browser(build.actor(Role.PROGRAMME_OFFICER))
    when = day("on", DAY)

    for client, name, answers in (
        (accountant, "bank_charge", {"window": "", "amount_minor": "5", "reference": "B1", **when}),
        (officer, "owe_donor", {"window": "ada", "amount_minor": "100", "reason": "Clause 9"}),
        (accountant, "pay_donor",
         {"window": "ada", "amount_minor": "100", "reference": "T1", **when}),
    ):  # fmt: skip
        done = client.post(reverse(f"ledger:{name}"), {"command_id": str(uuid4()), **answers})
        assert done.status_code == 302, (name, done.content.decode())

    assert queries.balance(build.programme().pk, "bank") == 895 * MANAT
    assert sides().holds

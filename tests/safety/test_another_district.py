"""What somebody must not see is not there for them: on no page, list, paper, search or export."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.roles import Role
from tests import build
from tests.safety.addresses import Address, addresses, browser, in_march_2011
from tests.safety.everything import SECRETS, History
from tests.safety.test_every_address import written

pytestmark = pytest.mark.django_db

RECORD: dict[str, str] = {
    "person": "person", "people": "person", "cases": "case", "training": "course",
    "credit": "loan",
}  # fmt: skip
"""Which record an address with ids is about, by its room, unless BY_NAME says otherwise."""

BY_NAME: dict[str, str] = {
    "people:withdraw_consent": "consent",
    "cases:open": "person", "cases:referral_to_us": "referral", "cases:answer_to_us": "referral",
    "cases:referral": "referral", "cases:send": "referral", "cases:answer": "referral",
    "cases:complete": "referral", "cases:letter": "referral", "cases:complaint": "complaint",
    "cases:move_need": "need", "cases:done": "step", "cases:end_job": "job",
    "training:attendance": "session", "training:correct": "session",
    "training:drop": "enrolment", "training:certificate": "enrolment",
    "training:write_plan": "person", "training:plan": "plan", "training:change_plan": "plan",
    "training:coach": "plan", "training:decide": "plan", "training:plan_pdf": "plan",
    "training:hazard": "hazard",
    "credit:apply": "person", "credit:declare_relative": "person", "credit:new_schedule": "terms",
    "credit:application": "application", "credit:complete": "application",
    "credit:appraise": "application", "credit:submit": "application",
    "credit:withdraw": "application", "credit:appeal": "application",
    "credit:pack": "application", "credit:decision_pdf": "application",
    "credit:vote": "application", "credit:recuse": "application",
    "credit:agreement": "application", "credit:draw_up": "application",
    "credit:sign": "application", "credit:agreement_pdf": "application",
    "credit:disclosure_pdf": "application",
    "credit:meeting": "meeting", "credit:decide": "meeting",
    "credit:receipt": "receipt", "credit:receipt_pdf": "receipt", "credit:reverse": "receipt",
    "credit:batch": "batch", "credit:receive": "batch", "credit:confirm_cash": "batch",
    "credit:receive_slip": "batch", "credit:receive_alone": "batch",
    "credit:reschedule_decide": "terms", "credit:write_off_decide": "write_off",
}  # fmt: skip

OF_THE_HOUSE = {
    "training:add_module", "credit:product", "credit:product_version", "credit:clauses_version",
    "credit:explain",
}  # fmt: skip
"""Addresses with an id that belongs to no person (or a word besides: asked below)."""


NOT_FOR_THE_OFFICER = {
    "training:certificate", "credit:decision_pdf", "credit:letter_pdf", "credit:what_if_pdf",
    "credit:meeting",
}  # fmt: skip
"""Papers that this history has no reason to issue, and the committee's own meeting."""


def personal() -> list[Address]:
    """Every address of one record about a person."""
    return [
        one for one in addresses()
        if one.name.partition(":")[0] in RECORD
        and set(one.parts) & {"pk", "person_id", "person"}
        and one.name not in OF_THE_HOUSE - {"credit:explain"}
    ]  # fmt: skip


def ids_of(told: History, one: Address) -> dict[str, str]:
    record = BY_NAME.get(one.name) or RECORD[one.name.partition(":")[0]]
    return told.ids[record]


def shown(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(body.decode("utf-8", "replace"))


def told_in(text: str, told: History) -> list[str]:
    """The personal values and codes that stand in `text`."""
    return [word for word in (*SECRETS, *told.codes) if word in text]


def lists(who: Actor) -> list[str]:
    """Every address without ids, and the searches somebody would try."""
    left_out = ("account_logout", "styleguide")  # the second shows samples of its own
    plain = [one.to() for one in addresses() if not one.parts and one.name not in left_out]
    tries = ("Zaur", "mammadov", "Məммədov", "0502123456", "Мамедов")
    return plain + [f"{reverse('search')}?q={text}" for text in tries]


@pytest.fixture
def told(told: History) -> History:
    in_march_2011()
    return told


def test_the_walk_finds_the_records(told: History) -> None:
    """If the ids went astray, the refusals below would prove nothing."""
    officer, wrong = browser(told.made.officer), []
    for one in personal():
        if one.capability is None or told.made.officer.can(one.capability):
            answer = officer.get(one.to(ids_of(told, one)))
            if answer.status_code not in (200, 302) and one.name not in NOT_FOR_THE_OFFICER:
                wrong.append((one.name, answer.status_code))
    page = shown(officer.get(reverse("person", args=[told.person.pk])))

    assert wrong == []
    assert {"Zaur", "Məmmədov", told.person.code, told.loan.code} <= set(told_in(page, told))


@pytest.mark.parametrize("role", [Role.FIELD_OFFICER, Role.TRAINER])
def test_somebody_of_another_district_finds_no_record(told: History, role: Role) -> None:
    outsider = build.actor(role, name="Rəşad Vəliyev", districts=[build.other_district()])
    client, before, wrong = browser(outsider), written(), []
    for one in personal():
        address = one.to(ids_of(told, one))
        for ask in (client.get, client.post):
            answer = ask(address)
            if answer.status_code not in (403, 404, 405) or told_in(shown(answer), told):
                wrong.append((one.name, ask.__name__, answer.status_code))

    assert wrong == []
    assert written() == before


@pytest.mark.parametrize("role", [Role.FIELD_OFFICER, Role.TRAINER])
def test_no_list_search_or_paper_shows_a_record_of_another_district(
    told: History, role: Role
) -> None:
    outsider = build.actor(role, name="Rəşad Vəliyev", districts=[build.other_district()])

    assert leaks(browser(outsider), outsider, told) == []


@pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR])
def test_a_donor_and_an_administrator_see_no_person(told: History, role: Role) -> None:
    somebody = build.actor(role)
    client, wrong = browser(somebody), []
    for one in personal():
        answer = client.get(one.to(ids_of(told, one)))
        if answer.status_code not in (403, 404) or told_in(shown(answer), told):
            wrong.append((one.name, answer.status_code))

    assert wrong == []
    assert leaks(client, somebody, told) == []


def leaks(client: Client, who: Actor, told: History) -> list[tuple[str, list[str]]]:
    found = []
    for address in lists(who):
        answer = client.get(address)
        text = shown(answer)
        if address.startswith(reverse("search")):  # the box repeats what was typed into it
            text = text.replace("Zaur", "") if told.person.code not in text else text
        if seen := told_in(text, told):
            found.append((address, seen))
    return found


def test_a_state_partner_sees_the_referrals_to_its_own_institution_only(told: History) -> None:
    told.institution.organisation = build.organisation("Prosthetic Centre", "state")
    told.institution.save()
    own = build.actor(Role.STATE_PARTNER, organisation_name="Prosthetic Centre")
    other = build.actor(Role.STATE_PARTNER, organisation_name="Employment Service")
    to_us = reverse("cases:referral_to_us", args=[told.referral.pk])

    assert browser(own).get(to_us).status_code == 200
    assert browser(other).get(to_us).status_code in (403, 404)
    assert leaks(browser(other), other, told) == []
    for one in personal():
        if one.name in ("cases:referral_to_us", "cases:answer_to_us"):
            continue
        answer = browser(own).get(one.to(ids_of(told, one)))
        assert answer.status_code in (403, 404), one.name


def test_the_authority_sees_no_income_and_no_loan(told: History) -> None:
    authority = build.actor(Role.AUTHORITY, organisation_name="ANAMA")
    client = browser(authority)
    for one in personal():
        answer = client.get(one.to(ids_of(told, one)))
        if answer.status_code != 200:
            continue
        text = shown(answer)
        assert not [w for w in ("150,00", "SK-777", told.loan.code, "1 000,00") if w in text], one
    for one in personal():
        if one.name.startswith("credit:"):
            assert client.get(one.to(ids_of(told, one))).status_code in (403, 404), one.name

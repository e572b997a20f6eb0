"""A figure explains itself, and terms and events survive as plain data."""

import json
from datetime import date
from decimal import Decimal

import pytest

from dayaq.credit.domain import (
    Component,
    CustomInstalment,
    Due,
    Explanation,
    Fee,
    FeeCharged,
    NewInstalment,
    NoSuchFigure,
    Penalty,
    Rescheduled,
    Tranche,
    WorkingDays,
    errors,
    event_from_data,
    event_to_data,
    explain,
    order_from_pairs,
    order_named,
    position,
    replay,
    terms_from_data,
    terms_to_data,
)
from dayaq.credit.domain.codec import order_to_data
from tests.credit.domain.loans import declining, flat, out, paid, plain

FEB, MAR = date(2026, 2, 1), date(2026, 3, 1)


def test_what_is_owed_is_the_sum_of_its_reasons() -> None:
    state = replay(flat("12", instalments=4), [out(), paid("p", FEB, 26_000)])
    found = explain(state, "principal")
    assert found.value == 75_000 == sum(reason.amount_minor for reason in found.reasons)
    assert [reason.event_id for reason in found.reasons] == ["out"] * 4 + ["p"]
    assert str(found.reasons[-1]) == "The payment of 2026-02-01 settled 25000 of instalment 1."
    assert explain(state, "outstanding").value == 78_000
    assert explain(state, "instalment:2").value == 26_000
    assert explain(state, "fee").value == 0
    assert explain(state, "principal", on=date(2026, 1, 31)).value == 100_000


def test_days_past_due_name_the_oldest_instalment() -> None:
    state = replay(plain(instalments=4, arrears_grace_days=3), [out()])
    found = explain(state, "days_past_due", on=MAR)
    assert found.value == 25
    assert "fell due on 2026-02-01; 28 days have passed, 3 of them are grace." in str(
        found.reasons[0]
    )
    assert explain(state, "days_past_due").reasons == ()
    assert explain(replay(plain(), []), "days_past_due").value == 0


def test_due_overdue_and_payoff_are_sums_of_instalments() -> None:
    state = replay(declining("12", instalments=4, amortisation="equal_principal"), [out()])
    due, late = (explain(state, name, on=MAR) for name in ("due", "overdue"))
    assert (due.value, late.value) == (26_000 + 25_750, 26_000)
    assert str(due.reasons[1]) == "Of instalment 2, due on 2026-03-01, 25750 is unpaid."
    payoff = explain(state, "payoff", on=MAR)
    assert payoff.value == 101_750
    assert payoff.reasons[-1].amount_minor == -750
    assert explain(state, "overdue", on=FEB).value == 0
    assert explain(replay(plain(), []), "payoff") == Explanation("payoff", 0, ())
    simple = replay(plain(instalments=4), [out()])
    assert len(explain(simple, "payoff", on=MAR).reasons) == 4


def test_the_next_instalment_and_the_interest_earned_have_reasons() -> None:
    state = replay(declining("12", instalments=4, amortisation="equal_principal"), [out()])
    day = date(2026, 2, 15)
    coming, earned = (explain(state, name, on=day) for name in ("next_due", "accrued_interest"))
    now = position(state, day)
    assert (coming.value, earned.value) == (now.next_due_minor, now.accrued_interest_minor)
    # 10.00 of January and half of the 7.50 of February are earned.
    assert [reason.amount_minor for reason in earned.reasons] == [1_000, 375]
    assert str(earned.reasons[1]) == (
        "Of the interest of instalment 2, due on 2026-03-01, 375 is earned."
    )
    assert str(coming.reasons[0]) == "Of instalment 2, due on 2026-03-01, 25750 is unpaid."
    assert explain(state, "next_due", on=date(2027, 1, 1)).reasons == ()


def test_credit_names_the_payment_it_came_from() -> None:
    state = replay(plain(instalments=4), [out(), paid("p", FEB, 101_000)])
    found = explain(state, "credit")
    assert (found.value, found.reasons[0].event_id) == (1_000, "p")
    assert str(found.reasons[0]) == "1000 of the payment is kept for the client."


def test_there_is_no_reason_for_a_figure_that_does_not_exist() -> None:
    state = replay(plain(instalments=4), [out()])
    for figure in ("weather", "instalment:9"):
        with pytest.raises(NoSuchFigure, match=figure):
            explain(state, figure)


def test_every_kind_of_term_is_written_and_read() -> None:
    pairs = [
        (due, part) for due in (Due.PAST_DUE, Due.DUE_TODAY, Due.ADVANCE) for part in Component
    ]
    made = declining(
        "9.5",
        first_due=date(2026, 3, 1),
        fees=(Fee(name="f", amount_minor=5),),
        penalty=Penalty(percent=Decimal("0.5"), repeat_days=30),
        working_days=WorkingDays(holidays=frozenset({date(2026, 3, 20)})),
        tranches=(Tranche(date(2026, 4, 1), 10_000),),
        allocation=order_from_pairs("own", pairs),
    )
    assert terms_from_data(json.loads(json.dumps(terms_to_data(made)))) == made
    rows = (CustomInstalment(date(2026, 6, 1), 100_000),)
    custom = plain(instalments=1, amortisation="custom", custom=rows)
    assert terms_from_data(terms_to_data(custom)) == custom
    assert terms_to_data(custom)["allocation"] == "standard"
    assert terms_from_data({"principal_minor": 100_000, "instalments": 12}) == plain()


def test_an_order_is_written_by_its_name_or_by_its_stages() -> None:
    assert order_to_data(order_named("standard")) == "standard"
    pairs = [(due, part) for due in Due if due is not Due.DUE for part in Component]
    own = order_from_pairs("own", pairs)
    read = terms_from_data(
        {"principal_minor": 1_000, "instalments": 1, "allocation": order_to_data(own)}
    )
    assert read.allocation == own


def test_every_kind_of_event_is_written_and_read() -> None:
    rows = (NewInstalment(due_on=MAR, principal_minor=5, interest_minor=None),)
    for event in (
        out(),
        paid("p", FEB, 5, payoff=True),
        Rescheduled(id="r", value_on=FEB, rows=rows, recorded_on=MAR),
        FeeCharged(id="c", value_on=FEB, amount_minor=5, component=Component.PENALTY),
    ):
        data = json.loads(json.dumps(event_to_data(event)))
        assert event_from_data(data) == event
    assert event_to_data(out())["kind"] == "disbursed"


@pytest.mark.parametrize(
    "data",
    [
        {"principal_minor": 100_000, "instalments": 12, "intrest": "none"},
        {"principal_minor": "100000", "instalments": 12},
        {"principal_minor": 100_000, "instalments": True},
        {"principal_minor": 100_000},
        {"principal_minor": 100_000, "instalments": 12, "annual_rate": "twelve"},
        {"principal_minor": 100_000, "instalments": 12, "first_due": "31.01.2026"},
        {"principal_minor": 100_000, "instalments": 12, "first_due": 5},
        {"principal_minor": 100_000, "instalments": 12, "interest": "compound"},
        {"principal_minor": 100_000, "instalments": 12, "fees": {"name": "f"}},
        {"principal_minor": 100_000, "instalments": 12, "frequency": "monthly"},
    ],
)
def test_data_that_is_not_terms_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(errors.UnreadableData):
        terms_from_data(data)


def test_data_that_is_no_event_is_refused() -> None:
    for data in ({"kind": "stolen"}, {}, {"kind": "paid", "id": "p"}):
        with pytest.raises(errors.UnreadableData):
            event_from_data(data)

"""Sheets: twenty receipts or thirty trainees typed into one page."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from dayaq.kernel.clock import Clock
from dayaq.web.styleguide import PresenceForm, ReceiptsForm

CLOCK = Clock.on(dt.date(2011, 3, 15))


@pytest.fixture(autouse=True)
def _english() -> Any:
    with translation.override("en"):
        yield


def receipt(index: int, **given: str) -> dict[str, str]:
    values = {"number": f"A {index}", "on": "2011-03-14", "amount": "40,00", "method": "cash"}
    return {f"row-{index}-{name}": value for name, value in {**values, **given}.items()}


def blank(index: int) -> dict[str, str]:
    return receipt(index, number="", on="", amount="")


def test_rows_left_empty_are_ignored_although_their_list_has_an_answer() -> None:
    form = ReceiptsForm({"handed_over": "80", **receipt(0), **blank(1), **receipt(2)}, clock=CLOCK)

    assert form.is_valid(), form.problems()
    assert [(r["row"], r["number"], r["amount"]) for r in form.cleaned_data["rows"]] == [
        (1, "A0", 4000),
        (3, "A2", 4000),
    ]


def test_each_bad_cell_has_its_sentence_and_the_typed_values_stay() -> None:
    form = ReceiptsForm(
        {"handed_over": "80", **receipt(0), **receipt(1, amount="-4", number="")}, clock=CLOCK
    )

    assert not form.is_valid()
    assert [(p.target, p.label, p.sentence) for p in form.problems()] == [
        ("", "", "Some rows need your attention."),
        ("id_row-1-number", "Row 2, Number", "Fill this in. It cannot be left empty."),
        ("id_row-1-amount", "Row 2, Amount", "Enter an amount of zero or more."),
    ]
    html = str(form)
    assert 'value="-4"' in html
    assert 'id="id_row-1-amount_error"' in html


def test_an_empty_sheet_is_refused() -> None:
    form = ReceiptsForm({"handed_over": "0", **blank(0)}, clock=CLOCK)

    assert not form.is_valid()
    assert form.problems()[0].sentence == "Fill in at least one row."


def test_more_rows_than_a_sheet_holds_are_refused_not_dropped() -> None:
    form = ReceiptsForm({"handed_over": "0", **receipt(0), **receipt(250)}, clock=CLOCK)

    assert not form.is_valid()
    assert "There are too many rows" in form.problems()[0].sentence


def test_a_service_can_refuse_one_cell() -> None:
    form = ReceiptsForm({"handed_over": "80", **receipt(0), **receipt(1)}, clock=CLOCK)
    assert form.is_valid()

    form.add_error(ReceiptsForm.cell(row=2, field="number"), "This blank was used before.")
    form.add_error(ReceiptsForm.cell(row=1, field="number"), "This blank was used before.")

    assert [p.label for p in form.problems()] == ["", "Row 1, Number", "Row 2, Number"]


def test_the_sum_counts_what_can_be_read() -> None:
    form = ReceiptsForm(
        {"handed_over": "80", **receipt(0), **receipt(1, amount="x"), **receipt(2, amount="0,50")},
        clock=CLOCK,
    )

    total = next(column for column in form.summed() if column.name == "amount")

    assert (total.total, total.currency) == (4050, "AZN")


def test_every_row_of_a_fixed_sheet_counts() -> None:
    names = ["Zaur Məmmədov", "Gülnar Həsənova"]
    sent = {"row-0-presence": "present"}

    form = PresenceForm(sent, clock=CLOCK, row_labels=names)

    assert not form.is_valid()
    assert form.problems()[1].label == "Gülnar Həsənova, Presence"
    full = PresenceForm({**sent, "row-1-presence": "absent"}, clock=CLOCK, row_labels=names)
    assert full.is_valid()
    assert [row["presence"] for row in full.cleaned_data["rows"]] == ["present", "absent"]


def test_rows_beyond_a_fixed_sheet_are_not_read() -> None:
    form = PresenceForm(
        {"row-0-presence": "present", "row-7-presence": "present"},
        clock=CLOCK,
        row_labels=["Zaur Məmmədov"],
    )

    assert form.is_valid()
    assert len(form.cleaned_data["rows"]) == 1

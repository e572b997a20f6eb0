"""What is drawn in Python is escaped as a template would escape it."""

import pytest

from dayaq.kernel.web.panels import Parts
from dayaq.kernel.web.parts import Column, Item, Link, Table
from dayaq.web import drawing
from dayaq.web.templatetags.dayaq import cell

HOSTILE = """<script>alert("1")</script> & 'Əli'"""


@pytest.mark.parametrize(
    "parts",
    [
        Parts(items=[Item(HOSTILE, HOSTILE, HOSTILE, HOSTILE)]),
        Parts(text=HOSTILE),
        Parts(links=[Link(HOSTILE, HOSTILE)]),
        Parts(tables=[Table(HOSTILE, [Column(HOSTILE)], [[HOSTILE]])]),
        Parts(tables=[Table(HOSTILE, [Column(HOSTILE)], [], empty=HOSTILE)]),
    ],
)
def test_no_part_of_a_panel_writes_what_was_typed_as_markup(parts: Parts) -> None:
    written = drawing.parts(parts, cell)
    assert "<script" not in written
    assert "&lt;script&gt;" in written
    assert written.count("&amp;") == written.count("&lt;script")


def test_a_list_without_rows_says_so() -> None:
    written = drawing.table(Table("Members", [Column("Name")], [], empty="Nobody yet."), cell)
    assert written == '<p class="caption">Members</p><div class="empty"><p>Nobody yet.</p></div>'


def test_below_names_there_is_no_sum_and_what_is_not_known_is_a_dash() -> None:
    columns = [
        Column("Line"), Column("What"), Column("Spent", "money", "EUR"), Column("Of it", "percent"),
    ]  # fmt: skip
    rows, totals = [["1", "", 0, 0]], ["Total", "", 0, None]
    written = drawing.table(Table("Budget", columns, rows, totals=totals), cell)
    body, foot = written.split("<tfoot>")
    assert '<td data-label="What">–</td>' in body
    assert "<td></td>" in foot
    assert '<td data-label="Spent, EUR" class="num">0,00</td>' in foot
    assert '<td data-label="Of it" class="num">–</td>' in foot

"""The components draw what the policy allows and a screen reader can follow."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.template import engines
from django.template.loader import render_to_string

import dayaq
from dayaq.kernel.web.panels import Step
from dayaq.kernel.web.parts import Cell, Column, Item, Table, Tag, TimelineEntry
from dayaq.web.styleguide import SampleForm
from tests.web import page

TEMPLATES = sorted(Path(dayaq.__file__).parent.glob("**/templates/**/*.html"))


@pytest.fixture(scope="module")
def drawn() -> page.Reader:
    return page.read(page.styleguide())


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.name))
def test_no_template_holds_what_the_policy_refuses(path: Path) -> None:
    markup = re.sub(r"{%.*?%}|{{.*?}}", "", path.read_text(), flags=re.DOTALL)

    assert page.read(markup).refused == []


def test_a_drawn_page_holds_nothing_the_policy_refuses(drawn: page.Reader) -> None:
    assert drawn.refused == []


def test_no_id_stands_twice(drawn: page.Reader) -> None:
    assert [name for name, count in Counter(drawn.ids).items() if count > 1] == []


def test_every_reference_leads_to_an_id(drawn: page.Reader) -> None:
    assert set(drawn.references) <= set(drawn.ids)


def test_every_input_has_a_label(drawn: page.Reader) -> None:
    bare = [
        i for i in drawn.inputs if i.get("id") not in drawn.labelled and not i.get("aria-label")
    ]

    assert len(drawn.inputs) > 40
    assert bare == []


def test_an_error_stands_by_its_field_and_in_the_summary() -> None:
    form = SampleForm({"amount": "-5"}, clock=page.CLOCK)

    html = render_to_string("components/form.html", {"form": form}, request=page.request())

    assert 'role="alert"' in html
    assert '<a href="#id_amount"' in html
    assert 'id="id_amount_error"' in html
    assert 'aria-describedby="id_amount_error"' in html
    assert 'aria-invalid="true"' in html
    assert f'name="command_id" value="{form.command_id}"' in html


def test_an_isolated_include_still_carries_the_token() -> None:
    template = engines["django"].from_string(
        '{% include "components/form.html" with form=form only %}'
    )

    html = template.render({"form": SampleForm()}, request=page.request())

    assert 'name="csrfmiddlewaretoken" value="' in html


@pytest.mark.parametrize(
    ("name", "context"),
    [
        ("summary", {"items": [Item("<b>", "<script>x</script>")]}),
        ("tasks", {"tasks": [{"label": "Pay", "tag": Tag("<script>x</script>")}]}),
        ("table", {"table": Table("<script>", [Column("<script>")], [[Cell("<script>")]])}),
        (
            "table",
            {
                "table": Table(
                    "Loans",
                    [Column("<script>", currency="<script>", sort_url="<script>")],
                    [[Cell("x", url="<script>", detail="<script>")], [Tag("<script>")]],
                    totals=["<script>"],
                )
            },
        ),
        ("workflow", {"steps": [Step("<script>", "done", url="<script>", detail="<script>")]}),
        ("notice", {"text": "<script>x</script>", "title": "<script>"}),
        (
            "timeline",
            {"entries": [TimelineEntry(dt.date(2011, 3, 15), "<script>", url="<script>")]},
        ),
        ("empty", {"text": "<script>"}),
    ],
)
def test_what_people_wrote_is_never_markup(name: str, context: dict[str, Any]) -> None:
    html = render_to_string(f"components/{name}.html", context)

    assert "<script" not in html
    assert "&lt;" in html


def test_a_table_names_its_cells_for_a_narrow_screen() -> None:
    table = Table(
        "Loans",
        [
            Column("Borrower"), Column("Due", "day"), Column("Left", "money", "AZN"),
            Column("Share", "percent"),
        ],
        [["Zaur", page.CLOCK.today, 100_050, 0.705]],
        totals=["Together", None, 100_050, None],
    )  # fmt: skip

    html = render_to_string("components/table.html", {"table": table})

    assert '<td data-label="Left, AZN" class="num">1\u00a0000,50</td>' in html
    assert '<th scope="row" dir="auto">Zaur</th>' in html
    assert "70,5\u00a0%" in html
    assert '<time datetime="2011-03-15">' in html


def test_check_your_answers_shows_words_and_sends_what_was_typed() -> None:
    from django.http import QueryDict

    data = QueryDict(mutable=True)
    data.update({"amount": "40,5", "method": "cash", "on": "2011-03-01", "agreed": "on"})
    data.setlist("needs", ["t", "l"])
    data.update({"csrfmiddlewaretoken": "old", "name": "Zaur", "displaced": "no", "district": "fz"})
    form = SampleForm(data, clock=page.CLOCK)
    assert form.is_valid(), form.problems()

    html = render_to_string(
        "components/check.html", {"form": form, "items": form.answers(), "submit": "Pay"},
        request=page.request(),
    )  # fmt: skip

    assert "40,50 AZN" in html
    assert "Training, Loan" in html
    assert '<input type="hidden" name="needs" value="l">' in html
    assert 'value="old"' not in html
    assert 'name="confirmed" value="yes"' in html
    assert not form.is_confirmed


def test_the_style_sheet_speaks_of_no_side() -> None:
    css = (Path(dayaq.__file__).parent / "web/static/web/site.css").read_text()

    for physical in (
        "margin-left",
        "margin-right",
        "padding-left",
        "padding-right",
        "text-align: left",
    ):
        assert physical not in css
    assert "prefers-color-scheme: dark" in css
    assert "prefers-reduced-motion" in css


def test_the_first_page_is_light() -> None:
    import gzip

    static = Path(dayaq.__file__).parent / "web/static/web"
    import django_htmx

    htmx = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
    files = [static / "site.css", static / "site.js", static / "mark.svg", htmx]
    assets = sum(len(gzip.compress(path.read_bytes())) for path in files)

    assert assets + 8_000 < 40_000

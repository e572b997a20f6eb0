"""Every component on one page, with invented content: for looking, and for the tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from dayaq.kernel import charts
from dayaq.kernel.charts import Series
from dayaq.kernel.clock import Clock
from dayaq.kernel.web import fields
from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.panels import Step
from dayaq.kernel.web.parts import Cell, Column, Item, Link, Table, Tag, Tile, TimelineEntry
from dayaq.kernel.web.rows import RowsForm
from dayaq.kernel.web.views import Request, needs, page

METHODS = [("cash", "Cash"), ("bank", "Bank transfer")]
PRESENCE = [("present", "Present"), ("excused", "Excused"), ("absent", "Absent")]


class SampleForm(Form):
    """One field of each kind."""

    name = fields.NameField(label="Full name", help_text="As the person writes it.")
    on = fields.DayField(label="Day of the visit", past=True, help_text="For example 15 3 2011.")
    born = fields.DayField(label="Born", past=True, approximate=True, required=False)
    amount = fields.MoneyField(label="Amount", min_minor=1)
    phone = fields.PhoneField(label="Phone", required=False)
    district = fields.ChoiceField(label="District", choices=[("", ""), ("fz", "Füzuli")])
    method = fields.RadioField(label="Method", choices=METHODS)
    needs = fields.CheckboxesField(label="Needs", choices=[("t", "Training"), ("l", "Loan")])
    displaced = fields.YesNoField(label="Is the household displaced?")
    scan = fields.UploadField(label="Scan of the letter", required=False)
    note = fields.TextField(label="Note", required=False)
    agreed = fields.CheckField(label="The person has read the paper, or it was read to them")


class ReceiptRow(Form):
    number = fields.CodeField(label="Number")
    on = fields.DayField(label="Day", past=True)
    amount = fields.MoneyField(label="Amount", min_minor=1)
    method = fields.ChoiceField(label="Method", choices=METHODS)


class ReceiptsForm(RowsForm):
    """A free sheet: rows left empty are ignored."""

    row_class = ReceiptRow
    rows_blank = 3
    rows_caption = "Receipts"
    sum_fields = ("amount",)
    handed_over = fields.MoneyField(label="Cash handed over")


class PresenceRow(Form):
    presence = fields.RadioField(label="Presence", choices=PRESENCE)


class PresenceForm(RowsForm):
    """A fixed sheet: one row for each trainee."""

    row_class = PresenceRow
    rows_caption = "Attendance"
    row_header = "Trainee"
    set_all = ("presence", "present", "All present")


@needs(None)
def styleguide(request: Request) -> HttpResponse:
    """Shown in the demonstration and while debugging only."""
    demonstration = bool(request.installation and request.installation.is_demonstration)
    if not (demonstration or settings.DEBUG):
        raise Http404(_("There is no such page here."))
    return page(request, "web/styleguide.html", samples(request.clock))


def samples(clock: Clock) -> dict[str, Any]:
    """The content of the page."""
    wrong = {"name": "\u202e", "on_day": "31", "on_month": "2", "on_year": "11", "amount": "-5"}
    return {
        "good": SampleForm(clock=clock),
        "bad": SampleForm(wrong, clock=clock, prefix=None, auto_id="bad_%s"),
        "receipts": ReceiptsForm(
            {"row-0-number": "A 17", "row-0-amount": "40,00", "row-1-amount": "x"},
            clock=clock,
            auto_id="receipts_%s",
        ),
        "presence": PresenceForm(
            clock=clock, row_labels=["Zaur Məmmədov", "Gülnar Həsənova"], auto_id="presence_%s"
        ),
        "table": _table(),
        "empty_table": Table("Referrals", [Column("Institution")], []),
        "items": [
            Item("District", "Füzuli", "#", "Change"),
            Item("Incident", "Anti-personnel mine, 1998"),
        ],
        "tags": [
            Tag("Registered"), Tag("Waiting", "info"), Tag("Repaid", "good"),
            Tag("Due soon", "warn"), Tag("45 days past due", "bad"),
        ],
        "tiles": [
            Tile(12, "Collections due", "#"), Tile(3, "Overdue", "#", "bad"),
            Tile(2, "Referrals waiting", "#", "warn"), Tile("52 of 60", "Loans", "#", "good"),
        ],
        "steps": [
            Step("Registered", "done", "#"), Step("Verified", "done", detail="No. 112/08"),
            Step("Trained", "current", "#", "3 of 12 sessions"), Step("Plan", "waiting"),
            Step("Loan", "waiting"), Step("Placement", "skipped"),
        ],
        "entries": [
            TimelineEntry(dt.date(2011, 3, 14), "Aytən recorded a visit", url="#"),
            TimelineEntry(dt.date(2011, 2, 1), "Səbinə paid out 1 000,00 AZN"),
        ],
        "tasks": [
            {"label": "Household", "url": "#", "tag": Tag("Done", "good")},
            {"label": "Appraisal", "url": "#", "detail": "Needs the cash flow", "tag": Tag("Next")},
        ],
        "crumbs": [Link("People", "#"), Link("Zaur Məmmədov", "")],
        "charts": _charts(),
    }  # fmt: skip


def _table() -> Table:
    return Table(
        caption="Loans",
        columns=[
            Column("Borrower"), Column("District"), Column("Paid out", "day"),
            Column("Outstanding", "money", "AZN"), Column("Repaid", "percent"), Column("Status"),
        ],
        rows=[
            [Cell("Zaur Məmmədov", "#", detail="FZ-0042-7"), "Füzuli", dt.date(2010, 9, 1),
             48_350, 0.516, Tag("Current", "good")],
            [Cell("Gülnar Həsənova", "#"), "Ağdam", dt.date(2010, 7, 12), 102_000, 0.15,
             Tag("35 days past due", "bad")],
        ],
        totals=["Together", "", None, 150_350, None, ""],
    )  # fmt: skip


def _charts() -> list[dict[str, Any]]:
    districts = ["Füzuli", "Ağdam", "Tərtər", "Qazax"]
    months = ["10.10", "11.10", "12.10", "01.11", "02.11"]
    loans = [Series("Current", (18, 12, 9, 4)), Series("Past due", (2, 4, 0, 1))]
    money = [
        Series("Due", (320_000, 340_000, 355_000, 360_000, 372_000)),
        Series("Collected", (318_000, 300_000, 351_000, 372_000, 340_000)),
    ]
    risk = [Series("PAR30", (0.04, 0.06, None, 0.05, 0.031))]
    return [
        {
            "svg": charts.stacked_bars(title="Loans by district", labels=districts, series=loans),
            "caption": "Loans by district and status",
            "table": charts.as_table(
                title="Loans by district", head="District", labels=districts, series=loans
            ),
        },
        {
            "svg": charts.column_chart(
                title="Collections", labels=months, series=money, unit="money"
            ),
            "caption": "Due and collected by month, AZN",
            "table": charts.as_table(
                title="Collections", head="Month", labels=months, series=money, unit="money"
            ),
        },
        {
            "svg": charts.line_chart(
                title="Portfolio at risk", labels=months, series=risk, unit="percent"
            ),
            "caption": "Portfolio at risk over 30 days",
            "table": charts.as_table(
                title="PAR30", head="Month", labels=months, series=risk, unit="percent"
            ),
        },
        {
            "svg": charts.bar_chart(title="Trained", labels=districts, series=loans[:1]),
            "caption": "Trained by district",
            "table": charts.as_table(
                title="Trained", head="District", labels=districts, series=loans[:1]
            ),
        },
    ]

"""Forms about business plans and hazard checks."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.queries import districts
from dayaq.kernel.files.forms import UploadField
from dayaq.kernel.files.kinds import XLSX
from dayaq.kernel.web.fields import (
    ChoiceField,
    DayField,
    LineField,
    MoneyField,
    RadioField,
    TextField,
)
from dayaq.kernel.web.forms import Form
from dayaq.kernel.web.rows import RowsForm
from dayaq.training.domain.cashflow import Month
from dayaq.training.models import BusinessPlan, HazardCheck
from dayaq.training.services import InvestmentEntry, PlanContent

INVESTMENT_LINES = 6
AMOUNTS = ("sales", "direct", "indirect", "draw", "instalment")
WORDS = ("kind", "sector", "title", "description", "place", "place_text", "market", "risks")


class MonthRow(Form):
    sales = MoneyField(label=_("Sales"), required=False)
    direct = MoneyField(label=_("Direct costs"), required=False)
    indirect = MoneyField(label=_("Indirect costs"), required=False)
    draw = MoneyField(label=_("For the household"), required=False)
    instalment = MoneyField(label=_("Loan instalment"), required=False)


class PlanForm(RowsForm):
    """The plan in words, what is bought, and twelve months; a month left empty is not written."""

    row_class = MonthRow
    rows_caption: ClassVar[Any] = _("Cash flow of twelve months")
    row_header: ClassVar[Any] = _("Month")
    sum_fields = AMOUNTS

    on = DayField(label=_("Written on"), past=True)
    kind = RadioField(label=_("Kind"), choices=BusinessPlan.Kind.choices)
    sector = ChoiceField(label=_("Sector"), choices=BusinessPlan.Sector.choices)
    title = LineField(label=_("Business"), max_length=160)
    description = TextField(label=_("What, how and for whom"))
    place = forms.ModelChoiceField(label=_("District of the business"), queryset=districts())
    place_text = LineField(
        label=_("Place of the business"),
        max_length=300,
        help_text=_(
            "Village, street or pasture, so that the authority can find it on its map. "
            "Write no name of a person."
        ),
    )
    market = TextField(label=_("Market and competitors"), required=False)
    risks = TextField(label=_("Risks"), required=False)
    own_contribution = MoneyField(label=_("Own contribution"), required=False)
    working_capital = MoneyField(label=_("Working capital"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(
            *args,
            row_labels=[_("Month %(number)s") % {"number": n} for n in range(1, 13)],
            **kwargs,
        )
        for n in range(1, INVESTMENT_LINES + 1):
            self.fields[f"item_{n}"] = LineField(
                label=_("Investment %(number)s") % {"number": n}, max_length=160, required=False
            )
            self.fields[f"amount_{n}"] = MoneyField(
                label=_("Price of investment %(number)s") % {"number": n}, required=False
            )

    def content(self) -> PlanContent:
        data = self.cleaned_data
        return PlanContent(
            **{name: data[name] for name in WORDS},
            own_contribution_minor=data["own_contribution"] or 0,
            working_capital_minor=data["working_capital"] or 0,
            investments=[
                InvestmentEntry(data[f"item_{n}"], data[f"amount_{n}"] or 0)
                for n in range(1, INVESTMENT_LINES + 1)
                if data[f"item_{n}"] or data[f"amount_{n}"]
            ],
            months=[
                Month(line["row"], *(line[name] or 0 for name in AMOUNTS))
                for line in data["rows"]
                if any(line[name] is not None for name in AMOUNTS)
            ],
        )


class CoachForm(Form):
    on = DayField(label=_("Held on"), past=True)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=480)
    advice = TextField(label=_("Advice"), max_length=1000)


class DecisionForm(Form):
    on = DayField(label=_("Decided on"), past=True)
    decision = RadioField(
        label=_("Decision"),
        choices=[
            ("accept", _("Accept the plan")),
            ("return", _("Return it to be improved")),
            ("reject", _("Find it not viable")),
        ],
    )
    reason = TextField(
        label=_("Reason"),
        max_length=1000,
        required=False,
        help_text=_("Needed when the plan is not accepted, or lies beside a suspected area."),
    )


class AnswerForm(Form):
    answer = RadioField(label=_("Answer"), choices=HazardCheck.Answer.choices)
    number = LineField(label=_("Number of the paper"), max_length=60)
    on = DayField(label=_("Date of the paper"), past=True)
    note = TextField(label=_("Note"), max_length=600, required=False)


class LetterForm(AnswerForm):
    scan = UploadField(label=_("Scan of the letter"), required=False)


class ListForm(Form):
    file = UploadField(label=_("List that came back (XLSX)"), accept=(XLSX,))

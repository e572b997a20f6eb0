"""Forms on the way to a decision: product, clauses, application, appraisal."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.credit.appraisal_rules import Expense, Income
from dayaq.credit.models import Language, Recommendation
from dayaq.kernel.web.fields import (
    ChoiceField,
    DayField,
    LineField,
    MoneyField,
    PhoneField,
    RadioField,
    TextField,
)
from dayaq.kernel.web.forms import DatedForm, Form


class ClausesForm(Form):
    language = RadioField(label=_("Language"), choices=Language.choices)
    clauses = TextField(
        label=_("Clauses"),
        help_text=_(
            "The first line of a clause is its heading. Leave an empty line between clauses."
        ),
        max_length=20_000,
        rows=24,
    )

    def pairs(self) -> list[tuple[str, str]]:
        """Heading and text of each clause."""
        found = []
        for block in re.split(r"\n\s*\n", self.cleaned_data["clauses"].replace("\r\n", "\n")):
            heading, _newline, text = block.strip().partition("\n")
            found.append((heading, text) if text else ("", heading))
        return found


class ApprovalForm(Form):
    note = LineField(
        label=_("On whose word"),
        help_text=_("For example the number and date of the lawyer's letter."),
        max_length=200,
    )


class ApplicationForm(Form):
    product_version_id = RadioField(label=_("Loan product"))
    amount_minor = MoneyField(label=_("Amount asked for"), min_minor=100)
    instalments = forms.IntegerField(label=_("Number of instalments"), min_value=1, max_value=120)
    purpose = LineField(label=_("What the money is for"), max_length=300)
    plan_id = ChoiceField(
        label=_("Business plan"),
        required=False,
        help_text=_("Without a plan the application stays incomplete."),
    )
    guarantor_name = LineField(
        label=_("Guarantor, if there is one"), max_length=120, required=False
    )
    guarantor_phone = PhoneField(label=_("Guarantor's telephone"), required=False)
    applied_on = DayField(label=_("Day of the application"), past=True)

    def __init__(self, *args: Any, products: Any = (), plans: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product_version_id"].choices = products  # type: ignore[attr-defined]
        self.fields["plan_id"].choices = [("", _("No plan yet")), *plans]  # type: ignore[attr-defined]


class PlanForm(DatedForm):
    plan_id = RadioField(label=_("Business plan"))

    def __init__(self, *args: Any, plans: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan_id"].choices = plans  # type: ignore[attr-defined]


INCOMES: tuple[tuple[str, Any, bool], ...] = (
    ("business", _("Income from the business"), False),
    ("wages", _("Wages"), False),
    ("farm", _("Farm and animals"), False),
    ("pension", _("Pension and benefits (protected)"), True),
    ("family_help", _("Help from relatives"), False),
    ("other_income", _("Other income"), False),
)
EXPENSES: tuple[tuple[str, Any], ...] = (
    ("food", _("Food")),
    ("housing", _("Housing, light and heating")),
    ("health", _("Health and aids")),
    ("school", _("School")),
    ("transport", _("Transport")),
    ("other_expense", _("Other expenses")),
)


class AppraisalForm(Form):
    """The household's month; the ratio is computed on the page that checks the answers."""

    visited_on = DayField(label=_("Day of the visit"), past=True)
    debts_minor = MoneyField(label=_("Instalments of other debts, a month"), initial=0)
    recommendation = RadioField(label=_("Recommendation"), choices=Recommendation.choices)
    recommended_minor = MoneyField(label=_("Recommended amount"))
    note = TextField(label=_("What the committee should know"), max_length=1000, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        amounts = [(f"income_{key}", label) for key, label, _protected in INCOMES]
        amounts += [(f"expense_{key}", label) for key, label in EXPENSES]
        for name, label in amounts:
            self.fields[name] = MoneyField(label=label, required=False)
        order = ["visited_on", *(name for name, _label in amounts), "debts_minor"]
        self.order_fields(order)

    def incomes(self) -> list[Income]:
        data = self.cleaned_data
        return [
            Income(key, data[f"income_{key}"], protected)
            for key, _label, protected in INCOMES
            if data.get(f"income_{key}")
        ]

    def expenses(self) -> list[Expense]:
        data = self.cleaned_data
        return [
            Expense(key, data[f"expense_{key}"])
            for key, _label in EXPENSES
            if data.get(f"expense_{key}")
        ]


class ReasonForm(DatedForm):
    reason = TextField(label=_("Reason"), max_length=500)


class ConfirmForm(DatedForm):
    """Nothing to fill in but the day it happened."""

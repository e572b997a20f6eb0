"""Forms of following a loan: promises, steps, visits, filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.credit.models import (
    ArrearsStep,
    BusinessState,
    LoanStatus,
    VisitPurpose,
)
from dayaq.credit.services.visits import Findings
from dayaq.kernel.web.fields import (
    CheckField,
    ChoiceField,
    DayField,
    LineField,
    MoneyField,
    RadioField,
    TextField,
    YesNoField,
)
from dayaq.kernel.web.forms import Form


class PromiseForm(Form):
    promised_on = DayField(label=_("Day of the promise"), past=True)
    pay_on = DayField(label=_("Promised for"))
    amount_minor = MoneyField(label=_("Amount promised"), min_minor=1)
    note = LineField(label=_("Note"), max_length=300, required=False)


class StepForm(Form):
    done_on = DayField(label=_("Day"), past=True)
    step = RadioField(label=_("What was done"), choices=ArrearsStep.choices)
    outcome = TextField(label=_("What came of it"), max_length=500, rows=3)


class VisitForm(Form):
    visited_on = DayField(label=_("Day of the visit"), past=True)
    purpose = RadioField(label=_("Purpose"), choices=VisitPurpose.choices)
    business = RadioField(label=_("The business is"), choices=BusinessState.choices)
    used_as_planned = YesNoField(label=_("The loan was used as planned"), required=False)
    sales_minor = MoneyField(label=_("Sales last month"), required=False)
    expenses_minor = MoneyField(label=_("Expenses last month"), required=False)
    jobs_paid = forms.IntegerField(label=_("Paid workers"), min_value=0, max_value=500, initial=0)
    jobs_family = forms.IntegerField(
        label=_("Family members who work in it"), min_value=0, max_value=50, initial=0
    )
    keeps_records = YesNoField(label=_("Keeps written records"), required=False)
    hazard_seen = CheckField(
        label=_("Something dangerous was seen or reported nearby"), required=False
    )
    hazard_note = TextField(label=_("What and where"), max_length=500, required=False, rows=2)
    difficulties = TextField(label=_("Problems"), max_length=1000, required=False, rows=3)
    advice = TextField(label=_("Advice given"), max_length=1000, required=False, rows=3)
    next_visit_on = DayField(label=_("Next visit"), required=False)

    def findings(self) -> Findings:
        data = dict(self.cleaned_data)
        data.pop("visited_on")
        data["problems"] = data.pop("difficulties")
        return Findings(**data)


class LoanFilter(Form):
    """What the list of loans shows; GET, so that it can be linked to."""

    status = ChoiceField(label=_("Status"), required=False)
    district = ChoiceField(label=_("District"), required=False)
    officer = ChoiceField(label=_("Officer"), required=False)
    overdue = ChoiceField(
        label=_("Arrears"),
        required=False,
        choices=[("", _("All")), ("1", _("Overdue")), ("31", _("Overdue more than 30 days"))],
    )

    def __init__(
        self, *args: Any, districts: Sequence[Any], officers: Sequence[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("All"))
        self.fields["status"].choices = [every, *LoanStatus.choices]  # type: ignore[attr-defined]
        self.fields["district"].choices = [every, *districts]  # type: ignore[attr-defined]
        self.fields["officer"].choices = [every, *officers]  # type: ignore[attr-defined]


class SheetFilter(Form):
    """Which village, and until which day."""

    district = ChoiceField(label=_("District"))
    settlement = ChoiceField(label=_("Settlement"), required=False)

    def __init__(
        self, *args: Any, districts: Sequence[Any], settlements: Sequence[Any], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].choices = districts  # type: ignore[attr-defined]
        self.fields["settlement"].choices = [("", _("All")), *settlements]  # type: ignore[attr-defined]

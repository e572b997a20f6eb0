"""Forms of proposals: new terms, write-offs, what is given up, and the decision on each."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dayaq.credit.domain.events import NewInstalment
from dayaq.credit.models import ArrearsRule, Cause, ReliefKind, RescheduleKind
from dayaq.credit.services.arrears import NewTerms
from dayaq.kernel.errors import Refused
from dayaq.kernel.money import format_minor, parse_minor
from dayaq.kernel.web.fields import (
    CheckField,
    ChoiceField,
    DayField,
    MoneyField,
    RadioField,
    TextField,
)
from dayaq.kernel.web.forms import DatedForm, Form

ROW = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\s*[:;,]?\s+(\S.*)")


class RowsField(TextField):
    """Dates and amounts, one a line ("15.09.2026 250,00"); gives rows for the engine."""

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str):
            return value or []
        return [
            self._row(number, line.strip())
            for number, line in enumerate(value.splitlines(), start=1)
            if line.strip()
        ]

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Rows are checked one by one as they are read, and together by the engine."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or not value:
            return value
        return "\n".join(
            f"{row.due_on:%d.%m.%Y} {format_minor(row.principal_minor)}" for row in value
        )

    def _row(self, number: int, line: str) -> NewInstalment:
        found = ROW.fullmatch(line)
        try:
            day, month, year, amount = found.groups() if found else ("", "", "", "")
            due_on = dt.date(int(year), int(month), int(day))
            return NewInstalment(due_on=due_on, principal_minor=parse_minor(amount, "AZN"))
        except (ValueError, Refused) as error:
            raise ValidationError(
                _("Write line %(number)s as a day and an amount, such as 15.09.2026 250,00."),
                code="row",
                params={"number": number},
            ) from error


class RescheduleForm(Form):
    kind = RadioField(label=_("What is proposed"), choices=RescheduleKind.choices)
    cause = ChoiceField(label=_("Cause"), choices=Cause.choices)
    reason = TextField(label=_("What happened"), max_length=500, rows=3)
    first_due_on = DayField(label=_("Next instalment falls due on"), future=True)
    instalments = forms.IntegerField(
        label=_("Number of new instalments"),
        help_text=_("Leave empty to keep as many as remain."),
        required=False,
        min_value=1,
        max_value=120,
    )
    rows = RowsField(
        label=_("Or each new date and its part of the amount lent, one a line"),
        help_text=_("For example 15.09.2026 250,00. Together they are all that is still owed."),
        required=False,
        max_length=4000,
        rows=4,
    )
    arrears = ChoiceField(
        label=_("What is overdue"),
        choices=ArrearsRule.choices,
        initial=ArrearsRule.MOVE,
        required=False,
    )
    with_interest = CheckField(
        label=_("A pause bears interest for its time (only a loan with interest)"), required=False
    )

    def clean(self) -> dict[str, Any]:
        """The rows say the first day themselves."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("rows"):
            self.errors.pop("first_due_on", None)
            data["first_due_on"] = data["rows"][0].due_on
        return data

    def terms(self) -> NewTerms:
        data = self.cleaned_data
        return NewTerms(
            rows=data["rows"],
            arrears=data["arrears"] or ArrearsRule.MOVE,
            with_interest=data["with_interest"],
        )


class ReliefForm(DatedForm):
    kind = RadioField(label=_("What is given up"), choices=ReliefKind.choices)
    amount_minor = MoneyField(
        label=_("Amount"),
        help_text=_("Leave empty for all of it. A grant is always all of the rest."),
        min_minor=1,
        required=False,
    )
    cause = ChoiceField(label=_("Cause"), choices=Cause.choices)
    reason = TextField(label=_("What happened"), max_length=500, rows=3)


class WriteOffForm(DatedForm):
    cause = ChoiceField(label=_("Cause"), choices=Cause.choices)
    reason = TextField(label=_("What happened and what was tried"), max_length=500, rows=4)
    is_forgiven = CheckField(
        label=_("The debt is forgiven altogether: nothing will be asked for later"),
        required=False,
    )


class ProposalForm(DatedForm):
    answer = RadioField(
        label=_("Decision"), choices=[("approve", _("Approve")), ("refuse", _("Refuse"))]
    )
    note = TextField(label=_("Note"), max_length=500, required=False, rows=2)

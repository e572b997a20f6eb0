"""Forms of the books."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.models import Organisation
from dayaq.kernel.web.fields import (
    CheckField,
    ChoiceField,
    CodeField,
    DayField,
    LineField,
    MoneyField,
    TextField,
)
from dayaq.kernel.web.forms import Form
from dayaq.ledger.models import Account
from dayaq.ledger.web.fund_forms import CURRENCIES


class WindowForm(Form):
    code = forms.SlugField(
        label=_("Short code"), max_length=30, help_text=_("Small letters, such as ada.")
    )
    name = LineField(label=_("Name"), max_length=120)
    donor = forms.ModelChoiceField(label=_("Donor"), queryset=Organisation.objects.none())
    agreement_number = LineField(label=_("Agreement number"), max_length=60, required=False)
    currency = ChoiceField(label=_("Currency of the agreement"), choices=CURRENCIES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["donor"].queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            kind__in=[Organisation.Kind.DONOR, Organisation.Kind.AUTHORITY]
        ).order_by("name")


class CashForm(Form):
    amount_minor = MoneyField(label=_("Amount"), min_minor=1)
    slip = CodeField(label=_("Number of the slip or cheque"), max_length=40)
    on = DayField(label=_("Day"), past=True)


class PeriodForm(Form):
    """The days of a statement; it is sent by GET and changes nothing."""

    basis = ChoiceField(
        label=_("By which day"), required=False,
        choices=[("posted", _("day of booking")), ("value", _("value date"))],
    )  # fmt: skip
    code = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = {"from": _("From"), "to": _("To")}
        fields = {name: DayField(label=label) for name, label in days.items()}
        self.fields = {**fields, **self.fields}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        frm, to = values.get("from"), values.get("to")
        if frm and to and to < frm:
            self.add_error("to", _("The last day is before the first."))
        return values


class NewAccountForm(Form):
    code = LineField(
        label=_("Short code"), max_length=80,
        help_text=_("Small letters, figures and dots, such as expense.postage."),
    )  # fmt: skip
    kind = ChoiceField(label=_("Kind"), choices=Account.Kind.choices)
    name = LineField(label=_("Name"), max_length=80)
    external_code = LineField(
        label=_("Code in your own chart of accounts"), max_length=30, required=False
    )


class AccountForm(Form):
    name = LineField(label=_("Name"), max_length=80, required=False)
    external_code = LineField(
        label=_("Code in your own chart of accounts"), max_length=30, required=False
    )
    is_closed = CheckField(label=_("Closed: takes no further posting"), required=False)


class CloseForm(Form):
    starts_on = forms.DateField(widget=forms.HiddenInput)


class ReopenForm(Form):
    reason = TextField(label=_("Why is it reopened?"), max_length=300)
    alone = CheckField(
        label=_("Nobody else is there: reopen it now, to be countersigned within 7 days"),
        required=False,
    )


class SignForm(Form):
    """Only the button."""

"""Forms of the books."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.models import Organisation
from dayaq.kernel.web.fields import ChoiceField, CodeField, DayField, LineField, MoneyField
from dayaq.kernel.web.forms import Form
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

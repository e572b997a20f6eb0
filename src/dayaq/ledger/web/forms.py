"""Forms of the books."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.access.models import Organisation
from dayaq.kernel.web.fields import CodeField, DayField, LineField, MoneyField
from dayaq.kernel.web.forms import Form
from dayaq.ledger.queries import windows


class WindowForm(Form):
    code = forms.SlugField(
        label=_("Short code"), max_length=30, help_text=_("Small letters, such as ada.")
    )
    name = LineField(label=_("Name"), max_length=120)
    donor = forms.ModelChoiceField(label=_("Donor"), queryset=Organisation.objects.none())
    agreement_number = LineField(label=_("Agreement number"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["donor"].queryset = Organisation.objects.filter(  # type: ignore[attr-defined]
            kind__in=[Organisation.Kind.DONOR, Organisation.Kind.AUTHORITY]
        ).order_by("name")


class ContributionForm(Form):
    window = forms.ChoiceField(label=_("Fund window"))
    amount_minor = MoneyField(label=_("Amount"), min_minor=1)
    reference = CodeField(label=_("Number of the bank statement or transfer"), max_length=40)
    on = DayField(label=_("Day of receipt"), past=True)

    def __init__(self, *args: Any, programme_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["window"].choices = [  # type: ignore[attr-defined]
            (window.code, window.name) for window in windows(programme_id)
        ]


class CashForm(Form):
    amount_minor = MoneyField(label=_("Amount"), min_minor=1)
    slip = CodeField(label=_("Number of the slip or cheque"), max_length=40)
    on = DayField(label=_("Day"), past=True)

"""The question of the what-if page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.web.fields import DayField, MoneyField, RadioField
from dayaq.kernel.web.forms import Form


class WhatIfForm(Form):
    """What is supposed; sent by GET, so that the answer can be linked to and printed."""

    kind = RadioField(
        label=_("What if"),
        choices=[
            ("pay", _("An amount is paid on a day")),
            ("payoff", _("The whole loan is repaid on a day")),
            ("pause", _("Nothing is asked for during some months")),
            ("spread", _("What is owed is spread over a number of instalments")),
        ],
    )
    amount_minor = MoneyField(label=_("Amount paid"), min_minor=1, required=False)
    paid_on = DayField(label=_("Paid on"), required=False)
    months = forms.IntegerField(
        label=_("Months of pause"), min_value=1, max_value=24, required=False
    )
    instalments = forms.IntegerField(
        label=_("Number of new instalments"), min_value=1, max_value=120, required=False
    )

    NEEDED = {
        "pay": ("amount_minor", "paid_on"),
        "payoff": ("paid_on",),
        "pause": ("months",),
        "spread": ("instalments",),
    }

    def clean(self) -> dict[str, Any]:
        """What the chosen question needs is asked for by name."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for name in self.NEEDED.get(data.get("kind", ""), ()):
            if data.get(name) is None and name not in self.errors:
                self.add_error(name, _("Fill this in. It cannot be left empty."))
        return data

"""Forms of the monthly provision."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from dayaq.credit.models import LoanProduct, ProvisionTable
from dayaq.kernel.web.fields import ChoiceField, DayField, RadioField
from dayaq.kernel.web.forms import Form


class ProvisionForm(Form):
    month_end = DayField(label=_("Last day of the month"), past=True)


class TableForm(Form):
    table = RadioField(label=_("Table"), choices=ProvisionTable.choices)
    product_id = ChoiceField(label=_("For which loans"), required=False)

    def __init__(self, *args: Any, programme_id: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        products = LoanProduct.objects.filter(programme_id=programme_id).order_by("code")
        self.fields["product_id"].choices = [  # type: ignore[attr-defined]
            ("", _("All loans of the programme")),
            *((str(one.pk), f"{one.title} ({one.code})") for one in products),
        ]

"""By which table losses are provided for."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from dayaq.credit.models import ProvisionRule, ProvisionTable


def tables_on(programme_id: UUID, on: dt.date) -> dict[UUID | None, str]:
    """The table of every product that has its own on a day, and under None the programme's."""
    chosen = ProvisionRule.objects.filter(programme_id=programme_id, starts_on__lte=on)
    found: dict[UUID | None, str] = {None: ProvisionTable.SA_DHAN.value}
    found.update(chosen.order_by("starts_on", "id").values_list("product_id", "table"))
    return found

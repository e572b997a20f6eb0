"""Stored loan events as the engine reads them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from dayaq.credit.domain import events as e
from dayaq.credit.domain.allocation import Component

if TYPE_CHECKING:
    from dayaq.credit.models import LoanEvent, RescheduleRequest


def as_domain(row: LoanEvent) -> e.Event:  # noqa: C901, PLR0911, PLR0912 - one line for each kind
    """The engine's event of a stored row; its id is the row's, its order that of recording."""
    data: dict[str, Any] = row.data
    head: dict[str, Any] = {
        "id": str(row.pk),
        "value_on": row.value_on,
        "sequence": row.seq,
        "recorded_on": row.recorded_on,
    }
    match row.kind:
        case "disbursed":
            return e.Disbursed(**head, amount_minor=_amount(row))
        case "paid":
            return e.Paid(**head, amount_minor=_amount(row), payoff=bool(data.get("payoff")))
        case "recovered":
            return e.Recovered(**head, amount_minor=_amount(row))
        case "refunded":
            return e.Refunded(**head, amount_minor=_amount(row))
        case "reversed":
            return e.Reversed(**head, of=str(row.reverses_id))
        case "rescheduled":
            return e.Rescheduled(
                **head,
                instalments=data.get("instalments"),
                first_due=_day(data.get("first_due")),
                rows=tuple(
                    e.NewInstalment(
                        due_on=dt.date.fromisoformat(one["due_on"]),
                        principal_minor=one["principal_minor"],
                    )
                    for one in data.get("rows", ())
                ),
                arrears=e.Arrears(data.get("arrears", e.Arrears.MOVE)),
            )
        case "paused":
            return e.Paused(
                **head,
                from_on=dt.date.fromisoformat(data["from_on"]),
                to_on=dt.date.fromisoformat(data["to_on"]),
                with_interest=bool(data.get("with_interest")),
            )
        case "written_off":
            return e.WrittenOff(**head, amount_minor=row.amount_minor)
        case "part_forgiven":
            return e.Forgiven(**head, amount_minor=row.amount_minor)
        case "forgiven" | "granted":
            return e.ConvertedToGrant(**head, amount_minor=row.amount_minor)
        case "handed_over":
            return e.HandedOver(**head)
        case "fee_charged":
            return e.FeeCharged(
                **head,
                amount_minor=_amount(row),
                component=Component(data["component"]),
                due_on=_day(data.get("due_on")),
            )
        case "waived":
            return e.Waived(
                **head, amount_minor=row.amount_minor, component=Component(data["component"])
            )
    raise AssertionError(f"no engine event is called {row.kind}")


def proposed(request: RescheduleRequest, on: dt.date) -> dict[str, Any]:
    """The stored event that proposed terms come to, when they are approved on `on`."""
    data: dict[str, Any] = {"cause": request.cause}
    if request.kind == "pause":
        kind = "paused"
        data |= {
            "from_on": on.isoformat(),
            "to_on": (request.first_due_on - dt.timedelta(days=1)).isoformat(),
            "with_interest": request.with_interest,
        }
    else:
        kind = "rescheduled"
        data |= {
            "instalments": request.instalments,
            "first_due": request.first_due_on.isoformat(),
            "arrears": request.arrears,
        }
        if request.rows:
            data["rows"] = request.rows
    return {"kind": kind, "value_on": on, "key": f"reschedule:{request.pk}", "data": data}


def _amount(row: LoanEvent) -> int:
    assert row.amount_minor is not None, row.kind  # noqa: S101 - the service gave it
    return row.amount_minor


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None

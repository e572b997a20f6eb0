"""The answers of the product form as terms, and terms as the answers that give them again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dayaq.credit.domain.allocation import Component, Due, order_from_pairs
from dayaq.credit.domain.codec import order_to_data
from dayaq.credit.models import ProductVersion
from dayaq.credit.terms_json import product_terms
from dayaq.credit.web.forms.product_choices import FREQUENCIES, OWN

FEE_ROWS = (1, 2)
"""The further charges the form has room for, beside the fee at the payout."""

PLAIN = (
    "interest_grace", "interest_free", "interest_period", "year_basis", "month_basis",
    "instalment_rule", "rate_digits", "rounding", "excess", "early_principal", "payoff",
    "tranche_rule",
)  # fmt: skip
"""Terms whose answer is their value."""

KEPT = (*PLAIN, "interest", "annual_rate", "amortisation", "principal_grace",
        "arrears_grace_days", "partial_periods")  # fmt: skip


def terms_of(data: dict[str, Any]) -> dict[str, Any]:
    """The terms of the product that was asked for; `data` is the form's cleaned data."""
    every, unit = data["every_number"], data["every_unit"]
    if data["every"] != "other":
        every, unit = data["every"].split()
    also: dict[str, Any] = {name: data[name] for name in PLAIN}
    also["partial_periods"] = bool(data["partial_periods"])
    also["allocation"] = _order(data) if data["allocation"] == OWN else data["allocation"]
    if data["interest_after_days"]:
        also["interest_after_days"] = data["interest_after_days"]
    if data["balloon_percent"] or data["amortisation"] == "balloon":
        also["balloon_percent"] = str(data["balloon_percent"])
    also["later_tranches"] = [
        {"percent": str(data[f"{part}_percent"]), "after_days": data[f"{part}_after_days"]}
        for part in ("second", "third")
        if data[f"{part}_percent"]
    ]
    if data["move_to"]:
        weekend = [int(day) for day in data["weekend"].split()]
        also["working_days"] = {"weekend": weekend, "move": data["move_to"]}
    if data["penalty"]:
        also["penalty"] = {
            "basis": data["penalty"],
            **_how_much(data["penalty"], data["penalty_value"]),
            "wait_days": data["penalty_wait_days"],
            "repeat_days": data["penalty_repeat_days"] or None,
        }
    terms = product_terms(
        every=int(every),
        unit=unit,
        multiple_minor=int(data["multiple_minor"]),
        interest=data["interest"],
        annual_rate=data["annual_rate"],
        amortisation=data["amortisation"],
        fee_percent=data["fee_percent"],
        principal_grace=data["principal_grace"],
        arrears_grace_days=data["arrears_grace_days"],
        also=also,
    )
    terms["fees"] += [_charge(data, row) for row in FEE_ROWS if data[f"fee{row}_when"]]
    return terms


OWN_ORDERS = {
    "own_past_due": Due.PAST_DUE,
    "own_due": Due.DUE_TODAY,
    "own_in_advance": Due.ADVANCE,
}
"""The questions of an order of its own, and the instalments each is about."""


def _order(data: dict[str, Any]) -> Any:
    pairs = [
        (due, Component(part)) for name, due in OWN_ORDERS.items() for part in data[name].split()
    ]
    return order_to_data(order_from_pairs(OWN, pairs, vertical=bool(data["own_vertical"])))


def own_order(order: dict[str, Any]) -> dict[str, Any]:
    """The answers that give an order of its own again."""
    stages = [*order["due"], *order["advance"]]
    return {
        "allocation": OWN,
        "own_vertical": any(stage.get("vertical") for stage in stages),
        **{
            name: " ".join(
                part for stage in stages if stage["scope"] == due for part in stage["components"]
            )
            for name, due in OWN_ORDERS.items()
        },
    }


def _charge(data: dict[str, Any], row: int) -> dict[str, Any]:
    when, basis = data[f"fee{row}_when"], data[f"fee{row}_basis"]
    at_payout = when in ("deducted", "paid")
    charge: dict[str, Any] = {
        "name": data[f"fee{row}_name"],
        "when": "disbursement" if at_payout else when,
        "basis": basis,
        **_how_much(basis, data[f"fee{row}_value"]),
        "deducted": when != "paid",
    }
    if when == "on_date":
        charge["after_days"] = data[f"fee{row}_after_days"]
    return charge


def _how_much(basis: str, value: Decimal) -> dict[str, Any]:
    """An amount in minor units, or a percentage."""
    return {"amount_minor": int(value * 100)} if basis == "flat" else {"percent": str(value)}


def initial_of(row: ProductVersion) -> dict[str, Any]:
    """The answers that would give these terms again."""
    terms = row.terms
    often = terms.get("frequency", {"every": 1, "unit": "months"})
    return {
        **{name: terms[name] for name in KEPT if name in terms},
        **_allocation(terms.get("allocation", "standard")),
        **_rhythm(f"{often['every']} {often['unit']}"),
        **_parts(terms.get("later_tranches") or []),
        **_fees(terms.get("fees") or []),
        **_penalty(terms.get("penalty")),
        **_calendar(terms.get("working_days")),
        "min_minor": row.min_minor,
        "max_minor": row.max_minor,
        "min_instalments": row.min_instalments,
        "max_instalments": row.max_instalments,
        "multiple_minor": str(terms.get("multiple_minor", 1)),
        "balloon_percent": terms.get("balloon_percent", "0"),
        "interest_after_days": terms.get("interest_after_days", 0),
        "legal_lender": row.legal_lender,
        "legal_basis": row.legal_basis,
    }


def _rhythm(often: str) -> dict[str, Any]:
    if often in dict(FREQUENCIES):
        return {"every": often}
    number, unit = often.split()
    return {"every": "other", "every_number": int(number), "every_unit": unit}


def _allocation(order: str | dict[str, Any]) -> dict[str, Any]:
    return {"allocation": order} if isinstance(order, str) else own_order(order)


def _parts(later: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, part in zip(("second", "third"), later, strict=False):
        found[f"{name}_percent"] = part["percent"]
        found[f"{name}_after_days"] = part["after_days"]
    return found


def _fees(fees: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {"fee_percent": "0"}
    rest = list(fees)
    if rest and rest[0].get("when", "disbursement") == "disbursement" and "deducted" not in rest[0]:
        found["fee_percent"] = rest.pop(0)["percent"]
    for row, fee in zip(FEE_ROWS, rest, strict=False):
        when = fee.get("when", "disbursement")
        if when == "disbursement":
            when = "deducted" if fee.get("deducted", True) else "paid"
        found |= {
            f"fee{row}_name": fee["name"],
            f"fee{row}_when": when,
            f"fee{row}_basis": fee.get("basis", "flat"),
            f"fee{row}_value": _value(fee),
            f"fee{row}_after_days": fee.get("after_days", 0),
        }
    return found


def _penalty(penalty: dict[str, Any] | None) -> dict[str, Any]:
    if not penalty:
        return {"penalty": ""}
    return {
        "penalty": penalty.get("basis", "percent_of_principal"),
        "penalty_value": _value(penalty),
        "penalty_wait_days": penalty.get("wait_days", 0),
        "penalty_repeat_days": penalty.get("repeat_days") or 0,
    }


def _calendar(days: dict[str, Any] | None) -> dict[str, Any]:
    if not days:
        return {"move_to": ""}
    weekend = " ".join(str(day) for day in days["weekend"])
    return {"move_to": days["move"], "weekend": weekend}


def _value(charge: dict[str, Any]) -> str:
    minor = charge.get("amount_minor")
    return str(Decimal(minor) / 100) if minor else str(charge.get("percent", "0"))

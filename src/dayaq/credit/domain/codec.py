"""Terms and events as plain data (what JSON can hold) and back, without loss.

Days are ISO strings, rates are strings of decimals, codes are strings, rows are lists. An event
carries its kind: `{"kind": "paid", "id": ..., "value_on": "2026-02-28", "amount_minor": 8300}`.
Unknown keys are refused, so that a misspelt term is never silently ignored.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from dayaq.credit.domain import events as e
from dayaq.credit.domain.allocation import ORDERS, AllocationOrder, order_named
from dayaq.credit.domain.errors import UnreadableData
from dayaq.credit.domain.terms import LoanTerms

Data = dict[str, Any]

EVENTS: dict[str, type[e.Event]] = {
    re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower(): kind
    for kind in (
        e.Disbursed,
        e.Paid,
        e.Reversed,
        e.Rescheduled,
        e.Paused,
        e.WrittenOff,
        e.Recovered,
        e.Forgiven,
        e.ConvertedToGrant,
        e.HandedOver,
        e.FeeCharged,
        e.Waived,
        e.Refunded,
    )
}
_KINDS = {kind: name for name, kind in EVENTS.items()}


def terms_to_data(terms: LoanTerms) -> Data:
    """The terms as plain data, every term written out."""
    data: Data = _encode(terms)
    return data


def order_to_data(order: AllocationOrder) -> Any:
    """An order as plain data: the name of one of the known orders, or its stages."""
    return _encode(order)


def terms_from_data(data: Mapping[str, Any]) -> LoanTerms:
    """The terms that `terms_to_data` wrote; terms left out take their default.

    Raises UnreadableData for an unknown key or a value of the wrong kind, and a TermsError for
    terms that contradict themselves.
    """
    terms: LoanTerms = _decode(LoanTerms, data, "terms")
    return terms


def event_to_data(event: e.Event) -> Data:
    """An event as plain data, with its kind."""
    return {"kind": _KINDS[type(event)], **_encode(event)}


def event_from_data(data: Mapping[str, Any]) -> e.Event:
    """The event that `event_to_data` wrote. Raises UnreadableData or an EventError."""
    rest = dict(data)
    kind = EVENTS.get(rest.pop("kind", None))
    if kind is None:
        raise UnreadableData(where="kind", value=data.get("kind"))
    event: e.Event = _decode(kind, rest, "event")
    return event


def _encode(value: Any) -> Any:
    if isinstance(value, AllocationOrder) and ORDERS.get(value.name) == value:
        return value.name
    if is_dataclass(value):
        return {f.name: _encode(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if isinstance(value, frozenset):
        return [_encode(item) for item in sorted(value)]
    return value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _decode(kind: Any, value: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin is UnionType:
        if value is None and NoneType in get_args(kind):
            return None
        kind = next(one for one in get_args(kind) if one is not NoneType)
        return _decode(kind, value, where)
    if origin in (tuple, frozenset):
        if not isinstance(value, (list, tuple)):
            raise UnreadableData(where=where, value=value)
        return origin(_decode(get_args(kind)[0], item, where) for item in value)
    if kind is AllocationOrder and isinstance(value, str):
        return order_named(value)
    if is_dataclass(kind):
        return _decode_fields(kind, value, where)
    return _decode_plain(kind, value, where)


def _decode_fields(kind: Any, value: Any, where: str) -> Any:
    hints = _hints(kind)
    names = {f.name for f in fields(kind)}
    if not isinstance(value, Mapping):
        raise UnreadableData(where=where, value=value)
    if unknown := set(value) - names:
        raise UnreadableData(where=where, value=", ".join(sorted(unknown)))
    found = {name: _decode(hints[name], item, name) for name, item in value.items()}
    try:
        return kind(**found)
    except TypeError as missing:
        raise UnreadableData(where=where, value=missing) from missing


def _decode_plain(kind: Any, value: Any, where: str) -> Any:
    try:
        if kind is date:
            return date.fromisoformat(value)
        if kind is Decimal:
            return Decimal(value)
        if issubclass(kind, Enum):
            return kind(value)
    except (ValueError, ArithmeticError, TypeError) as wrong:
        raise UnreadableData(where=where, value=value) from wrong
    if type(value) is not kind:
        raise UnreadableData(where=where, value=value)
    return value

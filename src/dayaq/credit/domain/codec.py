"""Terms and events as plain data (what JSON can hold) and back, without loss.

Days are ISO strings, rates are strings of decimals, codes are strings, rows are lists. An event
carries its kind: `{"kind": "paid", "id": ..., "value_on": "2026-02-28", "amount_minor": 8300}`.
Unknown keys are refused, so that a misspelt term is never silently ignored.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache, partial
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


def _decode(kind: Any, value: Any, where: str) -> Any:
    return _decoder(kind)(value, where)


Decoder = Callable[[Any, str], Any]
"""Makes of plain data, found at a named place, what a kind stands for."""


@cache
def _decoder(kind: Any) -> Decoder:
    """How values of a kind are read, found out once: a loan reads some fifty."""
    origin = get_origin(kind)
    if origin is UnionType:
        inner = _decoder(next(one for one in get_args(kind) if one is not NoneType))
        return partial(_decode_optional, inner) if NoneType in get_args(kind) else inner
    if origin in (tuple, frozenset):
        return partial(_decode_many, origin, _decoder(get_args(kind)[0]))
    if kind is AllocationOrder:
        return _decode_order
    if is_dataclass(kind):
        return partial(_decode_fields, kind)
    return partial(_decode_plain, kind)


@cache
def _decoders(kind: Any) -> dict[str, Decoder]:
    """The decoders of the fields of a dataclass."""
    hints = get_type_hints(kind)
    return {f.name: _decoder(hints[f.name]) for f in fields(kind)}


def _decode_optional(inner: Decoder, value: Any, where: str) -> Any:
    return None if value is None else inner(value, where)


def _decode_many(kind: type, inner: Decoder, value: Any, where: str) -> Any:
    if not isinstance(value, (list, tuple)):
        raise UnreadableData(where=where, value=value)
    return kind(inner(item, where) for item in value)


def _decode_order(value: Any, where: str) -> Any:
    if isinstance(value, str):
        return order_named(value)
    return _decode_fields(AllocationOrder, value, where)


def _decode_fields(kind: Any, value: Any, where: str) -> Any:
    decoders = _decoders(kind)
    if not isinstance(value, Mapping):
        raise UnreadableData(where=where, value=value)
    if unknown := value.keys() - decoders.keys():
        raise UnreadableData(where=where, value=", ".join(sorted(unknown)))
    found = {name: decoders[name](item, name) for name, item in value.items()}
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

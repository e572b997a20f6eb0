"""The table of who may do what: each room adds its rows, tests walk every one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dayaq.kernel.access.roles import Role


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing that may be done: `name` is "room.verb"."""

    name: str
    roles: frozenset[Role]
    label: Any


_TABLE: dict[str, Capability] = {}


def capability(name: str, *roles: Role, label: Any) -> str:
    """Say which roles may do `name`; returns the name."""
    row = Capability(name, frozenset(roles), label)
    if _TABLE.setdefault(name, row) != row:
        raise ValueError(f"the capability {name} is declared twice")
    return name


def capabilities() -> Mapping[str, Capability]:
    """The whole table."""
    return _TABLE


def roles_for(name: str) -> frozenset[Role]:
    """The roles that may do `name`.

    :raises KeyError: if no room declared it: an unknown capability is a fault, not a refusal
    """
    return _TABLE[name].roles

"""In which order a payment settles what is owed: the orders as data.

A payment runs through the stages of its order. A stage names the instalments it looks at (by
their due date against the day of the payment), the components it settles and the direction:
horizontally it finishes one instalment before the next, vertically one component over all
instalments before the next component. The orders are those of the classic loan engines
(`docs/credit-engine.md` lists them with a worked example).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from dayaq.credit.domain.errors import BadAllocation


class Component(StrEnum):
    """The four parts of an instalment."""

    PENALTY = "penalty"
    FEE = "fee"
    INTEREST = "interest"
    PRINCIPAL = "principal"


class Due(StrEnum):
    """Which instalments a stage looks at, seen from the day of the payment."""

    PAST_DUE = "past_due"
    DUE_TODAY = "due"
    DUE = "past_due_or_due"
    ADVANCE = "in_advance"


class Excess(StrEnum):
    """What happens to money beyond what is due.

    NEXT_INSTALMENTS: the coming instalments in order, as the allocation order says.
    LAST_INSTALMENT: the coming instalments from the last one back (shortens the loan).
    PRINCIPAL: the principal of the coming instalments in order.
    EVENLY: the coming instalments in equal parts, the rest to the last of them.
    CREDIT: kept as a credit until the next instalment falls due.
    """

    NEXT_INSTALMENTS = "next_instalments"
    LAST_INSTALMENT = "last_instalment"
    PRINCIPAL = "principal"
    EVENLY = "evenly"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class Stage:
    """One pass over some instalments."""

    scope: Due
    components: tuple[Component, ...]
    vertical: bool = False


@dataclass(frozen=True, slots=True)
class AllocationOrder:
    """A named sequence of stages; what is due, and what is not due yet.

    `due_charges_first` settles charges whose own day has come before anything else of an
    instalment that is not due yet.
    """

    name: str
    due: tuple[Stage, ...]
    advance: tuple[Stage, ...]
    due_charges_first: bool = False

    def __post_init__(self) -> None:
        for kind in (Due.PAST_DUE, Due.DUE_TODAY):
            settled = {
                component
                for stage in self.due
                if stage.scope in (kind, Due.DUE)
                for component in stage.components
            }
            if settled != set(Component):
                raise BadAllocation(remedy=f"name all four components for what is {kind}")
        if any(stage.scope is not Due.ADVANCE for stage in self.advance):
            raise BadAllocation(remedy="the stages in advance look at coming instalments only")
        settled = {component for stage in self.advance for component in stage.components}
        if settled != set(Component):
            raise BadAllocation(remedy="name all four components for coming instalments")


_P, _F, _I, _C = Component.PENALTY, Component.FEE, Component.INTEREST, Component.PRINCIPAL


def _order(
    name: str,
    due: Sequence[tuple[Component, ...]],
    advance: Sequence[tuple[Component, ...]] | None = None,
    *,
    vertical: bool = False,
    due_charges: bool = False,
) -> AllocationOrder:
    return AllocationOrder(
        name,
        tuple(Stage(Due.DUE, part, vertical) for part in due),
        tuple(Stage(Due.ADVANCE, part, vertical) for part in (advance or due)),
        due_charges,
    )


#: The orders by name; "standard" is the default of the house.
ORDERS = {
    order.name: order
    for order in (
        _order("standard", [(_P, _F, _I, _C)]),
        _order("interest_principal_penalty_fee", [(_I, _C, _P, _F)]),
        _order("principal_interest_penalty_fee", [(_C, _I, _P, _F)]),
        _order("excess_to_principal", [(_P, _F, _I, _C)], [(_C,), (_P, _F, _I)]),
        _order("principal_first", [(_C, _I, _F, _P)]),
        _order("charges_of_all_overdue_first", [(_P, _F, _I), (_C,)], [(_P, _F, _I, _C)]),
        _order("early_to_principal", [(_I, _C, _P, _F)], [(_C,), (_I, _P, _F)]),
        _order("advance_principal_first", [(_P, _F, _I, _C)], [(_C, _P, _F, _I)], due_charges=True),
        _order("penalty_interest_principal_fee", [(_P, _I, _C, _F)], due_charges=True),
        _order("standard_vertical", [(_P, _F, _I, _C)], vertical=True),
    )
}


def order_named(name: str) -> AllocationOrder:
    """The order of that name; raises BadAllocation when there is none."""
    try:
        return ORDERS[name]
    except KeyError:
        raise BadAllocation(remedy=f"{name!r} is none of {', '.join(ORDERS)}") from None


def order_from_pairs(
    name: str, pairs: Sequence[tuple[Due, Component]], *, vertical: bool = False
) -> AllocationOrder:
    """An order from a permutation of (past due, due, in advance) times the four components.

    Horizontally the pairs of one due type are one stage, in the order in which each type first
    appears; vertically every pair is a stage of its own.
    """
    stages: list[Stage] = []
    if vertical:
        stages = [Stage(due, (component,), vertical=True) for due, component in pairs]
    else:
        for due in dict.fromkeys(due for due, _ in pairs):
            parts = tuple(component for other, component in pairs if other is due)
            stages.append(Stage(due, parts))
    return AllocationOrder(
        name,
        tuple(stage for stage in stages if stage.scope is not Due.ADVANCE),
        tuple(stage for stage in stages if stage.scope is Due.ADVANCE),
    )

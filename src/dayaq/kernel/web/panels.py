"""Where the rooms hang what the shell shows: navigation, Today, the person page, search.

The shell composes pages without knowing the rooms; a room registers in its `web/panels.py`,
which its AppConfig imports in `ready()`. Every entry names the capability it needs, and the
lists below give an actor only what the actor may see.

    today("collections_due", "credit.collect", 10, collections_due)

    @person_panel(30, "credit.view")
    def loans(actor, person_id, clock): ...
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, Protocol, TypeVar
from uuid import UUID

from django.utils.translation import gettext_lazy

from dayaq.kernel.clock import Clock
from dayaq.kernel.web.parts import Item, Link, Table, Tag

Text = Any
"""A text or a lazy translation of one."""

StepState = Literal["done", "current", "waiting", "skipped"]


class Sees(Protocol):
    """What the shell needs to know of an actor (kernel.access.actor.Actor)."""

    def can(self, capability: str, /) -> bool: ...


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the navigation; `capability` may be None for everybody signed in."""

    order: int
    label: Text
    url_name: str
    capability: str | None
    section: str = ""

    @property
    def group(self) -> Text:
        """The heading it stands under; the first entries stand under none."""
        tens = self.order // 10
        return NAV_GROUPS.get(7 if tens == 8 else tens, "")


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One thing that asks for attention, with a link to the page where it is done."""

    text: Text
    url: str
    due_on: dt.date | None = None
    overdue: bool = False
    detail: Text = ""


@dataclass(frozen=True, slots=True)
class TaskGroup:
    """Things of one kind that ask for attention: how many, where all are, the first of them."""

    title: Text
    count: int
    url: str
    rows: Sequence[TaskRow] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """What most panels are made of, drawn in this order."""

    items: Sequence[Item] = ()
    tables: Sequence[Table] = ()
    text: Text = ""
    links: Sequence[Link] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """A section of a page: its parts, or a `template` drawn with `context` (and `panel`) only."""

    title: Text
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)
    url: str = ""
    parts: Parts = Parts()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a person's way through the programme."""

    label: Text
    state: StepState
    url: str = ""
    detail: Text = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The card on top of a person's page."""

    name: str
    code: str
    items: Sequence[Item] = ()
    tags: Sequence[Tag] = ()
    actions: Sequence[Link] = ()
    alerts: Sequence[Text] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a search found; `kind` names its group ("Persons", "Loans")."""

    label: Text
    detail: Text
    url: str
    kind: Text


NAV_GROUPS: Mapping[int, Text] = {
    1: gettext_lazy("People"),
    2: gettext_lazy("Training"),
    3: gettext_lazy("Lending"),
    5: gettext_lazy("Money and books"),
    6: gettext_lazy("Network"),
    7: gettext_lazy("Programme and reports"),
    9: gettext_lazy("Administration"),
}
"""What the entries of the navigation are headed by: the tens of their order; 8 belongs to 7."""

TodayFn = Callable[[Any, Clock], TaskGroup | None]
PersonPanelFn = Callable[[Any, UUID, Clock], Panel | None]
PersonStepFn = Callable[[Any, UUID, Clock], Step | None]
PersonHeaderFn = Callable[[Any, UUID, Clock], Header | None]
SearchFn = Callable[[Any, str], Sequence[Hit]]
DashboardFn = Callable[[Any, Clock], Panel | None]
AdvanceFn = Callable[[dt.date], object]  # returns what to tell the person
AssumptionsFn = Callable[[], Sequence[Item]]

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Entry(Generic[F]):
    """A registered function, its place in the order and the capability it needs."""

    order: int
    key: str
    capability: str | None
    fn: F


NAV: list[NavItem] = []
TODAY: list[Entry[TodayFn]] = []
PERSON_PANELS: list[Entry[PersonPanelFn]] = []
PERSON_STEPS: list[Entry[PersonStepFn]] = []
SEARCH: list[Entry[SearchFn]] = []
DASHBOARD: list[Entry[DashboardFn]] = []
_HOOKS: dict[str, Callable[..., Any]] = {}


def nav(order: int, label: Text, url_name: str, capability: str | None, section: str = "") -> None:
    """Put a page into the navigation. `section` is the first part of the paths it marks."""
    item = NavItem(order, label, url_name, capability, section)
    NAV[:] = sorted([*(old for old in NAV if old.url_name != url_name), item], key=_order)


def today(key: str, capability: str | None, order: int, fn: Any = None) -> Any:
    """Put a group of tasks on the Today page."""
    return _register(TODAY, order, capability, fn, key)


def person_panel(order: int, capability: str | None, fn: Any = None) -> Any:
    """Put a section on the person's page."""
    return _register(PERSON_PANELS, order, capability, fn)


def person_step(order: int, fn: Any = None) -> Any:
    """Put a step on the workflow bar of the person's page."""
    return _register(PERSON_STEPS, order, None, fn)


def search(order: int, capability: str | None, fn: Any = None) -> Any:
    """Add a room's answers to the search in the header."""
    return _register(SEARCH, order, capability, fn)


def dashboard(order: int, capability: str | None, fn: Any = None) -> Any:
    """Put a panel on the dashboard."""
    return _register(DASHBOARD, order, capability, fn)


def person_header(fn: PersonHeaderFn) -> PersonHeaderFn:
    """Say who draws a person's header card; it gives None if the actor may not see them."""
    _HOOKS["person_header"] = fn
    return fn


def demo_advance(fn: AdvanceFn) -> AdvanceFn:
    """Say who plays the demonstration on to a later day."""
    _HOOKS["demo_advance"] = fn
    return fn


def demo_assumptions(fn: AssumptionsFn) -> AssumptionsFn:
    """Say what the demonstration assumes beyond its sources."""
    _HOOKS["demo_assumptions"] = fn
    return fn


def hook(name: str) -> Callable[..., Any] | None:
    """What was registered by `person_header`, `demo_advance` or `demo_assumptions`."""
    return _HOOKS.get(name)


def navigation(actor: Sees) -> list[NavItem]:
    """The pages the actor may open."""
    return [item for item in NAV if _may(actor, item.capability)]


def task_groups(actor: Sees, clock: Clock) -> list[TaskGroup]:
    """What asks for the actor's attention, in order; empty kinds are left out."""
    groups = [entry.fn(actor, clock) for entry in TODAY if _may(actor, entry.capability)]
    return [group for group in groups if group is not None and group.count]


def person_panels(actor: Sees, person_id: UUID, clock: Clock) -> list[Panel]:
    """The sections of a person's page that the actor may see."""
    found = [
        entry.fn(actor, person_id, clock)
        for entry in PERSON_PANELS
        if _may(actor, entry.capability)
    ]
    return [panel for panel in found if panel is not None]


def person_steps(actor: Sees, person_id: UUID, clock: Clock) -> list[Step]:
    """The steps of a person's way through the programme."""
    found = [entry.fn(actor, person_id, clock) for entry in PERSON_STEPS]
    return [step for step in found if step is not None]


def hits(actor: Sees, text: str) -> dict[str, list[Hit]]:
    """What every room finds for `text`, grouped by kind."""
    groups: dict[str, list[Hit]] = {}
    for entry in SEARCH:
        if _may(actor, entry.capability):
            for hit in entry.fn(actor, text):
                groups.setdefault(str(hit.kind), []).append(hit)
    return groups


def dashboard_panels(actor: Sees, clock: Clock) -> list[Panel]:
    """The dashboard's panels that the actor may see."""
    found = [entry.fn(actor, clock) for entry in DASHBOARD if _may(actor, entry.capability)]
    return [panel for panel in found if panel is not None]


def _register(
    entries: list[Entry[Any]], order: int, capability: str | None, fn: Any, key: str = ""
) -> Any:
    if fn is None:
        return lambda later: _register(entries, order, capability, later, key)
    name = key or f"{fn.__module__}.{fn.__qualname__}"
    kept = [old for old in entries if old.key != name]
    entries[:] = sorted([*kept, Entry(order, name, capability, fn)], key=_order)
    return fn


def _order(entry: NavItem | Entry[Any]) -> int:
    return entry.order


def _may(actor: Sees, capability: str | None) -> bool:
    return capability is None or actor.can(capability)

"""The cast and the setting of the tests: everything is made by the same services the pages call.

Aytən works in Füzuli and owns the cases of these tests; Rəşad works in another district and
must see nothing of them. All persons are invented.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from dayaq.kernel.access import services as access
from dayaq.kernel.access.actor import Actor, actor_for
from dayaq.kernel.access.models import Organisation, Place, Programme, User
from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.clock import Clock
from dayaq.kernel.events import record
from dayaq.kernel.names import sort_key
from dayaq.ledger import services as ledger

TODAY = dt.date(2011, 3, 15)
CLOCK = Clock.on(TODAY)
AT = CLOCK.now
START = dt.date(2009, 12, 1)
END = dt.date(2012, 5, 31)
MANAT = 100

CAST: dict[Role, str] = {
    Role.FIELD_OFFICER: "Aytən Quliyeva",
    Role.TRAINER: "Kamran Əliyev",
    Role.SOCIAL_WORKER: "Nigar Rzayeva",
    Role.CASHIER: "Səbinə Həsənli",
    Role.ACCOUNTANT: "Vüqar Nəsirov",
    Role.COMMITTEE_MEMBER: "Tural İbrahimov",
    Role.COMMITTEE_SECRETARY: "Günay Şirinova",
    Role.PROJECT_MANAGER: "Fərid Məlikov",
    Role.PROGRAMME_OFFICER: "Leyla Axundova",
    Role.MONITORING: "İlqar Babayev",
    Role.AUTHORITY: "Orxan Talıbov",
    Role.DONOR: "Helga Brandl",
    Role.STATE_PARTNER: "Rəna Cəfərli",
    Role.ADMINISTRATOR: "Murad Sadıqov",
}


def organisation(name: str = "NGO Çıraq", kind: str = "ngo") -> Organisation:
    """An organisation by its name; the same name is the same one."""
    return Organisation.objects.get_or_create(name=name, defaults={"kind": kind})[0]


def district(name: str = "Fuzuli", name_az: str = "Füzuli", code: str = "FZ") -> Place:
    """A district by its code."""
    return Place.objects.get_or_create(
        kind=Place.Kind.DISTRICT,
        code=code,
        defaults={"name": name, "name_az": name_az, "sort_key": sort_key(name_az)},
    )[0]


def other_district() -> Place:
    """The district where nothing of these tests happens."""
    return district("Gazakh", "Qazax", "QZ")


def programme(code: str = "test") -> Programme:
    """The programme of the tests, with open books and two fund windows."""
    found = Programme.objects.filter(code=code).first()
    if found is not None:
        return found
    made = access.create_programme(
        by=None, code=code, name="Reintegration programme", name_az="Reinteqrasiya proqramı",
        starts_on=START, ends_on=END, on=START, at=AT, complaint_phone="+994 12 555 00 00",
    )  # fmt: skip
    ledger.open_books(by=None, programme=made, on=START, at=AT)
    for window, donor in (("ada", "Austrian Development Agency"), ("korea", "Republic of Korea")):
        ledger.open_window(
            by=None, programme=made, code=window, name=donor,
            donor=organisation(donor, "donor"), on=START, at=AT,
        )  # fmt: skip
    return made


def user(
    role: Role,
    *,
    name: str | None = None,
    scope: ScopeKind | None = None,
    districts: list[Place] | None = None,
    organisation_name: str = "NGO Çıraq",
    programme_code: str = "test",
) -> User:
    """Somebody with one role; by default in the scope such a role usually has."""
    setting = programme(programme_code)
    count = User.objects.count()
    made = access.create_account(
        by=None, username=f"{role.value.replace('_', '-')}-{count}", password=None,
        full_name=name or CAST[role], organisation=organisation(organisation_name),
        on=START, at=AT, language="en",
    )  # fmt: skip
    usual = {Role.FIELD_OFFICER: ScopeKind.DISTRICT, Role.TRAINER: ScopeKind.DISTRICT}
    reach = scope or usual.get(role, ScopeKind.ALL)
    access.assign_role(
        by=None, user=made, programme=setting, role=role, scope=reach, starts_on=START,
        districts=districts or ([district()] if reach == ScopeKind.DISTRICT else []),
        on=START, at=AT,
    )  # fmt: skip
    return made


def as_actor(who: User, programme_code: str = "test") -> Actor:
    """What the middleware would put on the request of this person."""
    return actor_for(who, programme(programme_code).pk, TODAY)


def actor(
    role: Role,
    *,
    name: str | None = None,
    scope: ScopeKind | None = None,
    districts: list[Place] | None = None,
    organisation_name: str = "NGO Çıraq",
    programme_code: str = "test",
) -> Actor:
    """An actor of `role`, made anew at every call."""
    who = user(
        role, name=name, scope=scope, districts=districts,
        organisation_name=organisation_name, programme_code=programme_code,
    )  # fmt: skip
    return as_actor(who, programme_code)


def outsider() -> Actor:
    """Rəşad: a field officer of another district, who must see nothing."""
    return actor(Role.FIELD_OFFICER, name="Rəşad Vəliyev", districts=[other_district()])


def fund(amount_minor: int = 100_000 * MANAT, window: str = "ada") -> None:
    """Put a donor's money into the fund."""
    from dayaq.ledger.queries import windows

    accountant = actor(Role.ACCOUNTANT)
    chosen = next(w for w in windows(programme().pk) if w.code == window)
    ledger.receive_contribution(
        by=accountant, window=chosen, amount_minor=amount_minor,
        key=f"{window}-{User.objects.count()}", on=START, at=AT,
    )  # fmt: skip


def an_event(by: Actor) -> UUID:
    """An event to stand behind an entry."""
    return record(
        "ledger.books_opened", by=by, on=TODAY, at=AT, subjects=[("programme", by.programme_id)]
    )

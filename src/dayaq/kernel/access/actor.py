"""Who is acting, in which programme, and how far their sight reaches.

An actor is built once per request or command (one statement) and asked without the database.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q

from dayaq.kernel.access.capabilities import roles_for
from dayaq.kernel.access.roles import Role, ScopeKind
from dayaq.kernel.errors import N_, NotAllowed

if TYPE_CHECKING:
    from dayaq.kernel.access.models import User


@dataclass(frozen=True, slots=True)
class Grant:
    """One assignment in force: a role and how far it reaches."""

    role: Role
    scope: ScopeKind
    district_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Scope:
    """Which records a capability reaches: the union of the grants that carry it."""

    user_id: UUID
    everything: bool = False
    own: bool = False
    organisation_id: UUID | None = None
    district_ids: frozenset[UUID] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.everything or self.own or self.organisation_id or self.district_ids)

    def q(
        self,
        *,
        district: str | None = "district",
        organisation: str | None = "organisation",
        officer: str | None = "officer",
    ) -> Q:
        """The filter for a model, by the paths of its dimensions (None: it has none)."""
        if self.everything:
            return Q()
        reach = Q(pk__in=[])
        if district:
            # One by one: a plan kept for any values makes the list of an IN anew for every row.
            for one in sorted(self.district_ids):
                reach |= Q(**{district: one})
        if self.organisation_id and organisation:
            reach |= Q(**{organisation: self.organisation_id})
        if self.own and officer:
            reach |= Q(**{officer: self.user_id})
        return reach

    def covers(
        self,
        *,
        district_id: UUID | None = None,
        organisation_id: UUID | None = None,
        officer_id: UUID | None = None,
    ) -> bool:
        """Whether a record with these dimensions lies within."""
        return (
            self.everything
            or (district_id is not None and district_id in self.district_ids)
            or (organisation_id is not None and organisation_id == self.organisation_id)
            or (self.own and officer_id == self.user_id)
        )


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting in one programme."""

    user_id: UUID
    name: str
    programme_id: UUID
    organisation_id: UUID | None = None
    language: str = "az"
    grants: tuple[Grant, ...] = field(default=())

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(grant.role for grant in self.grants)

    def can(self, capability: str) -> bool:
        """Whether any role held today carries the capability."""
        return not self.roles.isdisjoint(roles_for(capability))

    def scope(self, capability: str) -> Scope:
        """How far the capability reaches for this person."""
        carrying = [g for g in self.grants if g.role in roles_for(capability)]
        kinds = {grant.scope for grant in carrying}
        districts = frozenset[UUID]().union(
            *(g.district_ids for g in carrying if g.scope == ScopeKind.DISTRICT)
        )
        return Scope(
            user_id=self.user_id,
            everything=ScopeKind.ALL in kinds,
            own=bool(kinds),  # whoever may act at all may act on what is theirs
            organisation_id=self.organisation_id if ScopeKind.ORGANISATION in kinds else None,
            district_ids=districts,
        )

    def require(
        self,
        capability: str,
        *,
        district_id: UUID | None = None,
        organisation_id: UUID | None = None,
        officer_id: UUID | None = None,
    ) -> None:
        """Refuse unless the capability is held and, if a dimension is given, reaches it.

        :raises NotAllowed: with a sentence
        """
        if not self.can(capability):
            raise NotAllowed(N_("Your role does not include this. Ask the programme officer."))
        given = (district_id, organisation_id, officer_id)
        if any(value is not None for value in given) and not self.scope(capability).covers(
            district_id=district_id, organisation_id=organisation_id, officer_id=officer_id
        ):
            raise NotAllowed(N_("This record is outside the districts or cases given to you."))


def actor_for(user: User, programme_id: UUID, on: dt.date) -> Actor:
    """Build the actor from the assignments in force on `on`, stand-ins included."""
    from dayaq.kernel.access.queries import assignments_of

    grants = tuple(
        Grant(Role(row.role), ScopeKind(row.scope), frozenset(row.district_ids))  # type: ignore[attr-defined] # annotated
        for row in assignments_of(user.pk, programme_id, on)
    )
    return Actor(
        user_id=user.pk,
        name=user.full_name,
        programme_id=programme_id,
        organisation_id=user.organisation_id,
        language=user.language,
        grants=grants,
    )

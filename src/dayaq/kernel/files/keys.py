"""Data keys: one per person, wrapped by the master key, destroyed when the person is erased.

Older backups still hold a destroyed key until they are themselves deleted: the time backups
are kept is therefore the longest time erasure takes.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils.translation import gettext as _

from dayaq.kernel import crypto
from dayaq.kernel.errors import NotFound, Refused
from dayaq.kernel.files.models import PersonKey

NOBODY = UUID(int=0)
"""Stands for files that concern no person, such as a donor report."""


def data_key(person_id: UUID | None, *, at: dt.datetime) -> bytes:
    """The data key of the person; made on first use.

    :raises Refused: the person has been erased
    """
    owner = person_id or NOBODY
    row = PersonKey.objects.filter(person_id=owner).first()
    if row is None:
        wrapped = crypto.seal(crypto.new_key(), context=_context(owner))
        fresh = PersonKey(person_id=owner, wrapped=wrapped, created_at=at)
        # Two first files at once: one key wins, and both read that one back.
        PersonKey.objects.bulk_create([fresh], ignore_conflicts=True)
        row = PersonKey.objects.get(person_id=owner)
    if row.wrapped is None:
        raise Refused(_("This person's data have been erased. Nothing new can be kept for them."))
    return crypto.unseal(row.wrapped, context=_context(owner))


def existing_key(person_id: UUID | None) -> bytes:
    """The data key of the person, to read with.

    :raises NotFound: it was destroyed, or never made
    """
    owner = person_id or NOBODY
    row = PersonKey.objects.filter(person_id=owner).first()
    if row is None or row.wrapped is None:
        raise NotFound(_("This file was erased together with the data of its person."))
    return crypto.unseal(row.wrapped, context=_context(owner))


def destroy(person_id: UUID, *, at: dt.datetime) -> None:
    """Make every file of the person unreadable for good. Doing it again changes nothing."""
    if person_id == NOBODY:
        raise ValueError("the key of files that concern nobody is never destroyed")
    changed = PersonKey.objects.filter(person_id=person_id, destroyed_at=None).update(
        wrapped=None, destroyed_at=at
    )
    if not changed:
        # No file yet: the row keeps a later one from being stored.
        PersonKey.objects.bulk_create(
            [PersonKey(person_id=person_id, created_at=at, destroyed_at=at)], ignore_conflicts=True
        )


def rewrap() -> int:
    """Wrap every key under the present master key; return how many were not yet."""
    stale = [
        row
        for row in PersonKey.objects.filter(wrapped__isnull=False).order_by("person_id")
        if row.wrapped is not None and not crypto.sealed_under_current_key(row.wrapped)
    ]
    for row in stale:
        context = _context(row.person_id)
        row.wrapped = crypto.seal(
            crypto.unseal(row.wrapped or b"", context=context), context=context
        )
    PersonKey.objects.bulk_update(stale, ["wrapped"], batch_size=500)
    return len(stale)


def _context(owner: UUID) -> str:
    return f"files.personkey:{owner}"

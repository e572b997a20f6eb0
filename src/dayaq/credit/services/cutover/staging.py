"""A workbook on its way in: staged, its columns named, its borrowers recognised, signed by two.

Whatever changes what would be posted takes the first signature back: both sign the same.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Max

from dayaq.credit.models import Cutover, CutoverStatus, ProductVersion
from dayaq.credit.queries.cutover import NEW, columns_of, examine
from dayaq.credit.services.cutover.posting import post
from dayaq.kernel.access.actor import Actor
from dayaq.kernel.access.models import User
from dayaq.kernel.errors import N_, NotFound, Refused
from dayaq.kernel.events import record
from dayaq.kernel.files.kinds import XLSX
from dayaq.kernel.files.services import store
from dayaq.ledger.queries import windows
from dayaq.people.models import Person


def stage_workbook(
    *,
    by: Actor,
    content: bytes,
    name: str,
    mode: str,
    cutover_on: dt.date,
    product_version_id: UUID,
    officer_id: UUID,
    window: str,
    legal_basis: str,
    stated: Mapping[str, int | None],
    on: dt.date,
    at: dt.datetime,
) -> Cutover:
    """Keep a workbook and read it; nothing else exists because of it.

    :param stated: the owner's control totals by name, in minor units, None where not stated
    :raises Refused: it is no workbook, the day is to come, or a name is unknown
    """
    by.require("credit.cutover")
    if cutover_on > on:
        raise Refused(N_("This day has not come yet."), field="cutover_on")
    version = ProductVersion.objects.filter(
        pk=product_version_id, product__programme_id=by.programme_id
    ).first()
    if version is None or not version.may_lend:
        raise Refused(N_("Choose a loan product that may lend."), field="product")
    if window not in {one.code for one in windows(by.programme_id)}:
        raise Refused(N_("Choose the fund window."), field="window")
    officer = User.objects.filter(pk=officer_id).first()
    if officer is None or officer.organisation_id is None:
        raise Refused(N_("Choose the officer who follows these loans."), field="officer")
    columns = columns_of(content, by.programme_id)
    file = store(content, name=name, content_type=XLSX, by=by, at=at)
    last = Cutover.objects.filter(programme_id=by.programme_id).aggregate(last=Max("number"))
    cutover = Cutover.objects.create(
        programme_id=by.programme_id,
        number=(last["last"] or 0) + 1,
        file=file,
        sha256=hashlib.sha256(content).digest(),
        mode=mode,
        cutover_on=cutover_on,
        product_version=version,
        officer=officer,
        window=window,
        legal_basis=legal_basis,
        columns=columns,
        stated={key: value for key, value in stated.items() if value is not None},
        staged_by_id=by.user_id,
        staged_on=on,
        recorded_at=at,
    )
    _record(by, cutover, "credit.cutover_staged", on, at)
    return cutover


def set_columns(
    *, by: Actor, cutover_id: UUID, columns: Mapping[str, Any], on: dt.date, at: dt.datetime
) -> Cutover:
    """Say in which columns the workbook's fields are; the next workbook begins with them."""
    cutover = _held(by, cutover_id)
    cutover.columns = dict(columns)
    _changed(cutover)
    cutover.save(update_fields=["columns", "status", "first_signed_by", "first_signed_on"])
    _record(by, cutover, "credit.cutover_columns_set", on, at)
    return cutover


def choose_borrowers(
    *, by: Actor, cutover_id: UUID, choices: Mapping[str, str], on: dt.date, at: dt.datetime
) -> Cutover:
    """Say who the borrowers are that the workbook alone does not tell.

    :param choices: loan number to a person's id, or "new" for somebody not registered yet
    :raises Refused: somebody of another programme is named
    """
    cutover = _held(by, cutover_id)
    ids = {UUID(chosen) for chosen in choices.values() if chosen not in ("", NEW)}
    known = Person.objects.filter(
        pk__in=ids, registrations__programme_id=by.programme_id
    ).distinct()
    if known.count() != len(ids):
        raise Refused(N_("Choose a person who is registered in this programme."))
    cutover.choices = {**cutover.choices, **choices}
    _changed(cutover)
    cutover.save(update_fields=["choices", "status", "first_signed_by", "first_signed_on"])
    _record(by, cutover, "credit.cutover_borrowers_chosen", on, at)
    return cutover


def sign(*, by: Actor, cutover_id: UUID, note: str, on: dt.date, at: dt.datetime) -> Cutover:
    """Sign what the page shows; the second person's signature posts it.

    :param note: explains the warnings; needed where there are any
    :raises Refused: errors are left, a warning is not explained, or the same person signs twice
    """
    cutover = _held(by, cutover_id, "credit.sign_cutover")
    seen = examine(cutover)
    if seen.errors:
        raise Refused(
            N_("%(count)s errors are left. Mend them in the workbook and stage it again."),
            params={"count": seen.errors},
        )
    if not seen.book.loans:
        raise Refused(N_("There is no loan in the workbook."))
    cutover.note = note.strip() or cutover.note
    if seen.warnings and not cutover.note:
        raise Refused(N_("Explain the warnings before you sign."), field="note")
    if cutover.first_signed_by_id is None:
        cutover.first_signed_by_id = by.user_id
        cutover.first_signed_on = on
        cutover.status = CutoverStatus.SIGNED
        cutover.save(update_fields=["note", "first_signed_by", "first_signed_on", "status"])
        _record(by, cutover, "credit.cutover_signed", on, at)
        return cutover
    if cutover.first_signed_by_id == by.user_id:
        raise Refused(N_("The second signature is another person's than the first."))
    cutover.second_signed_by_id = by.user_id
    cutover.second_signed_on = on
    cutover.status = CutoverStatus.POSTED
    cutover.totals = dict(seen.checked.totals)
    cutover.save()
    event_id = _record(by, cutover, "credit.cutover_posted", on, at)
    post(by, cutover, seen, on=on, at=at, event_id=event_id)
    return cutover


def undo(*, by: Actor, cutover_id: UUID, on: dt.date, at: dt.datetime) -> Cutover:
    """Give a staged workbook up as a whole; what is posted is mended by reversals instead."""
    cutover = _held(by, cutover_id)
    cutover.status = CutoverStatus.UNDONE
    cutover.undone_by_id = by.user_id
    cutover.undone_on = on
    cutover.save(update_fields=["status", "undone_by", "undone_on"])
    _record(by, cutover, "credit.cutover_undone", on, at)
    return cutover


def _held(by: Actor, cutover_id: UUID, capability: str = "credit.cutover") -> Cutover:
    by.require(capability)
    cutover = (
        Cutover.objects.visible_to(by)
        .select_related("product_version", "file", "officer")
        .select_for_update(of=("self",))
        .filter(pk=cutover_id)
        .first()
    )
    if cutover is None:
        raise NotFound(N_("There is no such record among those you may see."))
    if cutover.status == CutoverStatus.POSTED:
        raise Refused(N_("This workbook is brought over. What is wrong in it is reversed instead."))
    if cutover.status == CutoverStatus.UNDONE:
        raise Refused(N_("This workbook was undone. Stage it again."))
    return cutover


def _changed(cutover: Cutover) -> None:
    cutover.status = CutoverStatus.STAGED
    cutover.first_signed_by = None
    cutover.first_signed_on = None


def _record(by: Actor, cutover: Cutover, verb: str, on: dt.date, at: dt.datetime) -> UUID:
    return record(
        verb,
        by=by,
        on=on,
        at=at,
        subjects=[("cutover", cutover.pk)],
        data={"number": cutover.number},
    )

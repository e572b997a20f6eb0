"""Keep a file, read it, hand it to a browser. The caller asks first who may (access)."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from dayaq.kernel import crypto
from dayaq.kernel.errors import Conflict, NotFound
from dayaq.kernel.files import keys, kinds
from dayaq.kernel.files.models import StoredFile
from dayaq.kernel.ids import uuid7

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor

NAME_LENGTH_MAX = 150


def store(
    content: bytes,
    *,
    name: str,
    content_type: str,
    by: Actor | None,
    at: dt.datetime,
    person_id: UUID | None = None,
    key: str | None = None,
) -> StoredFile:
    """Keep `content`, sealed under the data key of `person_id` (None: it concerns nobody).

    :param name: shown when it is downloaded; sealed too
    :param by: who keeps it; None for the program itself
    :param key: a name for an issued document; the first file under it stays the only one
    :raises Refused: empty, too large, another kind, damaged, or the person is erased
    :raises Conflict: `key` already names a file of other content
    """
    kinds.check(content, content_type)
    data_key = keys.data_key(person_id, at=at)
    digest = hashlib.sha256(content).digest()
    file_id = uuid7()
    stored = StoredFile(
        id=file_id,
        person_id=person_id,
        key=key,
        sealed_name=crypto.seal(
            tidy_name(name).encode(), context=f"files.name:{file_id}", key=data_key
        ),
        content_type=content_type,
        size=len(content),
        sha256=digest,
        ciphertext=crypto.seal(content, context=f"files.content:{file_id}", key=data_key),
        created_by_id=None if by is None else by.user_id,
        recorded_at=at,
    )
    if key is None:
        stored.save(force_insert=True)
        return stored
    try:
        with transaction.atomic():  # a savepoint: the caller's transaction survives the refusal
            stored.save(force_insert=True)
    except IntegrityError:
        first = issued(key)
        if first is None:
            raise
        if bytes(first.sha256) != digest:
            raise Conflict(_("Another document has already been issued under this name.")) from None
        return first
    return stored


def read(stored: StoredFile) -> bytes:
    """The plaintext of the file.

    :raises NotFound: its person was erased
    :raises crypto.Unreadable: it was altered
    """
    data_key = keys.existing_key(stored.person_id)
    return crypto.unseal(stored.ciphertext, context=f"files.content:{stored.id}", key=data_key)


def name_of(stored: StoredFile) -> str:
    """The file's name.

    :raises NotFound: its person was erased
    """
    data_key = keys.existing_key(stored.person_id)
    sealed = crypto.unseal(stored.sealed_name, context=f"files.name:{stored.id}", key=data_key)
    return sealed.decode()


def issued(key: str) -> StoredFile | None:
    """The file issued under `key`, if there is one."""
    return StoredFile.objects.filter(key=key).first()


def get(file_id: UUID) -> StoredFile:
    """The file of this id, with its content.

    :raises NotFound: there is none
    """
    stored = StoredFile.objects.filter(id=file_id).first()
    if stored is None:
        raise NotFound(_("There is no such file."))
    return stored


def file_response(stored: StoredFile, *, inline: bool = False) -> HttpResponse:
    """The file for a browser, which may neither guess its kind nor keep a copy.

    :param inline: let the browser show a PDF instead of saving it
    """
    response = HttpResponse(read(stored), content_type=stored.content_type)
    show = inline and stored.content_type == kinds.PDF
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=not show, filename=name_of(stored)
    ) or ("inline" if show else "attachment")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def tidy_name(name: str) -> str:
    """A file name without folders, control characters or more length than a disk takes.

    >>> tidy_name("../../etc/Zaur\\n şəkil.jpg")
    'Zaur şəkil.jpg'
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(letter for letter in last if letter.isprintable()).strip(" .")
    stem, dot, ending = shown.rpartition(".")
    if dot and len(ending) <= 5:
        return f"{stem[: NAME_LENGTH_MAX - 6]}.{ending}"
    return shown[:NAME_LENGTH_MAX] or "file"

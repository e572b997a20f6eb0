"""Issue a document: made once, kept, and the same bytes ever after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from dayaq.kernel.documents.rendering import render
from dayaq.kernel.files import kinds
from dayaq.kernel.files.models import StoredFile
from dayaq.kernel.files.services import issued, store

if TYPE_CHECKING:
    from dayaq.kernel.access.actor import Actor


def issue(
    name: str,
    data: Mapping[str, Any] | Callable[[], Mapping[str, Any]],
    *,
    key: str,
    subject: str,
    by: Actor | None,
    at: dt.datetime,
    person_id: UUID | None = None,
    language: str = "az",
    large_print: bool = False,
    sample: bool | None = None,
) -> StoredFile:
    """The document of template `name`, issued under `key`; the first issue is the only one.

    :param data: see `render`; a function is called only if nothing was issued yet
    :param key: such as "agreement:<loan id>:1"; language and print size are added to it,
        because a translation is another piece of paper
    :param subject: the code that its file name carries, such as "FZ-0042-7"
    :param person_id: whose erasure makes it unreadable; None for one that concerns nobody
    :raises Refused: see `render` and `files.services.store`
    """
    whole_key = f"{key}:{language}{':large' if large_print else ''}"
    first = issued(whole_key)
    if first is not None:
        return first
    values = data() if callable(data) else data
    pdf = render(name, values, language=language, large_print=large_print, sample=sample)
    return store(
        pdf,
        name=f"{name}-{subject}.pdf",
        content_type=kinds.PDF,
        by=by,
        at=at,
        person_id=person_id,
        key=whole_key,
    )

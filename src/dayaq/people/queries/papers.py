"""What stands on top of every paper that leaves the programme, and the blank paper forms."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from dayaq.kernel.access.models import Organisation, Programme
from dayaq.kernel.documents.data import Letterhead
from dayaq.kernel.documents.data.common import Mark
from dayaq.kernel.languages import in_language


def letterhead(
    programme_id: UUID,
    organisation_id: UUID | None,
    language: str = "az",
    marks: Sequence[Mark] = (),
) -> Letterhead:
    """The programme, the organisation that writes, and the donors' `marks`."""
    programme = Programme.objects.get(pk=programme_id)
    organisation = None
    if organisation_id is not None:
        organisation = Organisation.objects.filter(pk=organisation_id).first()
    return {
        "programme": in_language(programme.name, programme.name_az, language),
        "organisation": in_language(organisation.name, organisation.name_az, language)
        if organisation
        else "",
        "marks": list(marks),
        "complaint_phone": programme.complaint_phone or None,
    }

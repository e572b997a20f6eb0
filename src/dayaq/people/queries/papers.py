"""What stands on top of every paper that leaves the programme, and the blank paper forms."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from dayaq.kernel.access.models import Organisation, Programme
from dayaq.kernel.documents.data import Letterhead
from dayaq.kernel.documents.data.common import Mark


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
    azerbaijani = language == "az"
    name = organisation.name if organisation else ""
    return {
        "programme": (azerbaijani and programme.name_az) or programme.name,
        "organisation": (azerbaijani and organisation and organisation.name_az) or name,
        "marks": list(marks),
        "complaint_phone": programme.complaint_phone or None,
    }

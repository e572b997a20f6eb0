"""The one thing the shell itself records: the language somebody reads in."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings

from dayaq.kernel.access.models import User
from dayaq.kernel.errors import N_, Refused


def choose_language(*, user_id: UUID, language: str) -> None:
    """Show the pages to this user in `language` from now on.

    :raises Refused: for a language without a catalogue
    """
    require_language(language)
    User.objects.filter(pk=user_id).update(language=language)


def require_language(language: str) -> None:
    """:raises Refused: for a language without a catalogue"""
    if language not in dict(settings.LANGUAGES):
        raise Refused(N_("Dayaq does not speak this language yet. Choose another."))

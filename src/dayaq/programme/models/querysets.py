"""What a person may see of the programme's papers: those of their own programme."""

from typing import Self, TypeVar

from django.db import models

from dayaq.kernel.access.actor import Actor

M = TypeVar("M", bound=models.Model)


class ProgrammeQuerySet(models.QuerySet[M]):
    """Rows that carry `programme` themselves."""

    path = "programme_id"

    def visible_to(self, actor: Actor) -> Self:
        """The rows of the actor's programme; none without the capability `programme.view`."""
        if not actor.can("programme.view"):
            return self.none()
        return self.filter(**{self.path: actor.programme_id})


class PhaseChildQuerySet(ProgrammeQuerySet[M]):
    """Rows that belong to the programme through their phase."""

    path = "phase__programme_id"

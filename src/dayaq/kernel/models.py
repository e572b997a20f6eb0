"""Rows of the kernel: the installation, counters, commands and the append-only event log."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping
from typing import Any, Self

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.base import ModelState
from django.utils.translation import gettext_lazy as _

from dayaq.kernel import rows
from dayaq.kernel.epoch import SCHEMA_EPOCH
from dayaq.kernel.filling import fill
from dayaq.kernel.ids import uuid7


@functools.cache
def _names_of(field: models.Field[Any, Any]) -> Mapping[Any, Any]:
    """What the choices of a field are called."""
    return dict(field.flatchoices)


class Row(models.Model):
    """A row with a public id that tells nothing."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)

    class Meta:
        abstract = True

    # Five hooks of Django's; without them everything works as before, slower (ADR 0022).

    def __init__(self, *args: Any, **given: Any) -> None:
        """A new row of named values; Django's own asks every field about every value."""
        if args or not fill(self, given):
            super().__init__(*args, **given)

    @classmethod
    def from_db(  # type: ignore[override] # typed for a later Django
        cls, db: str | None, field_names: Collection[str], values: Collection[Any]
    ) -> Self:
        """What was read becomes a row as it is; Django's own sets each field through `__init__`."""
        one = cls.__new__(cls)
        state = ModelState()
        state.adding = False
        state.db = db
        one.__dict__.update(zip(field_names, values, strict=True), _state=state)
        return one

    def _do_insert(self, manager: Any, using: str, fields: Any, returning: Any, *rest: Any) -> Any:
        if using == DEFAULT_DB_ALIAS and not returning and rows.insert_saved(self, fields):
            return []
        return super()._do_insert(manager, using, fields, returning, *rest)  # type: ignore[misc]

    def _do_update(  # type: ignore[override] # typed for a later Django
        self, base: Any, using: str, pk: Any, values: Any, *rest: Any
    ) -> bool:
        if using == DEFAULT_DB_ALIAS and values and not self._meta.select_on_save:
            done = rows.update_saved(self, values)
            if done is not None:
                return done
        return bool(super()._do_update(base, using, pk, values, *rest))

    def _get_FIELD_display(self, field: models.Field[Any, Any]) -> str:  # noqa: N802 - Django's
        """The choice as people call it; Django's own asks for a translation of every choice."""
        value = getattr(self, field.attname)
        return str(_names_of(field).get(value, value))


class Installation(models.Model):
    """The one row that says what this installation is.

    Demonstration mode is written by `dayaq demo` into an empty database and never changes:
    a trigger refuses it (kernel.guards).
    """

    class Mode(models.TextChoices):
        REAL = "real", _("Real programme")
        DEMONSTRATION = "demonstration", _("Demonstration")

    id = models.SmallIntegerField(primary_key=True, default=1)
    mode = models.CharField(max_length=20, choices=Mode)
    schema_epoch = models.PositiveSmallIntegerField(default=SCHEMA_EPOCH)
    demonstration_on = models.DateField(null=True)
    set_up = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="installation_is_one_row"),
            models.CheckConstraint(
                condition=models.Q(mode="demonstration", demonstration_on__isnull=False)
                | models.Q(mode="real", demonstration_on__isnull=True),
                name="only_a_demonstration_has_a_date_of_its_own",
            ),
        ]

    @property
    def is_demonstration(self) -> bool:
        return self.mode == self.Mode.DEMONSTRATION


class Counter(models.Model):
    """The last number given out for codes of a kind under a prefix."""

    pk = models.CompositePrimaryKey("kind", "prefix")
    kind = models.CharField(max_length=30)
    prefix = models.CharField(max_length=30)
    value = models.BigIntegerField()


class Command(models.Model):
    """A form that has been sent: sending it again leads to the first result."""

    id = models.UUIDField(primary_key=True)
    verb = models.CharField(max_length=80)
    digest = models.BinaryField(max_length=32)
    result_url = models.CharField(max_length=500, default="")
    user_id = models.UUIDField()
    recorded_at = models.DateTimeField()


class Event(models.Model):
    """What somebody did: ids and codes only, never a personal value. Append-only.

    What it concerns stands in `EventSubject`. `seq` has gaps, and one of a transaction that ends
    late comes late: the gap-safe number is the place in the chain (`EventSeal`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    seq = models.BigIntegerField(unique=True, editable=False)  # an identity column
    verb = models.CharField(max_length=80)
    on = models.DateField()
    recorded_at = models.DateTimeField()
    actor_id = models.UUIDField(null=True)
    programme_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["verb", "on"], name="event_by_verb")]


class EventSubject(models.Model):
    """One thing an event concerns."""

    pk = models.CompositePrimaryKey("subject_id", "event_id")
    subject_id = models.UUIDField()
    event_id = models.UUIDField()
    kind = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["event_id"], name="subjects_of_an_event")]


class EventSeal(models.Model):
    """The place of a committed event in the hash chain, given by the sealer. Append-only."""

    position = models.BigIntegerField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    digest = models.BinaryField(max_length=32)


class DemonstrationKey(models.Model):
    """Which row an act of the demonstration made, so that its calendar can play on later."""

    key = models.CharField(max_length=60, primary_key=True)
    row_id = models.UUIDField()

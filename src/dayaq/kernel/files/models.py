"""Rows of the file store."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.errors import constraint
from dayaq.kernel.ids import uuid7
from dayaq.kernel.models import Row

constraint("a_document_is_issued_once", _("This document has been issued already. Open it again."))


class StoredFile(Row):
    """An issued document or an upload. Append-only; the content is sealed under a data key.

    `sealed_name` is sealed too: people name their scans after people. `sha256` is of the
    plaintext, so that a copy on paper's twin can be proved. `key` names an issued document:
    the same key is the same bytes for ever.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person_id = models.UUIDField(null=True, db_index=True)
    key = models.CharField(max_length=200, null=True)  # noqa: DJ001 - unique where given
    sealed_name = models.BinaryField()
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.BinaryField(max_length=32)
    ciphertext = models.BinaryField()
    created_by_id = models.UUIDField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="a_document_is_issued_once"),
            models.CheckConstraint(
                condition=models.Q(size__gt=0), name="a_stored_file_is_not_empty"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.content_type} {self.id}"


class PersonKey(models.Model):
    """The data key of one person, wrapped by the master key.

    Erasing the person empties `wrapped`: every file of theirs becomes unreadable, in place.
    The row of the nil UUID wraps the key of files that concern nobody.
    """

    person_id = models.UUIDField(primary_key=True)
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped__isnull=True, destroyed_at__isnull=False)
                | models.Q(wrapped__isnull=False, destroyed_at__isnull=True),
                name="a_key_is_there_until_it_is_destroyed",
            ),
        ]

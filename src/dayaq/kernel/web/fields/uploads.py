"""Files: bounded in size, and of the kind their first bytes say."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MEGABYTE = 1024 * 1024

SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "jpg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "xlsx": (b"PK\x03\x04",),
    "csv": (b"",),
}
"""How a file of each kind begins: the name alone proves nothing. A list of text may begin
with anything; its reader refuses what is no text."""


class UploadField(forms.FileField):
    """One file of a known kind and a bounded size."""

    def __init__(
        self,
        *,
        kinds: Sequence[str] = ("pdf", "jpg", "png"),
        max_bytes: int = 5 * MEGABYTE,
        **kwargs: Any,
    ) -> None:
        self.kinds = tuple(kinds)
        self.max_bytes = max_bytes
        kwargs.setdefault(
            "widget", forms.FileInput(attrs={"accept": ",".join(f".{k}" for k in kinds)})
        )
        super().__init__(max_length=200, **kwargs)

    def to_python(self, data: Any) -> UploadedFile[bytes] | None:
        file: Any = super().to_python(data)
        if file is None:
            return None
        if (file.size or 0) > self.max_bytes:
            raise ValidationError(
                _("The file is too large. Choose one of %(limit)s MB or less."),
                code="too_large",
                params={"limit": self.max_bytes // MEGABYTE},
            )
        suffix = PurePath(file.name or "").suffix.lower().lstrip(".").replace("jpeg", "jpg")
        head = file.read(16)
        file.seek(0)
        if suffix not in self.kinds or not head.startswith(SIGNATURES[suffix]):
            raise ValidationError(
                _("This is not a file of the right kind. Choose one of: %(kinds)s."),
                code="kind",
                params={"kinds": ", ".join(kind.upper() for kind in self.kinds)},
            )
        return cast("UploadedFile[bytes]", file)

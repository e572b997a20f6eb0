"""The upload field: it says at the field what is wrong with a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.errors import Refused
from dayaq.kernel.files import kinds


@dataclass(frozen=True, slots=True)
class Upload:
    """A checked upload: what `files.store` takes."""

    content: bytes
    name: str
    content_type: str


class UploadField(forms.FileField):
    """A file of the kinds that may be kept; cleans to an `Upload`, or None when left empty."""

    widget = forms.FileInput

    def __init__(self, *, accept: tuple[str, ...] = tuple(kinds.EXTENSIONS), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.accept = accept
        self.widget.attrs["accept"] = ",".join(f".{kinds.EXTENSIONS[kind]}" for kind in accept)

    def clean(self, data: Any, initial: Any = None) -> Any:
        uploaded = super().clean(data, initial)
        if not uploaded:
            return None
        if uploaded.size > kinds.SIZE_MAX:
            raise ValidationError(_("The file is larger than 10 MB. Scan it at a lower quality."))
        content = uploaded.read()
        content_type = kinds.kind_of(content, uploaded.name)
        if content_type not in self.accept:
            raise ValidationError(
                _("Choose a file of one of these kinds: %(kinds)s."),
                params={"kinds": ", ".join(kinds.EXTENSIONS[kind].upper() for kind in self.accept)},
            )
        try:
            kinds.check(content, content_type)
        except Refused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return Upload(content, uploaded.name, content_type)

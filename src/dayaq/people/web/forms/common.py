"""What the forms about people share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from dayaq.kernel.web.fields.days import DayField
from dayaq.kernel.web.forms import Form
from dayaq.people.services import ScanData

Choices = Iterable[tuple[Any, Any]]


def optional(choices: Choices) -> list[tuple[Any, Any]]:
    """The choices with an empty one in front."""
    return [("", "–"), *choices]


class DatedForm(Form):
    """A form that asks on which day it happened: today, or earlier if typed in from paper."""

    on = DayField(label=_("Day"), past=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        clock = kwargs.get("clock")
        initial = dict(kwargs.pop("initial", None) or {})
        if clock is not None:
            initial.setdefault("on", clock.today)
        super().__init__(*args, initial=initial, **kwargs)

    def told(self, *left_out: str) -> dict[str, Any]:
        """The answers without those `left_out`; an empty number is None."""
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


class SectionedForm(DatedForm):
    """A long form in sections, each with a heading."""

    headings: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = ()

    def sections(self) -> Iterator[tuple[Any, list[BoundField]]]:
        for heading, names in self.headings:
            yield heading, [self[name] for name in names if name in self.fields]


def scan_of(upload: UploadedFile[bytes] | None) -> ScanData | None:
    """The bytes of an uploaded scan."""
    if upload is None:
        return None
    kinds: Mapping[str, str] = {
        "pdf": "application/pdf", "jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png",
    }  # fmt: skip
    name = upload.name or "scan"
    return ScanData(
        content=upload.read(),
        name=name,
        content_type=kinds[name.rpartition(".")[2].lower()],
    )

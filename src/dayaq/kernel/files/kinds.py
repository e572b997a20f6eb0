"""What may be kept: documents and pictures, known by their first bytes, not by their name."""

from __future__ import annotations

import io
import zipfile

from django.utils.translation import gettext_lazy as _

from dayaq.kernel.errors import Refused

SIZE_MAX = 10 * 1024 * 1024

PDF = "application/pdf"
JPEG = "image/jpeg"
PNG = "image/png"
CSV = "text/csv"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

EXTENSIONS = {PDF: "pdf", JPEG: "jpg", PNG: "png", CSV: "csv", XLSX: "xlsx", DOCX: "docx"}

_OFFICE_PART = {XLSX: "xl/workbook.xml", DOCX: "word/document.xml"}
_FIRST_BYTES = {PDF: b"%PDF-", JPEG: b"\xff\xd8\xff", PNG: b"\x89PNG\r\n\x1a\n"}


def check(content: bytes, content_type: str) -> None:
    """Refuse what is empty, too large, of another kind, or not what it says it is.

    :raises Refused: with the sentence that says which
    """
    if not content:
        raise Refused(_("The file is empty."), code="empty")
    if len(content) > SIZE_MAX:
        raise Refused(_("The file is larger than 10 MB. Scan it at a lower quality."), code="size")
    if content_type not in EXTENSIONS:
        raise Refused(_("Only PDF, JPEG, PNG, XLSX, DOCX and CSV files can be kept."), code="kind")
    if not _is(content, content_type):
        raise Refused(
            _("The file is damaged, or it is not a %(kind)s file."),
            code="content",
            params={"kind": EXTENSIONS[content_type].upper()},
        )


def kind_of(content: bytes, name: str = "") -> str:
    """The content type that the bytes show ("" if none); a text is CSV only by its name."""
    for content_type in (PDF, JPEG, PNG, XLSX, DOCX):
        if _is(content, content_type):
            return content_type
    if name.lower().endswith(".csv") and _is(content, CSV):
        return CSV
    return ""


def _is(content: bytes, content_type: str) -> bool:
    if content_type in _FIRST_BYTES:
        return content.startswith(_FIRST_BYTES[content_type])
    if content_type == CSV:
        return b"\x00" not in content and _is_text(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError):
        return False
    # A macro has no business in a file that others will open.
    harmless = not any(name.endswith("vbaProject.bin") for name in names)
    return harmless and _OFFICE_PART[content_type] in names


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True

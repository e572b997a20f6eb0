"""Files are sealed under their person's key, never change, and die with it."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction

from dayaq.kernel import crypto
from dayaq.kernel.errors import Conflict, NotFound, Refused
from dayaq.kernel.files import keys, kinds, services
from dayaq.kernel.files.forms import UploadField
from dayaq.kernel.files.models import PersonKey, StoredFile
from dayaq.kernel.ids import uuid7

AT = dt.datetime(2011, 3, 15, 9, tzinfo=dt.UTC)
PDF = b"%PDF-1.7 Zaur"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def keep(content: bytes = PDF, **changes: Any) -> StoredFile:
    given = {"name": "scan.pdf", "content_type": kinds.PDF, "by": None, "at": AT, **changes}
    return services.store(content, **given)


def office_file(*parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in parts:
            archive.writestr(part, "<x/>")
    return out.getvalue()


@pytest.mark.django_db
def test_a_file_is_read_back_and_stored_only_sealed() -> None:
    stored = keep(person_id=uuid7(), name="Zaur Məmmədov.pdf")

    again = services.get(stored.id)
    assert services.read(again) == PDF
    assert services.name_of(again) == "Zaur Məmmədov.pdf"
    assert b"Zaur" not in bytes(again.ciphertext)
    assert b"Zaur" not in bytes(again.sealed_name)


@pytest.mark.django_db
def test_destroying_a_persons_key_makes_their_files_unreadable_and_no_others() -> None:
    person, neighbour = uuid7(), uuid7()
    theirs, other, nobodys = keep(person_id=person), keep(person_id=neighbour), keep()

    keys.destroy(person, at=AT)

    with pytest.raises(NotFound, match="erased"):
        services.read(theirs)
    with pytest.raises(NotFound, match="erased"):
        services.name_of(theirs)
    assert services.read(other) == PDF
    assert services.read(nobodys) == PDF
    assert PersonKey.objects.get(person_id=person).wrapped is None


@pytest.mark.django_db
def test_nothing_is_kept_for_a_person_who_was_erased() -> None:
    person = uuid7()
    keys.destroy(person, at=AT)
    keys.destroy(person, at=AT)

    with pytest.raises(Refused, match="erased"):
        keep(person_id=person)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE files_storedfile SET size = size + 1",
        "UPDATE files_storedfile SET ciphertext = sealed_name",
        "DELETE FROM files_storedfile",
    ],
)
def test_the_database_refuses_to_change_or_delete_a_file(statement: str) -> None:
    keep()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_a_sealed_content_put_into_another_row_does_not_open() -> None:
    person = uuid7()
    first, second = keep(person_id=person), keep(person_id=person)
    first.ciphertext = second.ciphertext

    with pytest.raises(crypto.Unreadable):
        services.read(first)


@pytest.mark.django_db
def test_a_key_names_one_file_for_ever() -> None:
    first = keep(key="agreement:1")

    assert keep(key="agreement:1").id == first.id
    with pytest.raises(Conflict):
        keep(PDF + b" changed", key="agreement:1")
    assert StoredFile.objects.count() == 1


@pytest.mark.django_db
def test_keys_are_wrapped_again_under_a_new_master_key(settings: Any) -> None:
    stored = keep(person_id=uuid7())
    settings.DAYAQ_MASTER_KEYS_RETIRED = [settings.DAYAQ_MASTER_KEY]
    settings.DAYAQ_MASTER_KEY = "44" * 32

    assert keys.rewrap() == 1
    assert keys.rewrap() == 0
    settings.DAYAQ_MASTER_KEYS_RETIRED = []
    assert services.read(stored) == PDF


@pytest.mark.parametrize(
    ("content", "kind", "sentence"),
    [
        (b"", kinds.PDF, "empty"),
        (b"%PDF-" + b"0" * kinds.SIZE_MAX, kinds.PDF, "10 MB"),
        (b"MZ\x90", "application/x-msdownload", "Only PDF"),
        (b"<html>", "text/html", "Only PDF"),
        (PNG, kinds.PDF, "not a PDF"),
        (PDF, kinds.JPEG, "not a JPG"),
        (b"\xff\xfe\x00", kinds.CSV, "not a CSV"),
        (b"PK\x03\x04", kinds.XLSX, "not a XLSX"),
        (office_file("xl/workbook.xml", "xl/vbaProject.bin"), kinds.XLSX, "not a XLSX"),
    ],
)
def test_what_is_not_a_document_or_picture_is_refused(
    content: bytes, kind: str, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        kinds.check(content, kind)


def test_the_bytes_tell_the_kind_whatever_the_name() -> None:
    assert kinds.kind_of(PNG, "photo.pdf") == kinds.PNG
    assert kinds.kind_of(office_file("word/document.xml")) == kinds.DOCX
    assert kinds.kind_of("ad;kənd".encode(), "list.csv") == kinds.CSV
    assert kinds.kind_of(b"ad;kend", "list.exe") == ""


@pytest.mark.django_db
def test_a_browser_may_neither_guess_the_kind_nor_keep_a_copy() -> None:
    response = services.file_response(keep(name="../Müqavilə.pdf"))

    assert response.content == PDF
    assert response["Content-Type"] == kinds.PDF
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"].startswith("attachment;")
    assert ".." not in response["Content-Disposition"]


def test_the_upload_field_says_what_is_wrong() -> None:
    field = UploadField(required=False, accept=(kinds.PDF, kinds.PNG))

    assert field.clean(None) is None
    upload = field.clean(SimpleUploadedFile("scan.exe", PNG))
    assert (upload.content, upload.content_type) == (PNG, kinds.PNG)
    with pytest.raises(Exception, match="PDF, PNG"):
        field.clean(SimpleUploadedFile("x.pdf", b"MZ\x90"))


def test_a_long_or_tricky_file_name_is_tidied() -> None:
    assert services.tidy_name("C:\\Users\\a\\Zaur.pdf") == "Zaur.pdf"
    assert services.tidy_name("x" * 300 + ".pdf").endswith(".pdf")
    assert len(services.tidy_name("ə" * 300)) == services.NAME_LENGTH_MAX
    assert services.tidy_name("\x00") == "file"

"""Documents are what their names say, of a size that is allowed."""

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from twinning.media import documents
from twinning.media.models import TwinningDocument
from twinning.security.tokens.making import make

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n"


def archive(**members: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return packed.getvalue()


DOCX = archive(word__document_xml=b"<w/>")
ODT = archive(mimetype=b"application/vnd.oasis.opendocument.text")
RIGHT = {
    "a.pdf": PDF,
    "b.PDF": b"\n" + PDF,
    "a.docx": DOCX,
    "a.xlsx": archive(xl__workbook_xml=b"<w/>"),
    "a.odt": ODT,
    "a.txt": "Zażółć".encode(),
    "latin.txt": "été".encode("latin-1"),
    "a.csv": b"\xef\xbb\xbfa;b\n1;2\n",
    "a.ics": b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
}
WRONG = {
    "a.pdf": b"MZ\x90\x00",
    "b.pdf": b"<html><script>alert(1)</script>",
    "empty.pdf": b" ",
    "a.docx": archive(other=b""),
    "b.docx": b"PK\x03\x04 broken",
    "c.docx": ODT,
    "a.odt": archive(mimetype=b"application/zip"),
    "a.xlsx": DOCX,
    "a.txt": b"\n <!DOCTYPE html><script>",
    "b.txt": b"\x00\x01binary",
    "c.txt": b"\xef\xbb\xbf<svg onload=alert(1)>",
    "a.csv": b"<?xml version='1.0'?><svg/>",
    "a.ics": b"BEGIN:VCARD",
    "a.svg": b"<svg/>",
    "a.html": b"Words",
    "a.exe": b"MZ",
    "a": b"Words",
}


def cleaned(name: str, content: bytes) -> TwinningDocument:
    document = TwinningDocument(title="A", file=SimpleUploadedFile(name, content))
    document.clean()
    return document


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_what_it_says_is_taken(name: str) -> None:
    document = cleaned(name, RIGHT[name])
    assert document.file.read() == RIGHT[name], "from the start"


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_is_refused_and_named(name: str) -> None:
    with pytest.raises(ValidationError) as refused:
        cleaned(name, WRONG[name])
    assert list(refused.value.message_dict) == ["file"]


def test_what_is_too_large_is_refused(monkeypatch) -> None:
    monkeypatch.setattr(documents, "MOST_BYTES", 1024**2)
    with pytest.raises(ValidationError, match="at most 1 MB"):
        cleaned("a.txt", b"a" * (1024**2 + 1))


@pytest.mark.parametrize("view", ["wagtaildocs:add", "wagtaildocs:add_multiple"])
def test_the_admin_names_the_field(admin_client, db, view: str) -> None:
    several = view.endswith("multiple")
    form = {"title": "A", "files[]" if several else "file": SimpleUploadedFile("a.pdf", b"MZ")}
    answer = admin_client.post(reverse(view), form)
    assert "it is no pdf file" in answer.content.decode()
    assert not TwinningDocument.objects.exists()


def test_the_api_v3_names_the_field(client, admin_user, db) -> None:
    _token, key = make(admin_user, "test", "write")
    headers = {"Authorization": f"Bearer {key}"}
    form = {"title": "A", "file": SimpleUploadedFile("a.pdf", b"MZ")}
    answer = client.post("/api/v3/documents/", form, headers=headers)
    assert answer.status_code in {404, 422}  # 404 where a site has not mounted documents
    assert not TwinningDocument.objects.exists()


def test_an_old_document_is_edited_whatever_it_is(db) -> None:
    document = TwinningDocument.objects.create(title="A", file=SimpleUploadedFile("a.pdf", b"MZ"))
    document.title = "B"
    document.full_clean(exclude=["collection"])

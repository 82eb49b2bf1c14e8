"""A PO file that comes in replaces nobody's words unsaid."""

import polib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Page

from twinning.translation.models import ReplacedWords


@pytest.fixture
def file_of(admin):
    def download(desk) -> polib.POFile:
        url = reverse("wagtail_localize:download_pofile", args=[desk.translation.pk])
        return polib.pofile(admin.get(url).content.decode())

    return download


def upload(client, desk, content: bytes | str | None) -> str:
    url = reverse("wagtail_localize:upload_pofile", args=[desk.translation.pk])
    content = content.encode() if isinstance(content, str) else content
    data = {} if content is None else {"file": SimpleUploadedFile("pl.po", content)}
    response = client.post(url, {**data, "next": desk.edit_url}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def test_what_an_old_file_replaces_is_kept_and_counted(translated, file_of, anna) -> None:
    po = file_of(translated)
    anna.put(
        translated.url("It has tiles."),
        "value=Jest+z+kafelkami.",
        content_type="application/x-www-form-urlencoded",
    )
    ReplacedWords.objects.all().delete()
    html = upload(anna, translated, str(po))
    assert "The file replaced 1 translation." in html
    assert translated.words("It has tiles.").data == "Ma kafelki."
    replaced = ReplacedWords.objects.get()
    assert (replaced.data, replaced.written_by.username) == ("Jest z kafelkami.", "anna")
    assert "1 earlier version" in html


def test_a_file_that_changes_nothing_replaces_nothing(translated, file_of, anna) -> None:
    html = upload(anna, translated, str(file_of(translated)))
    assert "The translations of the PO file are in." in html
    assert "replaced" not in html
    assert not ReplacedWords.objects.exists()


@pytest.mark.parametrize(
    "content",
    [None, "", "/etc/passwd", "msgid", b"\xff\xfe\x00", "x" * 2_000_001, 'msgid "a"\nmsgstr "b"\n'],
)
def test_what_is_no_such_file_is_refused(translated, anna, content) -> None:
    html = upload(anna, translated, content)
    assert "PO file" in html
    assert "The translations of the PO file are in." not in html


def test_a_file_of_another_language_is_refused(translated, file_of, anna) -> None:
    po = file_of(translated)
    po.metadata["X-WagtailLocalize-TranslationID"] = "other"
    html = upload(anna, translated, str(po))
    assert "made for another page or another language" in html


def test_nothing_comes_in_while_the_page_is_locked(translated, file_of, anna) -> None:
    po = file_of(translated)
    po[0].msgstr = "Inaczej"
    Page.objects.filter(pk=translated.page.pk).update(locked=True)
    assert "locked" in upload(anna, translated, str(po))
    assert translated.words("A bench").data == "Ławka"

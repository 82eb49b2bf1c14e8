"""Static files in production: named by their content, compressed beforehand, kept for ever."""

import gzip
import os
import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.templatetags.static import static
from django.test import Client

STYLE = "twinning/css/site.css"
SOURCE = Path(configured.ROOT) / "site/twinning/static"


@pytest.fixture
def client(settings, tmp_path) -> Client:
    """A client of a site whose own static files have been collected as in production."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [SOURCE]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "twinning.static_files.StaticFilesStorage"},
    }
    call_command("collectstatic", verbosity=0, interactive=False)
    return Client()


def test_a_file_is_named_by_its_content_and_kept_for_ever(client: Client) -> None:
    """Without the mark `django_db`, a query would fail the test."""
    url = static(STYLE)
    assert url != f"/static/{STYLE}"
    response = client.get(url)
    assert response.status_code == 200
    assert response["Cache-Control"] == "max-age=315360000, public, immutable"
    assert "Cookie" not in response["Vary"]
    plain = b"".join(response)
    for encoding, decompress in (("br", brotli.decompress), ("gzip", gzip.decompress)):
        compressed = client.get(url, headers={"accept-encoding": encoding})
        assert compressed["Content-Encoding"] == encoding
        assert compressed["Vary"] == "Accept-Encoding"
        assert compressed["Cache-Control"] == response["Cache-Control"]
        body = b"".join(compressed)
        assert len(body) < len(plain)
        assert decompress(body) == plain
    both = client.get(url, headers={"accept-encoding": "gzip, br"})
    assert both["Content-Encoding"] == "br"


def test_a_name_without_content_is_not_kept_for_ever(client: Client) -> None:
    response = client.get(f"/static/{STYLE}")
    assert (response.status_code, response["Cache-Control"]) == (200, "max-age=60, public")


def test_a_style_sheet_comes_in_one_piece(client: Client) -> None:
    words = b"".join(client.get(static(STYLE))).decode()
    assert "@import" not in words
    assert "--font-display" in words and ".site-header" in words
    fonts = re.findall(r"""url\("?([^")]+\.woff2)"?\)""", words)
    assert len(fonts) == 3
    for font in fonts:
        path = f"/static/twinning/css/{font}"
        assert re.search(r"\.[0-9a-f]{12}\.woff2$", font), "named by its content"
        assert client.get(os.path.normpath(path)).status_code == 200


def test_what_is_imported_is_still_there_by_itself(client: Client) -> None:
    assert b"--font-display" in b"".join(client.get(static("twinning/css/tokens.css")))

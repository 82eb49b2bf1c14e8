"""What is asked for at the root of a host: robots.txt and the icon; and addresses with capitals."""

import json
from urllib.robotparser import RobotFileParser

import pytest
from PIL import Image

PNG_SIZES = {"apple-touch-icon.png": 180, "icon-192.png": 192, "icon-512.png": 512}


def rules(client) -> tuple[str, RobotFileParser]:
    response = client.get("/robots.txt")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    parser = RobotFileParser()
    parser.parse(response.text.splitlines())
    return response.text, parser


def test_crawlers_may_read_what_visitors_read(client, tree) -> None:
    text, parser = rules(client)
    for path in ("/", "/en/", "/en/towns/?page=2", "/documents/1/a.pdf", "/media/images/a.jpg"):
        assert parser.can_fetch("*", path)
    for path in ("/admin/", "/api/content/v1/pages/"):
        assert not parser.can_fetch("*", path)
    assert {"Disallow: /*?q=", "Disallow: /*&q="} <= set(text.splitlines())
    assert parser.site_maps() == ["http://testserver/sitemap.xml"]


@pytest.mark.parametrize("debug", [True, False])
def test_a_trial_site_is_nobodys_to_read(client, tree, settings, debug: bool) -> None:
    settings.DEBUG = debug
    settings.TWINNING = {"INDEXED": debug}
    text, parser = rules(client)
    assert not parser.can_fetch("*", "/en/")
    assert "Sitemap" not in text


def test_the_icon_is_where_some_ask_for_it(client, tree) -> None:
    response = client.get("/favicon.ico", headers={"Accept-Language": "pl"})
    assert (response.status_code, response["Location"]) == (302, "/static/twinning/img/favicon.ico")


def test_icons_are_as_large_as_is_said(settings) -> None:
    folder = settings.ROOT / "site/twinning/static/twinning"
    for name, size in PNG_SIZES.items():
        with Image.open(folder / "img" / name) as image:
            assert (image.format, image.size) == ("PNG", (size, size))
    with Image.open(folder / "img/favicon.ico") as image:
        assert image.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    manifest = json.loads((folder / "site.webmanifest").read_text(encoding="utf-8"))
    for icon in manifest["icons"]:
        assert (folder / icon["src"]).is_file()


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/en/Towns/", "/en/towns/"),
        ("/en/TOWNS/Almelo/?page=2", "/en/towns/almelo/?page=2"),
        ("/EN/towns/", "/en/towns/"),
        ("/En/", "/en/"),
        ("/en/towns", "/en/towns/"),
    ],
)
def test_capitals_and_a_missing_slash_lead_to_the_page(client, tree, path: str, to: str) -> None:
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (301, to)


@pytest.mark.parametrize(
    "path", ["/en/Nothing/", "/Xx/", "/en//towns/", "//en/towns/", "/en/towns//", "//[x/", "///"]
)
def test_what_means_no_page_is_a_404(client, tree, path: str) -> None:
    assert client.get("/", PATH_INFO=path).status_code == 404

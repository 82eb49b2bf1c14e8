"""Sitemaps: an index, and a file for each language that names the translations of each page."""

from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction, Site

from tests import factories
from twinning.seo import sitemaps

S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
#: As the XSD of sitemaps.org has them, in this order.
CHILDREN = ["loc", "lastmod", "changefreq", "priority"]


def fetched(client, path: str, **headers: str) -> ET.Element:
    response = client.get(path, headers=headers)
    assert response.status_code == 200, path
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert "noindex" in response["X-Robots-Tag"], "the file itself is no result of a search"
    return ET.fromstring(response.content)  # noqa: S314  (our own answer)


def entries(client, path: str, **headers: str) -> dict[str, dict[str, str]]:
    """The alternates of each address."""
    root = fetched(client, path, **headers)
    assert root.tag == f"{S}urlset"
    found = {}
    for url in root:
        names = [child.tag.removeprefix(S) for child in url if child.tag != LINK]
        assert names == [name for name in CHILDREN if name in names]
        assert names[0] == "loc"
        links = url.findall(LINK)
        assert {link.get("rel") for link in links} == {"alternate"}
        found[url.findtext(f"{S}loc")] = {link.get("hreflang"): link.get("href") for link in links}
    assert len(found) == len(root), "each once"
    return found


def test_the_index_names_a_file_for_each_language_of_the_site(client, tree, dutch) -> None:
    dutch.refresh_from_db()
    root = fetched(client, "/sitemap.xml")
    assert root.tag == f"{S}sitemapindex"
    assert [item.findtext(f"{S}loc") for item in root] == [
        "http://testserver/sitemap-en.xml",
        "http://testserver/sitemap-nl.xml",
    ]
    assert root[1].findtext(f"{S}lastmod")[:10] == dutch.last_published_at.date().isoformat()
    for item in root:
        fetched(client, item.findtext(f"{S}loc").removeprefix("http://testserver"))


def test_each_page_names_itself_and_its_translations(client, tree, dutch) -> None:
    almelo = {
        "en": "http://testserver/en/towns/almelo/",
        "nl": "http://testserver/nl/steden/almelo/",
        "x-default": "http://testserver/en/towns/almelo/",
    }
    english, found = entries(client, "/sitemap-en.xml"), entries(client, "/sitemap-nl.xml")
    assert english[almelo["en"]] == found[almelo["nl"]] == almelo
    assert list(english) == [
        f"http://testserver/en/{path}" for path in ("", "towns/", "towns/almelo/", "stories/")
    ]


def test_it_says_what_the_page_itself_says(client, head, tree, dutch) -> None:
    for path in ("/sitemap-en.xml", "/sitemap-nl.xml"):
        for url, alternates in entries(client, path).items():
            said = head(url.removeprefix("http://testserver"))
            assert (said.canonical, said.alternates) == (url, alternates)


def test_only_what_anybody_may_read_is_named(client, tree) -> None:
    factories.SearchPageFactory(parent=tree.home)
    factories.StandardPageFactory(parent=tree.home, slug="draft", live=False)
    private = factories.StandardPageFactory(parent=tree.home, slug="private")
    factories.StandardPageFactory(parent=private, slug="below")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    other = factories.HomePageFactory(parent=Page.get_first_root_node(), slug="other")
    Site.objects.create(hostname="other.example", root_page=other)
    factories.StandardPageFactory(parent=other, slug="there")
    assert len(entries(client, "/sitemap-en.xml")) == 4
    assert list(entries(client, "/sitemap-en.xml", host="other.example")) == [
        "http://other.example/en/",
        "http://other.example/en/there/",
    ]


@pytest.mark.parametrize(
    "path",
    [
        *("/sitemap-pl.xml", "/sitemap-es.xml", "/sitemap-.xml", "/sitemap-en.xml?p=2"),
        *("/sitemap-en.xml?p=0", "/sitemap-en.xml?p=x", "/sitemap-en.xml?p=" + "9" * 50),
        *("/sitemap-en.xml?p=", "/sitemap-en.xml?p=-1", "/sitemap-en.xml?p=٢"),
    ],
)
def test_what_is_not_there_is_a_404(client, tree, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_host_that_is_no_sites_has_no_sitemap(client, tree) -> None:
    """Where no site is shown on other hosts; else it would name the pages of all sites."""
    Site.objects.update(hostname="own.example", is_default_site=False)
    for path in ("/sitemap.xml", "/sitemap-en.xml"):
        assert client.get(path, headers={"Host": "own.example"}).status_code == 200
        assert client.get(path, headers={"Host": "unknown.example"}).status_code == 404
    robots = client.get("/robots.txt", headers={"Host": "unknown.example"})
    assert (robots.status_code, "Sitemap:" in robots.text) == (200, False)


def test_a_long_one_is_several_files(client, tree, dutch, monkeypatch) -> None:
    monkeypatch.setattr(sitemaps, "MOST", 3)
    index = [item.findtext(f"{S}loc") for item in fetched(client, "/sitemap.xml")]
    assert index == [
        "http://testserver/sitemap-en.xml",
        "http://testserver/sitemap-en.xml?p=2",
        "http://testserver/sitemap-nl.xml",
        "http://testserver/sitemap-nl.xml?p=2",
    ]
    files = [entries(client, url.removeprefix("http://testserver")) for url in index]
    assert [len(file) for file in files] == [3, 1, 3, 1]
    assert len({url for file in files for url in file}) == 8


def test_it_costs_the_same_for_5_and_for_200(client, tree, dutch) -> None:
    def queries(path: str) -> int:
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path).status_code == 200
        return len(captured)

    paths = ("/sitemap.xml", "/sitemap-en.xml")
    few = [queries(path) for path in paths]
    factories.StandardPageFactory.create_batch(200, parent=tree.home)
    assert [queries(path) for path in paths] == few
    assert max(few) <= 4


def test_it_is_kept_and_answers_for_whoever_has_it(client, tree) -> None:
    for path in ("/sitemap.xml", "/sitemap-en.xml", "/robots.txt"):
        whole = client.get(path, headers={"Accept-Language": "pl"})
        assert "s-maxage" in whole["Cache-Control"]
        assert whole["Vary"] == "Accept-Encoding"
        assert client.get(path, headers={"If-None-Match": whole["ETag"]}).status_code == 304

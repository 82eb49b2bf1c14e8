"""JSON-LD: what schema.org asks of each type, with absolute addresses, and safe in a page."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from wagtail.models import Page

from tests import factories

#: What search engines ask of each type, by its documentation and https://schema.org.
REQUIRED = {
    "Article": {"headline", "image", "author", "publisher", "inLanguage", "mainEntityOfPage"},
    "BreadcrumbList": {"itemListElement"},
    "City": {"name", "address", "geo"},
    "CollectionPage": {"url", "name", "inLanguage"},
    "ContactPoint": {"contactType"},
    "EntryPoint": {"urlTemplate"},
    "GeoCoordinates": {"latitude", "longitude"},
    "ImageObject": {"url", "width", "height"},
    "ListItem": {"position", "name", "item"},
    "Organization": {"name", "url"},
    "PostalAddress": {"addressCountry"},
    "SearchAction": {"target", "query-input"},
    "SearchResultsPage": {"url", "name", "inLanguage"},
    "WebPage": {"url", "name", "inLanguage"},
    "WebSite": {"url", "name", "inLanguage", "publisher"},
}
ADDRESSES = {"@id", "url", "urlTemplate", "item", "mainEntityOfPage", "sameAs"}


def check(node: Any) -> None:
    """Every node, however deep: a known type, all that it must say, nothing empty."""
    if isinstance(node, list):
        for item in node:
            check(item)
    if not isinstance(node, dict):
        return
    if set(node) != {"@id"}:
        assert REQUIRED[node["@type"]] <= set(node), node
    for name, value in node.items():
        assert value not in ("", None, [], {}), (name, node)
        if name in ADDRESSES:
            for url in value if isinstance(value, list) else [value]:
                assert urlsplit(url).scheme in {"http", "https"} and urlsplit(url).netloc, url
        check(value)


def test_every_page_type_says_what_it_must(head, tree, picture) -> None:
    factories.SiteSettingsFactory(site=tree.site, contact_email="hello@example.org")
    for page in (
        tree.home,
        tree.towns,
        tree.almelo,
        tree.stories,
        factories.StoryPageFactory(parent=tree.almelo, picture=picture, picture_alt="A"),
        factories.StoryPageFactory(parent=tree.stories),
        factories.StandardPageFactory(parent=tree.home),
        factories.SearchPageFactory(parent=tree.home),
    ):
        graph = head(page.get_url()).graph
        check(graph)
        ids = {node["@id"] for node in graph if "@id" in node}
        for node in graph:
            main = node.get("mainEntity")
            assert main is None or main["@id"] in ids


def test_the_home_page_is_the_organisation_and_the_site(head, tree) -> None:
    factories.SearchPageFactory(parent=tree.home, slug="find")
    link = {"label": "Elsewhere", "url": "https://social.example/@twins"}
    factories.SiteSettingsFactory(
        site=tree.site,
        site_name="Twins",
        strapline="Four towns",
        contact_email="hello@example.org",
        contact_phone="+44 1772 000000",
        contact_address="Town Hall\nPreston",
        social_links=[{"type": "link", "value": link}],
    )
    found = head("/en/")
    assert found.node("Organization") == {
        "@type": "Organization",
        "@id": "http://testserver/#organization",
        "name": "Twins",
        "url": "http://testserver/",
        "logo": {
            "@type": "ImageObject",
            "url": "http://testserver/static/twinning/img/icon-512.png",
            "width": 512,
            "height": 512,
        },
        "description": "Four towns",
        "email": "hello@example.org",
        "telephone": "+44 1772 000000",
        "address": "Town Hall Preston",
        "sameAs": ["https://social.example/@twins"],
        "contactPoint": {
            "@type": "ContactPoint",
            "contactType": "enquiries",
            "email": "hello@example.org",
            "telephone": "+44 1772 000000",
        },
    }
    site = found.node("WebSite")
    assert site["url"] == "http://testserver/en/"
    action = site["potentialAction"]
    assert action["target"]["urlTemplate"] == "http://testserver/en/find/?q={search_term_string}"
    assert action["query-input"] == "required name=search_term_string"
    assert not [node for node in found.graph if node["@type"] == "BreadcrumbList"]


def test_a_site_that_has_no_search_page_offers_no_search(head, tree) -> None:
    factories.SiteSettingsFactory(site=tree.site)
    assert "potentialAction" not in head("/en/").node("WebSite")
    page = factories.SearchPageFactory(parent=tree.home)
    assert "potentialAction" in head("/en/").node("WebSite")
    page.unpublish()
    assert "potentialAction" not in head("/en/").node("WebSite")


def test_a_town_is_a_city_somewhere(head, tree) -> None:
    tree.almelo.title, tree.almelo.native_name = "Almelo (Twente)", "Almelo"
    tree.almelo.website = "https://www.almelo.nl/"
    tree.almelo.save()
    city = head("/en/towns/almelo/").node("City")
    assert (city["name"], city["alternateName"]) == ("Almelo (Twente)", "Almelo")
    assert city["address"] == {"@type": "PostalAddress", "addressCountry": "NL"}
    assert city["geo"] == {"@type": "GeoCoordinates", "latitude": 52.3567, "longitude": 6.6625}
    assert city["sameAs"] == "https://www.almelo.nl/"
    assert city["url"] == "http://testserver/en/towns/almelo/"


@pytest.mark.parametrize(
    ("precision", "when"), [("day", "2011-04-29"), ("month", "2011-04"), ("year", "2011")]
)
def test_a_story_is_an_article_about_its_town(head, tree, precision: str, when: str) -> None:
    story = factories.StoryPageFactory(
        parent=tree.almelo,
        title="A bench " * 20,
        slug="bench",
        intro="Artists made it.",
        date="2011-04-29",
        date_precision=precision,
    )
    story.save_revision().publish()
    story.refresh_from_db()
    article = head("/en/towns/almelo/bench/").node("Article")
    assert len(article["headline"]) <= 110
    assert article["description"] == "Artists made it."
    assert article["inLanguage"] == "en"
    assert article["datePublished"] == story.first_published_at.isoformat()
    assert article["dateModified"] == story.last_published_at.isoformat()
    assert article["temporalCoverage"] == when
    assert (article["about"]["@type"], article["about"]["name"]) == ("City", "Almelo")
    assert article["author"]["name"] == "Preston Twinning"
    assert article["mainEntityOfPage"] == "http://testserver/en/towns/almelo/bench/"


def test_breadcrumbs_lead_down_to_the_page(head, tree) -> None:
    items = head("/en/towns/almelo/").node("BreadcrumbList")["itemListElement"]
    assert [(item["position"], item["name"], item["item"]) for item in items] == [
        (1, "Home", "http://testserver/en/"),
        (2, "Towns", "http://testserver/en/towns/"),
        (3, "Almelo", "http://testserver/en/towns/almelo/"),
    ]


def test_no_word_ends_the_data(client, tree) -> None:
    evil = "</script><!--<script>&\u2028\u2029'\""
    tree.towns.title = evil
    tree.towns.save()
    html = client.get("/en/towns/").content.decode()
    text = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert not set("<>&\u2028\u2029") & set(text)
    [page] = [node for node in json.loads(text)["@graph"] if node["@type"] == "CollectionPage"]
    assert page["name"] == evil


def test_a_type_of_another_app_is_a_plain_page(rf, tree) -> None:
    from twinning.seo import structured

    plain = Page.objects.get(pk=tree.towns.pk)
    data = structured.script(plain, rf.get("/en/towns/"))
    assert '"@type":"WebPage"' in data

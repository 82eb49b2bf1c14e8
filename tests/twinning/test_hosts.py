"""The one name that a site's addresses have, by whatever name it is asked for."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page, Site

from tests import factories
from tests.twinning.seo.conftest import Head
from twinning import hosts, landmarks, references


@pytest.mark.parametrize(
    ("site", "is_default", "asked", "is_secure", "base_url"),
    [
        (("twins.example", 80), True, "twins.example", False, "http://twins.example"),
        (("twins.example", 80), True, "twins.example", True, "https://twins.example"),
        (("twins.example", 443), True, "Twins.Example.:443", True, "https://twins.example"),
        (("twins.example", 80), True, "twins.example:8001", False, "http://twins.example:8001"),
        (("twins.example", 443), True, "www.twins.example", True, "https://twins.example"),
        (("twins.example", 443), True, "www.twins.example", False, "https://twins.example"),
        (("twins.example", 80), True, "www.twins.example", True, "https://twins.example"),
        (("twins.example", 80), True, "www.twins.example:80", False, "http://twins.example"),
        (("twins.example", 8080), True, "203.0.113.9", False, "http://twins.example:8080"),
        (("twins.example", 443), False, "unknown.example", True, "https://unknown.example"),
        (("localhost", 8000), True, "localhost:8000", False, "http://localhost:8000"),
        (("localhost", 8000), True, "127.0.0.1:8000", False, "http://localhost:8000"),
        (("localhost", 8000), True, "[::1]:8003", False, "http://localhost:8003"),
        (("localhost", 80), True, "www.twins.example", True, "https://www.twins.example"),
    ],
)
def test_the_name_is_the_sites_own(
    rf, tree, site: tuple[str, int], is_default: bool, asked: str, is_secure: bool, base_url: str
) -> None:
    Site.objects.update(hostname=site[0], port=site[1], is_default_site=is_default)
    request = rf.get("/en/", headers={"Host": asked}, secure=is_secure)
    with references.opened(request):
        assert hosts.base_url(request) == base_url
        assert hosts.absolute(request, "/en/ł") == f"{base_url}/en/%C5%82"
        assert hosts.absolute(request, "https://s3.example/a.jpg") == "https://s3.example/a.jpg"


@pytest.mark.parametrize(
    ("site", "redirects", "known"),
    [
        (("twins.example", 80), False, "http://twins.example"),
        (("twins.example", 80), True, "https://twins.example"),
        (("twins.example", 443), True, "https://twins.example"),
        (("twins.example", 8080), True, "http://twins.example:8080"),
        (("localhost", 80), True, "https://admin.example"),
    ],
)
def test_e_mails_name_a_site_whoever_asks(rf, tree, settings, site, redirects, known) -> None:
    settings.WAGTAILADMIN_BASE_URL = "https://admin.example/"
    settings.SECURE_SSL_REDIRECT = redirects
    Site.objects.update(hostname=site[0], port=site[1])
    with references.opened(rf.get("/en/", headers={"Host": "evil.example"})):
        assert hosts.known(landmarks.current_site()) == known
    assert hosts.known(None) == "https://admin.example"


def test_whoever_asks_by_another_name_is_told_the_sites_own(client, tree, picture) -> None:
    Site.objects.update(hostname="twins.example", port=443)
    factories.SiteSettingsFactory(site=tree.site)
    factories.StoryPageFactory(parent=tree.almelo, picture=picture, picture_alt="A bridge")
    paths = ["/en/", "/en/towns/almelo/", "/en/stories/", "/en/stories.atom"]
    paths += ["/robots.txt", "/sitemap.xml", "/sitemap-en.xml"]
    for path in paths:
        text = client.get(path, headers={"Host": "www.twins.example"}, secure=True).text
        assert "https://twins.example/" in text, path
        assert "www.twins.example" not in text, path
        assert text == client.get(path, headers={"Host": "twins.example"}, secure=True).text


def test_a_page_of_another_site_keeps_its_own(client, tree) -> None:
    other = factories.HomePageFactory(parent=Page.get_first_root_node(), slug="other")
    Site.objects.create(hostname="other.example", root_page=other)
    Site.objects.filter(pk=tree.site.pk).update(hostname="twins.example")
    for host, url in (
        ("other.example", "http://other.example/en/"),
        ("any.example", "http://twins.example/en/"),
    ):
        html = client.get("/en/", headers={"Host": host}).content
        assert Head(BeautifulSoup(html, "html.parser")).canonical == url

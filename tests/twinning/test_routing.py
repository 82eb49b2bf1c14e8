"""Addresses: the language is in the path, and nothing else decides it."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Page, PageViewRestriction

from tests import factories
from tests.building import translated


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("pl", "pl"),
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("es,fr;q=0.4,nl;q=0.8", "nl"),
        ("pl;q=0,fr;q=0.1", "fr"),
        ("es", "en"),
        ("*", "en"),
        ("", "en"),
        ("\x00;;q=,,en-", "en"),
    ],
)
def test_the_root_leads_to_the_best_language(client, tree, header: str, language: str) -> None:
    for code in ("nl", "fr", "de", "pl"):
        translated(tree.home, tree.locales[code], slug=f"home-{code}")
    client.cookies["django_language"] = "fr"  # nothing looks at a cookie
    response = client.get("/", headers={"Accept-Language": header})
    assert (response.status_code, response["Location"]) == (302, f"/{language}/")
    assert response["Vary"] == "Accept-Language"
    assert "Set-Cookie" not in response.headers


def test_the_root_leads_to_a_language_that_has_a_home_page(
    client, tree, django_assert_num_queries
) -> None:
    def leads(header: str) -> str:
        return client.get("/", headers={"Accept-Language": header})["Location"]

    dutch = translated(tree.home, tree.locales["nl"], slug="begin")
    polish = translated(tree.home, tree.locales["pl"], slug="poczatek")
    with django_assert_num_queries(1):
        assert leads("pl,nl;q=0.5") == "/pl/"
    polish.unpublish()
    assert leads("pl,nl;q=0.5") == "/nl/"
    assert leads("de,pl") == "/en/"
    tree.home.unpublish()
    assert leads("pl") == leads("en") == leads("") == "/nl/"
    dutch.unpublish()
    assert leads("nl") == "/en/", "there is nowhere to go; the 404 says so"


def test_a_page_varies_on_the_encoding_alone_and_sets_no_cookie(client, tree) -> None:
    response = client.get("/en/towns/almelo/", headers={"Accept-Language": "pl"})
    assert response.status_code == 200
    assert response["Content-Language"] == "en"
    assert response["Vary"] == "Accept-Encoding"
    assert not response.cookies


def test_deep_pages_are_found(client, tree) -> None:
    story = factories.StoryPageFactory(parent=tree.almelo, title="A bench", slug="bench")
    response = client.get("/en/towns/almelo/bench/")
    assert response.status_code == 200
    assert response.context["page"].pk == story.pk


@pytest.mark.parametrize(
    ("path", "header", "language", "words"),
    [
        ("/en/nothing/", "pl", "en", "Page not found"),
        ("/en/towns/nothing/", "pl", "en", "Page not found"),
        ("/en/towns/almelo/nothing/at/all/", "", "en", "Page not found"),
        ("/pl/", "en", "pl", "Nie znaleziono strony"),
        ("/pl/nic/", "en", "pl", "Nie znaleziono strony"),
        ("/es/", "de", "de", "Seite nicht gefunden"),
        ("/es/", "es", "en", "Page not found"),
        ("/nothing.ico", "nl", "nl", "Pagina niet gevonden"),
        ("/api/nothing", "pl", "en", "Page not found"),
    ],
)
def test_what_is_not_there_is_said_in_the_visitors_language(
    client, tree, path: str, header: str, language: str, words: str
) -> None:
    response = client.get(path, headers={"Accept-Language": header})
    html = response.content.decode()
    assert response.status_code == 404
    assert f'<html lang="{language}">' in html
    assert f"<h1>{words}</h1>" in html
    assert response["Content-Language"] == language


def test_a_draft_and_what_is_below_it_are_not_served(client, tree) -> None:
    tree.towns.unpublish()
    assert client.get("/en/towns/").status_code == 404


def test_a_private_page_asks_for_its_password_and_is_in_no_list(client, tree) -> None:
    story = factories.StoryPageFactory(parent=tree.almelo, title="Not for all", slug="private")
    assert "Not for all" in client.get("/en/stories/").content.decode()
    PageViewRestriction.objects.create(
        page=tree.almelo, restriction_type="password", password="open sesame"
    )
    response = client.get(story.get_url())
    assert "Not for all" not in response.content.decode()
    assert 'type="password"' in response.content.decode()
    assert "Not for all" not in client.get("/en/stories/").content.decode()
    assert "Almelo" not in client.get("/en/towns/").content.decode().split("<main")[1]


def test_two_sites_each_have_their_own_paths(client, tree, settings) -> None:
    from wagtail.models import Site

    other_home = factories.HomePageFactory(
        parent=Page.get_first_root_node(), title="Other", slug="other", hero_title="Another site"
    )
    Site.objects.create(hostname="other.example", root_page=other_home)
    factories.StandardPageFactory(parent=other_home, slug="only-there")
    assert client.get("/en/only-there/").status_code == 404
    assert client.get("/en/only-there/", headers={"Host": "other.example"}).status_code == 200
    assert client.get("/en/towns/", headers={"Host": "other.example"}).status_code == 404


def test_a_fault_is_said_in_the_language_of_the_path_without_the_database(
    client, tree, monkeypatch
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("twinning.routing.route", broken)
    client.raise_request_exception = False
    response = client.get("/de/staedte/")
    assert response.status_code == 500
    assert '<html lang="de">' in response.content.decode()
    assert "<h1>Etwas ist schiefgegangen</h1>" in response.content.decode()
    assert 'href="/"' in response.content.decode(), "nobody can know whether /de/ is there"


@pytest.mark.parametrize("path", ["/en/nothing/", "/es/", "/es/nothing/"])
def test_a_developer_sees_the_same_page_as_visitors(client, tree, settings, path: str) -> None:
    settings.DEBUG = True
    response = client.get(path)
    assert response.status_code == 404
    assert "<h1>Page not found</h1>" in response.content.decode()


def test_a_missing_slash_is_added(client, tree) -> None:
    response = client.get("/en/towns/almelo")
    assert (response.status_code, response["Location"]) == (301, "/en/towns/almelo/")


def test_redirects_of_editors_still_work(client, tree) -> None:
    from wagtail.contrib.redirects.models import Redirect

    Redirect.add_redirect("/en/old-address/", tree.almelo)
    response = client.get("/en/old-address/")
    assert (response.status_code, response["Location"]) == (301, "/en/towns/almelo/")


def test_a_home_page_that_another_process_moved_is_found(client, tree) -> None:
    """Wagtail's list of site roots is cached in each process: it may be out of date."""
    assert client.get("/en/towns/").status_code == 200  # the list is cached now
    Page.objects.filter(pk=tree.home.pk).update(slug="moved", url_path="/moved/")
    Page.objects.filter(pk=tree.towns.pk).update(url_path="/moved/towns/")
    assert client.get("/en/towns/").status_code == 200
    assert client.get("/en/").status_code == 200


def test_an_endless_path_costs_no_query_of_its_own(client, tree, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        assert client.get("/en/" + "a/" * 5_000).status_code == 404


@pytest.mark.parametrize("key", ["abc", "9" * 23, "-1", "٣", ""])
def test_a_forged_link_in_rich_text_breaks_no_page(client, tree, key: str) -> None:
    html = f'<p><a linktype="page" id="{key}">one</a><a linktype="document" id="{key}">two</a></p>'
    page = factories.StandardPageFactory(
        parent=tree.home, body=[{"type": "rich_text", "value": html}]
    )
    response = client.get(page.get_url())
    assert response.status_code == 200
    assert not BeautifulSoup(response.content, "html.parser").select(".prose a[href]")


def test_the_second_page_of_a_list_is_its_own(client, tree) -> None:
    factories.StoryPageFactory.create_batch(13, parent=tree.stories)
    second = client.get("/en/stories/?page=2").content.decode()
    assert '<link rel="canonical" href="http://testserver/en/stories/?page=2">' in second
    first = client.get("/en/stories/?page=1&x=y").content.decode()
    assert '<link rel="canonical" href="http://testserver/en/stories/">' in first

"""The language switcher and hreflang: the same page, or honestly another one."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from tests import factories
from tests.building import translated
from towns.models import TownIndexPage


def soup(client, path: str) -> BeautifulSoup:
    response = client.get(path)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.fixture
def polish(tree):
    """The home page and the list of towns in Polish, but no town."""
    home = tree.home.copy_for_translation(tree.locales["pl"])
    home.slug = "poczatek"
    home.save_revision().publish()
    towns = tree.towns.copy_for_translation(tree.locales["pl"])
    towns.title, towns.slug = "Miasta", "miasta"
    towns.save_revision().publish()
    return TownIndexPage.objects.get(pk=towns.pk)


def test_each_language_is_named_in_itself_and_marked_as_such(client, tree, polish) -> None:
    links = soup(client, "/en/towns/").select(".languages a")
    assert [(link["lang"], link["hreflang"], link.text) for link in links] == [
        ("en", "en", "English"),
        ("pl", "pl", "Polski"),
    ]
    assert [link.text for link in links if link.get("aria-current")] == ["English"]


def test_it_leads_to_the_same_page(client, tree, polish) -> None:
    page = soup(client, "/en/towns/")
    assert page.select_one('.languages a[lang="pl"]')["href"] == "/pl/miasta/"
    assert not page.select(".languages-missing li")
    back = soup(client, "/pl/miasta/")
    assert back.select_one('.languages a[lang="en"]')["href"] == "/en/towns/"


def test_where_the_page_does_not_exist_it_leads_to_the_nearest_parent_and_says_so(
    client, tree, polish
) -> None:
    page = soup(client, "/en/towns/almelo/")
    link = page.select_one('.languages a[lang="pl"]')
    assert link["href"] == "/pl/miasta/"
    note = page.find(id=link["aria-describedby"])
    assert "does not exist in Polski yet" in re.sub(r"\s+", " ", note.text)
    assert "“Miasta”" in note.text


def test_a_draft_translation_does_not_exist_for_visitors(client, tree, polish) -> None:
    almelo = tree.almelo.copy_for_translation(tree.locales["pl"])
    almelo.save_revision()
    page = soup(client, "/en/towns/almelo/")
    assert page.select_one('.languages a[lang="pl"]')["href"] == "/pl/miasta/"
    assert not page.select('link[hreflang="pl"]')


def test_hreflang_names_what_exists_and_a_default(client, tree, polish) -> None:
    page = soup(client, "/pl/miasta/")
    alternates = {link["hreflang"]: link["href"] for link in page.select("link[hreflang]")}
    assert alternates == {
        "en": "http://testserver/en/towns/",
        "pl": "http://testserver/pl/miasta/",
        "x-default": "http://testserver/en/towns/",
    }
    assert page.select_one('link[rel="canonical"]')["href"] == "http://testserver/pl/miasta/"


def test_a_page_that_is_only_polish_is_its_own_default(client, tree, polish) -> None:
    factories.TownPageFactory(
        parent=polish, locale=tree.locales["pl"], title="Kalisz", slug="kalisz"
    )
    page = soup(client, "/pl/miasta/kalisz/")
    alternates = {link["hreflang"]: link["href"] for link in page.select("link[hreflang]")}
    assert alternates == {
        "pl": "http://testserver/pl/miasta/kalisz/",
        "x-default": "http://testserver/pl/miasta/kalisz/",
    }
    assert page.select_one('.languages a[lang="en"]')["href"] == "/en/towns/"


@pytest.fixture
def polish_lists(tree, polish):
    """The lists that can be filtered, in English and Polish."""
    for page, slug in (
        (tree.stories, "historie"),
        (factories.PartnersPageFactory(parent=tree.home), "partnerzy"),
        (factories.InterestsPageFactory(parent=tree.home), "zainteresowania"),
        (factories.SearchPageFactory(parent=tree.home), "szukaj"),
    ):
        translated(page, tree.locales["pl"], slug=slug)


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/en/stories/?town=almelo&page=2&utm=x", "/pl/historie/?town=almelo"),
        ("/en/stories/?page=2", "/pl/historie/"),
        ("/en/stories/?interest=&town=almelo", "/pl/historie/?town=almelo"),
        ("/en/stories/?town=" + "a" * 121, "/pl/historie/"),
        (
            "/en/partners/?order=name&within=500&country=DE",
            "/pl/partnerzy/?country=DE&order=name&within=500",
        ),
        ("/en/interests/?interest=music", "/pl/zainteresowania/?interest=music"),
        ("/en/search/?q=a%26b%3Dc+%22%3E%3Cb%3E", "/pl/szukaj/?q=a%26b%3Dc+%22%3E%3Cb%3E"),
        ("/en/search/?q=%C5%82%C4%85ka", "/pl/szukaj/?q=%C5%82%C4%85ka"),
        ("/en/towns/?interest=music", "/pl/miasta/"),
    ],
)
def test_a_filter_is_kept_in_another_language(client, polish_lists, path: str, to: str) -> None:
    page = soup(client, path)
    assert page.select_one('.languages a[lang="pl"]')["href"] == to
    assert page.select_one('.language-offer[lang="pl"] a')["href"] == to
    assert client.get(to).status_code == 200


def test_a_parent_is_not_asked_for_what_a_page_is_asked_for(client, tree, polish) -> None:
    factories.SearchPageFactory(parent=tree.home)
    for path in ("/en/stories/?town=almelo", "/en/search/?q=almelo"):
        assert soup(client, path).select_one('.languages a[lang="pl"]')["href"] == "/pl/"


HIDDEN = {
    "draft": {"live": False},
    "over": {"expire_at": timezone.now() - timedelta(seconds=1)},
    "private": {},
}


def hide(home, how: str) -> None:
    """Keep a home page from visitors."""
    Page.objects.filter(pk=home.pk).update(**HIDDEN[how])
    if how == "private":
        PageViewRestriction.objects.create(page=home, restriction_type="login")


@pytest.mark.parametrize("how", HIDDEN)
def test_a_language_whose_home_page_nobody_may_see_is_no_choice(client, tree, how: str) -> None:
    for code in ("nl", "pl"):
        translated(tree.home, tree.locales[code], slug=f"home-{code}")
    hide(tree.home.get_translation(tree.locales["pl"]), how)
    for path in ("/en/", "/en/towns/", "/en/nothing/"):
        page = BeautifulSoup(client.get(path).content, "html.parser")
        links = {link["lang"]: link["href"] for link in page.select(".languages a")}
        assert links == {"en": "/en/" if "towns" not in path else path, "nl": "/nl/"}
    for path in links.values():
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("how", ["draft", "over"])
def test_a_page_is_a_choice_even_without_a_home_page(client, tree, polish, how: str) -> None:
    hide(tree.home.get_translation(tree.locales["pl"]), how)
    page = soup(client, "/en/towns/")
    found = [link["href"] for link in page.select('.languages a[lang="pl"]')]
    assert found == ["/pl/miasta/"]
    assert not soup(client, "/en/stories/").select('.languages a[lang="pl"]')


def test_the_way_home_leads_somewhere_on_every_page(client, tree) -> None:
    for code in ("nl", "pl"):
        translated(tree.home, tree.locales[code], slug=f"home-{code}")
    hide(tree.home.get_translation(tree.locales["pl"]), "draft")

    def ways(path: str) -> set[str]:
        html = BeautifulSoup(client.get(path).content, "html.parser")
        return {link["href"] for link in html.select(".site-name, .message .button")}

    assert ways("/pl/") == ways("/en/nothing/") == {"/en/"}
    assert ways("/nl/niets/") == {"/nl/"}
    hide(tree.home, "draft")
    assert ways("/pl/") == {"/nl/"}
    hide(tree.home.get_translation(tree.locales["nl"]), "private")
    assert ways("/pl/") == {"/en/"}
    nowhere = BeautifulSoup(client.get("/pl/").content, "html.parser")
    assert not nowhere.select(".languages")


def test_breadcrumbs_lead_home(client, tree) -> None:
    crumbs = soup(client, "/en/towns/almelo/").select(".breadcrumbs li")
    assert [crumb.text.strip() for crumb in crumbs] == ["Home", "Towns", "Almelo"]
    assert [crumb.a["href"] if crumb.a else None for crumb in crumbs] == [
        "/en/",
        "/en/towns/",
        None,
    ]


def test_links_lead_to_the_visitors_language_where_there_is_one(client, tree, polish) -> None:
    link = f'<p><a linktype="page" id="{tree.towns.pk}">towns</a></p>'
    link += f'<p><a linktype="page" id="{tree.almelo.pk}">Almelo</a></p>'
    factories.StandardPageFactory(
        parent=polish.get_parent(),
        locale=tree.locales["pl"],
        slug="o-nas",
        body=[{"type": "rich_text", "value": link}],
    )
    found = soup(client, "/pl/o-nas/").select(".prose a")
    assert [(a["href"], a.get("hreflang")) for a in found] == [
        ("/pl/miasta/", None),
        ("/en/towns/almelo/", "en"),
    ]


def test_a_link_to_a_page_that_is_gone_is_no_link(client, tree) -> None:
    story = factories.StoryPageFactory(parent=tree.stories)
    factories.StandardPageFactory(
        parent=tree.home,
        slug="about",
        body=[
            {"type": "rich_text", "value": f'<p><a linktype="page" id="{story.pk}">it</a></p>'},
            {
                "type": "call_to_action",
                "value": {
                    "heading": "Read",
                    "text": "",
                    "link": {"label": "it", "page": story.pk, "url": ""},
                },
            },
        ],
    )
    assert soup(client, "/en/about/").select('.flow a[href*="stories"]')
    story.unpublish()
    assert not soup(client, "/en/about/").select(".flow a[href]")


def test_a_page_is_offered_in_each_other_language_that_it_exists_in(client, tree, polish) -> None:
    offers = soup(client, "/en/towns/").select("#language-offers > .language-offer")
    assert [(offer["lang"], offer.a["href"]) for offer in offers] == [("pl", "/pl/miasta/")]
    assert offers[0]["aria-label"] == "Ta strona jest dostępna także po polsku."
    assert "Przeczytaj po polsku" in str(offers[0])
    assert "Zamknij" in str(offers[0].button)


def test_a_page_in_one_language_is_offered_in_no_other(client, tree, polish) -> None:
    assert not soup(client, "/en/towns/almelo/").select("#language-offers")

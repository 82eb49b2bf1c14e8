"""A story belongs to the town that it lies below, in its own language."""

import json

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from stories import queries
from stories.models import StoryPage
from tests import factories
from tests.building import translated


def test_below_a_town_it_is_that_town(tree) -> None:
    other = factories.TownPageFactory(parent=tree.towns)
    story = factories.StoryPageFactory(parent=tree.almelo, town=other)
    story.save()
    assert story.town == tree.almelo


def test_below_the_list_of_stories_it_is_the_town_that_was_chosen(tree) -> None:
    story = factories.StoryPageFactory(parent=tree.stories, town=tree.almelo)
    story.save()
    assert story.town == tree.almelo


def test_a_translated_story_belongs_to_the_translated_town(tree) -> None:
    polish = tree.locales["pl"]
    story = factories.StoryPageFactory(parent=tree.stories, town=tree.almelo)
    town = tree.almelo.copy_for_translation(polish, copy_parents=True)
    translated = story.copy_for_translation(polish, copy_parents=True)
    translated.save()
    assert StoryPage.objects.get(pk=translated.pk).town_id == town.pk


def test_a_story_that_moves_takes_the_town_that_it_moves_to(admin_client, client, tree) -> None:
    other = factories.TownPageFactory(parent=tree.towns, title="Nîmes", slug="nimes")
    story = factories.StoryPageFactory(parent=tree.almelo, title="A bench", slug="a-bench")
    story.save()
    url = reverse("wagtailadmin_pages:move_confirm", args=[story.pk, other.pk])
    assert admin_client.post(url).status_code == 302
    assert StoryPage.objects.get(pk=story.pk).town_id == other.pk
    assert "A bench" in client.get("/en/towns/nimes/").content.decode()
    assert "A bench" not in client.get("/en/towns/almelo/").content.decode()


def test_a_page_does_not_move_into_another_language(admin_client, tree) -> None:
    polish = tree.home.copy_for_translation(tree.locales["pl"])
    towns = tree.towns.copy_for_translation(tree.locales["pl"])
    url = reverse("wagtailadmin_pages:move_confirm", args=[tree.almelo.pk, towns.pk])
    admin_client.post(url)
    almelo = Page.objects.get(pk=tree.almelo.pk)
    assert almelo.get_parent().pk == tree.towns.pk
    assert not almelo.is_descendant_of(polish)


def test_the_newest_come_first_and_the_undated_last(tree) -> None:
    for title, date in (("Old", "1946-10-17"), ("None", None), ("New", "2022-10-01")):
        factories.StoryPageFactory(parent=tree.stories, title=title, date=date)
    assert [story.title for story in queries.stories()] == ["New", "Old", "None"]


# What visitors are told of it


def told(client, story) -> tuple[BeautifulSoup, dict]:
    """A story's page, and what it says of itself in JSON-LD."""
    html = BeautifulSoup(client.get(story.get_url()).content, "html.parser")
    graph = json.loads(html.select_one("script[type='application/ld+json']").string)["@graph"]
    return html, next(item for item in graph if item["@type"] == "Article")


@pytest.fixture
def story(tree):
    return factories.StoryPageFactory(parent=tree.stories, town=tree.almelo, title="A bench")


def hide(town, how: str) -> None:
    if how == "private":
        PageViewRestriction.objects.create(page=town, restriction_type="login")
    elif how == "expired":
        Page.objects.filter(pk=town.pk).update(expire_at=timezone.now())
    else:
        town.unpublish()


def test_a_public_town_is_told_of(client, tree, story) -> None:
    html, article = told(client, story)
    link = html.select_one(".key-facts a")
    assert (link.get_text(), link["href"]) == ("Almelo", "/en/towns/almelo/")
    assert not html.select(".key-facts [lang], .key-facts .card__language")
    assert html.select(".accented.accent-slate")
    assert article["about"]["url"] == "http://testserver/en/towns/almelo/"


@pytest.mark.parametrize("how", ["draft", "private", "expired"])
def test_a_hidden_town_is_not_told_of(client, tree, story, how) -> None:
    hide(tree.almelo, how)
    html, article = told(client, story)
    assert "Almelo" not in str(html)
    assert not html.select(".accented")
    assert "about" not in article
    assert "Almelo" not in client.get("/en/stories.atom").content.decode()


@pytest.mark.parametrize("how", ["draft", "private", "expired"])
def test_a_hidden_town_is_told_of_in_another_language(client, tree, story, how) -> None:
    german = translated(tree.almelo, tree.locales["de"], title="Almelo (DE)")
    hide(tree.almelo, how)
    html, article = told(client, story)
    link = html.select_one(".key-facts a")
    assert (link.get_text(), link["href"]) == ("Almelo (DE)", german.get_url())
    assert (link["lang"], link["hreflang"]) == ("de", "de")
    assert html.select_one(".key-facts .card__language").get_text() == "in German"
    assert article["about"]["name"] == "Almelo (DE)"

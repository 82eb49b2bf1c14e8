"""A story belongs to the town that it lies below, in its own language."""

from django.urls import reverse
from wagtail.models import Page

from stories import queries
from stories.models import StoryPage
from tests import factories


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

"""The buttons of translation: once each, for everybody who may, at no cost for a row of a list."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Page
from wagtail_localize import wagtail_hooks as theirs
from wagtail_localize.models import Translation, TranslationSource

from stories.models import StoryPage
from tests import factories
from tests.twinning.translation.rights.world import World
from twinning.translation.guards import unhooking


def explorer(page: Page) -> str:
    return reverse("wagtailadmin_explore", args=[page.pk])


def submits(page: Page) -> str:
    return reverse("wagtail_localize:submit_page_translation", args=[page.pk])


def links(world: World, name: str, url: str) -> list[str]:
    soup = BeautifulSoup(world.client(name).get(url).content, "html.parser")
    return [link["href"] for link in soup.find_all("a", href=True)]


def new_stories(world: World, number: int, town: str = "almelo", code: str = "en") -> list[Page]:
    parent = Page.objects.get(pk=world.towns[town, code].pk)
    return [
        parent.add_child(
            instance=StoryPage(
                title=f"Bench {index}", locale=world.locales[code], live=bool(index % 2)
            )
        )
        for index in range(number)
    ]


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("superuser", True),
        ("administrator", True),
        ("team-almelo", True),
        ("editor", False),  # into English alone, and it is English
    ],
)
def test_translate_is_there_once_for_who_may(world, name, seen) -> None:
    (story,) = new_stories(world, 1)
    found = links(world, name, explorer(world.towns["almelo", "en"]))
    assert found.count(submits(story)) == int(seen)
    edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
    assert links(world, name, edit).count(submits(story)) == int(seen)


def test_where_every_language_is_there_nothing_is_to_translate(world) -> None:
    story = world.stories["almelo", "en"]
    found = links(world, "administrator", explorer(world.towns["almelo", "en"]))
    assert submits(story) not in found and submits(world.towns["almelo", "en"]) not in found


@pytest.mark.parametrize(
    ("name", "seen"), [("superuser", True), ("team-almelo", True), ("editor", True)]
)
def test_what_is_followed_can_be_brought_up_to_date(world, name, seen) -> None:
    story = world.stories["almelo", "en"]
    source, _made = TranslationSource.get_or_create_from_instance(story)
    url = reverse("wagtail_localize:update_translations", args=[source.pk])
    at = explorer(world.towns["almelo", "en"])
    assert not [link for link in links(world, name, at) if link.startswith(url)]
    Translation.objects.create(source=source, target_locale=world.locales["pl"])
    assert len([link for link in links(world, name, at) if link.startswith(url)]) == int(seen)
    edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
    assert len([link for link in links(world, name, edit) if link.startswith(url)]) == int(seen)


@pytest.mark.parametrize("name", ["superuser", "editor", "team-almelo", "team-preston"])
def test_the_explorer_costs_the_same_for_few_and_for_many(world, name) -> None:
    """Wagtail's own page takes 30 to 37; what stands here keeps that from growing."""
    town = "preston" if name == "team-preston" else "almelo"
    url = explorer(world.towns[town, "en"])

    def cost() -> int:
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection) as captured:
            assert world.client(name).get(url).status_code == 200
        return len(captured)

    new_stories(world, 4, town)
    cost()
    few = cost()
    for story in new_stories(world, 45, town):
        source, _made = TranslationSource.get_or_create_from_instance(story)
        Translation.objects.create(source=source, target_locale=world.locales["pl"])
    assert cost() == few <= 50


def test_snippets_have_their_buttons_at_the_same_cost_for_any_number(world) -> None:
    url = reverse("wagtailsnippets_towns_interest:list") + "?locale=en"

    def cost() -> int:
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection) as captured:
            assert world.client("administrator").get(url).status_code == 200
        return len(captured)

    interest = factories.InterestFactory(key="chess", locale=world.locales["en"])
    submit = reverse(
        "wagtail_localize:submit_snippet_translation", args=["towns", "interest", interest.pk]
    )
    assert links(world, "administrator", url).count(submit) == 1
    few = cost()
    for index in range(12):
        factories.InterestFactory(key=f"more-{index}", locale=world.locales["en"])
    assert cost() == few


@pytest.mark.parametrize("name", sorted(unhooking.REPLACED))
def test_what_is_replaced_was_there_and_is_gone(name) -> None:
    """When wagtail-localize registers it otherwise, look what it does now, and mend `REPLACED`."""
    function = unhooking.REPLACED[name]
    assert function.__module__ == theirs.__name__
    assert function not in hooks.get_hooks(name)
    for other in hooks.get_hooks(name):
        assert other.__module__ != theirs.__name__ or name == "register_page_action_menu_item"


def test_wagtail_localize_registers_nothing_else_than_is_known() -> None:
    """What it may add in another version must be looked at: whom does it let do what?"""
    found = {
        (name, function.__name__)
        for name, entries in hooks._hooks.items()
        for function, _order in entries
        if function.__module__ == theirs.__name__
    }
    assert found == {
        ("register_admin_urls", "register_admin_urls"),
        ("before_edit_page", "before_edit_page"),
        ("before_edit_snippet", "before_edit_snippet"),
        ("register_page_action_menu_item", "register_restart_translation_page_action_menu_item"),
        (
            "register_snippet_action_menu_item",
            "register_restart_translation_snippet_action_menu_item",
        ),
        ("register_log_actions", "wagtail_localize_log_actions"),
        ("register_icons", "register_icons"),
    }

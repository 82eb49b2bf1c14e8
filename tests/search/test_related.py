"""Pages are found by what other tables have of them: interests, and the town above a story."""

from tests import factories
from tests.search.making import story


def test_interests_are_found(tree, titles, django_capture_on_commit_callbacks) -> None:
    page = story(tree, "A story", parent=tree.almelo)
    page.interests = [factories.InterestFactory(name="Cycling")]
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert titles("cycling") == ["A story"]


def test_interests_are_found_by_their_new_names(tree, titles) -> None:
    interest = factories.InterestFactory(name="Cycling")
    page = story(tree, "A story", parent=tree.almelo)
    page.interests = [interest]
    page.save_revision().publish()
    interest.name = "Velodromes"
    interest.save()
    assert titles("velodrome") == ["A story"]
    assert titles("cycling") == []


def test_stories_are_found_by_their_town_and_by_its_new_name(tree, titles) -> None:
    story(tree, "A story", parent=tree.almelo)
    tree.almelo.title = "Velodrome"
    tree.almelo.save_revision()
    assert titles("velodrome") == [], "a draft"
    tree.almelo.save_revision().publish()
    assert titles("velodrome") == ["Velodrome", "A story"]
    assert titles("almelo") == ["Velodrome"], "by what it is called at home"


def test_stories_are_not_found_by_a_town_that_is_not_shown(tree, titles) -> None:
    story(tree, "Below", parent=tree.almelo)
    story(tree, "Chosen", town=tree.almelo)
    assert titles("almelo") == ["Almelo", "Below"]
    tree.almelo.unpublish()
    assert titles("almelo") == []
    tree.almelo.save_revision().publish()
    assert titles("almelo") == ["Almelo", "Below"]


def test_stories_are_found_by_the_town_that_they_are_moved_to(tree, titles) -> None:
    page = story(tree, "A story", parent=tree.almelo)
    other = factories.TownPageFactory(parent=tree.almelo.get_parent(), title="Velodrome")
    page.move(other, pos="last-child")
    assert titles("velodrome") == ["Velodrome", "A story"]
    assert titles("story", town=str(other.translation_key)) == ["A story"]

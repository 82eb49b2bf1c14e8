"""The request's references: batches, not one query each."""

from django.utils import translation
from wagtail.models import Page

from tests import factories
from twinning import references
from twinning.media.models import TwinningImage


def test_what_is_wanted_comes_together(tree, django_assert_num_queries) -> None:
    towns = factories.TownPageFactory.create_batch(5, parent=tree.towns)
    store = references.References()
    store.want(Page, [town.pk for town in towns])
    store.want_page(tree.almelo)
    with django_assert_num_queries(1):
        assert [store.get(Page, town.pk).title for town in towns] == [t.title for t in towns]
        assert [page.title for page in store.ancestors(tree.almelo)] == ["Home", "Towns"]
        assert list(store.translations(tree.almelo)) == ["en"]
        assert store.get(Page, towns[0].pk) is store.get(Page, towns[0].pk)


def test_what_does_not_exist_is_asked_for_once(tree, django_assert_num_queries) -> None:
    store = references.References()
    with django_assert_num_queries(1):
        assert store.get(Page, 999_999) is None
        assert store.get(Page, 999_999) is None
    assert store.get(Page, None) is None


def test_pictures_come_with_their_renditions(tree, django_assert_num_queries) -> None:
    pictures = factories.ImageFactory.create_batch(4)
    for picture in pictures[:3]:
        picture.get_rendition("width-400|format-webp")
    store = references.References()
    store.want(TwinningImage, [picture.pk for picture in pictures])
    with django_assert_num_queries(1):
        found = [store.get(TwinningImage, picture.pk) for picture in pictures]
        for picture in found[:3]:
            assert picture.get_rendition("width-400|format-webp").width
    assert [picture.title for picture in found] == [picture.title for picture in pictures]


def test_a_page_is_localised_to_the_active_language(tree) -> None:
    home = tree.home.copy_for_translation(tree.locales["nl"])
    home.save_revision().publish()
    store = references.References()
    with translation.override("nl"):
        assert store.localised(tree.home).pk == home.pk
        assert store.localised(tree.almelo).pk == tree.almelo.pk
    assert store.localised(None) is None


def test_a_draft_is_no_target(tree) -> None:
    tree.almelo.unpublish()
    tree.almelo.refresh_from_db()
    assert references.References().localised(tree.almelo) is None


def test_once_makes_once() -> None:
    store = references.References()
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return len(made)

    assert (store.once("key", make), store.once("key", make), made) == (1, 1, [1])


def test_outside_a_request_nothing_is_kept(tree) -> None:
    assert references.current() is not references.current()


def test_each_request_starts_empty(client, tree) -> None:
    """A page renamed between two requests is shown under its new name in the second."""
    for title in ("Almelo", "Almelo aan de Aa"):
        tree.almelo.title = title
        tree.almelo.save()
        assert f"<h1>{title}</h1>" in client.get(tree.almelo.get_url()).content.decode()

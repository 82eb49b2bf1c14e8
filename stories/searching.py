"""Stories are found by their town: its name, and where they lie."""

from typing import Any

from modelsearch.backends import get_search_backends
from modelsearch.index import insert_or_update_object
from wagtail.models import Page

from stories import queries
from stories.models import StoryPage
from towns.models import TownPage


def settle_town(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Give a moved story the town that it now lies below; a receiver of `post_page_move`."""
    story = StoryPage.objects.filter(pk=instance.pk).first()
    if story is not None:
        story.town = queries.town_of(story)
        StoryPage.objects.filter(pk=story.pk).update(town=story.town)
        insert_or_update_object(story)


def note_change(
    sender: type[TownPage], instance: TownPage, update_fields: Any = None, **kwargs: Any
) -> None:
    """Note whether a town gets another name, comes or goes; a receiver of `pre_save`."""
    fields = {"title", "live"}
    may_be = not kwargs.get("raw") and (update_fields is None or fields & set(update_fields))
    now = {name: getattr(instance, name) for name in fields}
    others = TownPage.objects.filter(pk=instance.pk).exclude(**now)
    instance.__dict__["_has_another_name"] = may_be and others.exists()


def reindex(sender: type[TownPage], instance: TownPage, **kwargs: Any) -> None:
    """Have a town's stories found by its new name, and no longer by the old; after `pre_save`."""
    if not instance.__dict__.pop("_has_another_name", False):
        return
    stories = list(StoryPage.get_indexed_objects().filter(town=instance.pk))
    for backend in get_search_backends(with_auto_update=True):
        backend.add_bulk(StoryPage, stories)

"""Querysets of stories."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import translation
from wagtail.models import Page
from wagtail.query import PageQuerySet

from stories import models  # a module, not its names: models.py imports this one
from towns.models import TownPage
from towns.queries import shown_towns, want_pictures
from twinning import landmarks, references, visibility
from twinning.translation import fallback


def stories() -> PageQuerySet:
    """Live, public stories of the site in the active language with their town, the newest first.

    Stories without a date come last, in the order of their titles.
    """
    here = _public().filter(locale__language_code=translation.get_language())
    return _newest_first(here).select_related("town")


def newly_published(number: int) -> "list[models.StoryPage]":
    """The stories that were published last, with all that a feed says of them."""
    found = stories().select_related("town", "locale").prefetch_related("interests")
    newest = found.order_by(F("first_published_at").desc(nulls_last=True), "-pk")
    return want_pictures(newest[:number])


def shown_stories() -> PageQuerySet:
    """The site's stories as a list shows them, in the same order.

    Each in the visitor's or the best other language.
    """
    return _newest_first(fallback.best(_public()))


def stories_of(town_key: Any) -> PageQuerySet:
    """Those of the shown stories that are of one town, by the town's translation key."""
    return shown_stories().filter(town__translation_key=town_key)


def story_like(chosen: int) -> PageQuerySet:
    """A story in the best language that there is, by the primary key of it in any language."""
    key = Page.objects.filter(pk=chosen).values("translation_key")
    return fallback.best(_public().filter(translation_key__in=key))


def shown_town(story: "models.StoryPage") -> TownPage | None:
    """The town that a visitor of a story is told of: its own where anybody may see that.

    Else the same town in the best other language, which costs a query; None where there is none.
    """
    town = story.town
    if town is None:
        return None
    if visibility.is_public(town):
        if town.locale_id == story.locale_id:
            town.locale = story.locale  # saves asking for it
        return town
    key = town.translation_key
    return references.current().once(
        ("shown town", key, translation.get_language()),
        lambda: shown_towns().filter(translation_key=key).first(),
    )


def spotlit(chosen: Iterable[int]) -> PageQuerySet:
    """The chosen stories in every language, and the newest in each, all of them public."""
    public = _public()
    newest = Window(
        RowNumber(),
        partition_by="locale_id",
        order_by=[F("date").desc(nulls_last=True), F("title").asc()],
    )
    ranked = public.annotate(rank=newest).filter(rank=1)
    keys = Page.objects.filter(pk__in=list(chosen)).values("translation_key")
    return public.filter(
        Q(pk__in=ranked.values("pk")) | Q(translation_key__in=keys)
    ).select_related("locale")


def _public() -> PageQuerySet:
    return landmarks.within(visibility.public(models.StoryPage.objects), landmarks.current_site())


def _newest_first(stories: PageQuerySet) -> PageQuerySet:
    return stories.order_by(F("date").desc(nulls_last=True), "title", "pk")


def town_of(story: "models.StoryPage") -> TownPage | None:
    """The town that a story belongs to, in the story's own language where it exists in it.

    The page above the story decides; below a list of stories it is the town that was chosen.
    """
    parent = story.get_parent() if story.path else None
    town = parent.specific if parent is not None else None
    if isinstance(town, TownPage):
        return town
    chosen = story.town
    if chosen is None or story.locale_id in {None, chosen.locale_id}:
        return chosen
    return chosen.get_translation_or_none(story.locale) or chosen


def story_index(locale_id: int) -> int | None:
    """The primary key of the site's public list of stories in a language, None without one."""
    lists = visibility.public(models.StoryIndexPage.objects)
    here = landmarks.within(lists, landmarks.current_site()).filter(locale_id=locale_id)
    found: int | None = here.order_by("path").values_list("pk", flat=True).first()
    return found

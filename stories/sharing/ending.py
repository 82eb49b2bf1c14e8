"""How a shared story ends: published, deleted by editors, or withdrawn by who sent it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from stories.models.shared_story import SharedStory
from stories.models.story_page import StoryPage
from stories.sharing import letters
from twinning.media import private


def published(instance: Page, **kwargs: Any) -> None:
    """Tell the sender, the first time; a receiver of `page_published`.

    Wagtail sends the signal for a page that is to be published later as well.
    """
    if not instance.live:
        return
    mine = SharedStory.objects.filter(page_id=instance.pk, published_at=None)
    with transaction.atomic():
        if mine.update(published_at=timezone.now()):
            letters.tell_published(SharedStory.objects.get(page_id=instance.pk), instance)


def settled(instance: StoryPage, **kwargs: Any) -> None:
    """Note that editors delete a story; of one that was never public, its pictures go with it.

    A receiver of `pre_delete`: afterwards nobody knows whose it was.
    """
    mine = SharedStory.objects.filter(page_id=instance.pk, withdrawn_at=None, settled_at=None)
    for shared in mine:
        if shared.published_at is None:
            private.remove(unused(shared.picture_keys, instance))
        shared.settled_at = timezone.now()
        shared.save(update_fields=["settled_at"])


def unused(picture_keys: Iterable[int], story: StoryPage) -> list[Any]:
    """Those of some pictures that nothing but a story shows."""
    found = []
    for picture in get_image_model().objects.filter(pk__in=picture_keys):
        uses = ReferenceIndex.get_references_to(picture)
        page_type = story.get_base_content_type()
        own = Q(base_content_type=page_type, object_id=str(story.pk))
        if not uses.exclude(own).exists():
            found.append(picture)
    return found


def withdraw(shared: SharedStory) -> None:
    """Delete a story in every language, with the pictures that came with it, and tell its team.

    Nothing is done a second time.
    """
    with transaction.atomic():
        waiting = SharedStory.objects.select_for_update().filter(withdrawn_at=None)
        row = waiting.filter(pk=shared.pk).first()
        if row is None:
            return
        row.withdrawn_at = timezone.now()
        row.save(update_fields=["withdrawn_at"])
        was_public = delete_pages(row.page) if row.page else False
        private.remove(get_image_model().objects.filter(pk__in=row.picture_keys))
        letters.tell_withdrawn(row, was_public)


def discard(shared: SharedStory) -> None:
    """Delete a draft in every language, and those of its pictures that nothing else shows."""
    if shared.page is not None:
        delete_pages(shared.page)
        private.remove(unused(shared.picture_keys, shared.page))


def delete_pages(story: StoryPage) -> bool:
    """Delete a story, its translations, their aliases, and what was taken apart to translate it.

    Returns:
        Whether any of them was live.
    """
    strings = _strings_of(story.translation_key)
    family = Q(translation_key=story.translation_key)
    aliases = Q(alias_of__translation_key=story.translation_key)
    was_public = False
    pages = list(Page.objects.filter(family | aliases).order_by("-path"))
    for page in pages:
        was_public = was_public or page.live
        page.delete()
    # Wagtail notes the title of what is deleted, and titles may name people.
    PageLogEntry.objects.filter(page__in=[page.pk for page in pages]).update(label="–")
    if strings:
        apps.get_model("wagtail_localize.String").objects.filter(
            pk__in=strings, segments=None
        ).delete()
    return was_public


def _strings_of(translation_key: UUID) -> list[int]:
    """The keys of the texts that a translation of a story was made from."""
    if not apps.is_installed("wagtail_localize"):
        return []
    from wagtail_localize.models import StringSegment

    segments = StringSegment.objects.filter(source__object_id=translation_key)
    return list(segments.values_list("string_id", flat=True).distinct())

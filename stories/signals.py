"""What a story must hear of the tree."""

from typing import Any

from wagtail.models import Page

from stories import queries
from stories.models import StoryPage


def settle_town(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Give a moved story the town that it now lies below; a receiver of `post_page_move`."""
    story = StoryPage.objects.filter(pk=instance.pk).first()
    if story is not None:
        StoryPage.objects.filter(pk=story.pk).update(town=queries.town_of(story))

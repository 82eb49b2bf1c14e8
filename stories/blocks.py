"""A block that shows one story on any page."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model

from stories import queries
from stories.models import StoryPage
from twinning import references
from twinning.blocks.choosers import PageReferenceBlock


class StorySpotlightBlock(blocks.StructBlock):
    """One story, shown large: the one that is chosen, or the newest."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=120)
    story = PageReferenceBlock(
        page_type="stories.StoryPage",
        label=_("Story"),
        required=False,
        help_text=_("None chosen: the newest."),
    )

    class Meta:
        icon = "openquote"
        label = _("A story")
        description = _("One story with its picture, to draw readers in.")
        template = "stories/blocks/story_spotlight.html"
        preview_value = {"heading": _("A story"), "story": None}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Adds `story`; None where the one that was chosen is public in no language."""
        context = super().get_context(value, parent_context=parent_context)
        context["story"] = _story(value["story"].pk if value["story"] else None)
        return context

    def prepare(self, raw: Any) -> None:
        """Fetch the story, so that its picture comes with those of the rest of the page."""
        _story(raw.get("story"))


def _story(chosen: int | None) -> StoryPage | None:
    """The chosen story or the newest, in the best language that there is; once for each request."""

    def fetch() -> StoryPage | None:
        found = queries.story_like(chosen) if chosen else queries.shown_stories()
        story: StoryPage | None = found.first()
        if story is not None:
            references.current().want(get_image_model(), [story.picture_id])
        return story

    return references.current().once(("story", chosen), fetch)

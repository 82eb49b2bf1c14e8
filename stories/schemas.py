"""The shapes of this room's blocks in the Content API."""

from typing import TYPE_CHECKING, Any

from stories import queries
from stories.blocks import StorySpotlightBlock
from twinning.content_api import schemas
from twinning.content_api.blocks import Description, describes
from twinning.content_api.blocks.naming import schema
from twinning.content_api.blocks.structures import struct
from twinning.references import reference_key

if TYPE_CHECKING:
    from twinning.content_api.context import Context


def register_schemas() -> None:
    """Register them; call it in `ready()`, before the URLs are read."""
    describes(StorySpotlightBlock)(_story_spotlight)


def _story_spotlight(block: StorySpotlightBlock, path: str) -> Description:
    """The story itself: the one that was chosen, or the newest; null where there is none."""
    shape = schema(
        "StorySpotlight",
        "story spotlight",
        {"heading": (str, ...), "story": (schemas.PageCard | None, ...)},
        doc=str(StorySpotlightBlock.__doc__),
    )
    plain = struct(block, path, shape)

    def want(stored: Any, context: "Context") -> None:
        chosen = context.store.once("spotlit stories", set)
        chosen.add(reference_key(stored.get("story")))
        context.before_writing("spotlit stories", lambda: _fetch_stories(context))

    def value(stored: Any, context: "Context") -> dict[str, Any]:
        story = _story(reference_key(stored.get("story")), context)
        return {
            "heading": stored.get("heading") or "",
            "story": context.card(story) if story else None,
        }

    return Description("story spotlight", shape, value, want, plain.read, plain.write)


def _fetch_stories(context: "Context") -> list[Any]:
    def fetch() -> list[Any]:
        chosen: set[int | None] = context.store.once("spotlit stories", set)
        stories = list(queries.spotlit(key for key in chosen if key is not None))
        for story in stories:
            context.want_card(story)
        return stories

    return context.store.once("stories to be spotlit", fetch)


def _story(chosen: int | None, context: "Context") -> Any:
    here = [s for s in _fetch_stories(context) if s.locale_id == context.locale_id]
    if chosen is None:
        by_title = sorted(here, key=lambda s: str(s.title))
        newest = sorted(by_title, key=lambda s: (s.date is not None, s.date), reverse=True)
        return newest[0] if newest else None
    key = next((s.translation_key for s in _fetch_stories(context) if s.pk == chosen), None)
    return next((s for s in here if s.translation_key == key), None)

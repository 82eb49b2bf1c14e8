"""The content of the benchmark: 5 languages × 200 stories, 12 blocks and 4 pictures a page."""

import uuid
from typing import Any

from wagtail.models import Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from stories.models import StoryPage
from tests import factories
from twinning.media.models import TwinningImage
from twinning.media.renditions import make

LANGUAGES = ("en", "nl", "fr", "de", "pl")
STORIES = 200
PICTURES = 8


def build(stories: int = STORIES) -> list[StoryPage]:
    """Fill an empty, migrated database; the English stories."""
    with disable_reference_index_auto_update():
        return _build(stories)


def _build(stories: int) -> list[StoryPage]:
    for code in LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    home = factories.HomePageFactory(parent=Page.get_first_root_node(), slug="start")
    Site.objects.update(root_page=home, hostname="testserver", port=80)
    Page.objects.filter(slug="home", depth=2).exclude(pk=home.pk).delete()
    towns = factories.TownIndexPageFactory(parent=home)
    town = factories.TownPageFactory(parent=towns, slug="almelo")
    interests = [factories.InterestFactory() for _ in range(3)]
    pictures = [_picture(number) for number in range(PICTURES)]
    pages = [_story(town, number, pictures, interests) for number in range(stories)]
    for code in LANGUAGES[1:]:
        locale = Locale.objects.get(language_code=code)
        for page in (home, towns, town, *pages):
            page.copy_for_translation(locale)
    Page.objects.update(live=True, has_unpublished_changes=False)
    return pages


def _picture(number: int) -> TwinningImage:
    picture = factories.ImageFactory(
        title=f"Picture {number}", file__width=900, file__height=600, description="A bridge"
    )
    make(picture)
    return picture


def _story(town: Page, number: int, pictures: list[Any], interests: list[Any]) -> StoryPage:
    shown = [pictures[(number + step) % len(pictures)] for step in range(4)]
    story = factories.StoryPageFactory(
        parent=town,
        slug=f"story-{number}",
        date="1950-05-01",
        intro="How it came about. " * 10,
        picture=shown[0],
        picture_alt="A bridge over a canal",
        body=_body(town, shown),
    )
    story.interests = interests
    story.save()
    return story


def _body(town: Page, pictures: list[Any]) -> list[dict[str, Any]]:
    """Twelve blocks, three of them with a picture: with the page's own, four a page."""
    text = f'<p>See <a linktype="page" id="{town.pk}">the town</a>. {"Words upon words. " * 30}</p>'
    blocks: list[dict[str, Any]] = []
    for picture in pictures[1:]:
        image = {"image": picture.pk, "alt_text": "A bridge", "decorative": False}
        blocks += [
            _block("heading", {"text": "What happened", "level": "h2"}),
            _block("rich_text", text),
            _block("image", {"image": image, "caption": "The bridge"}),
            _block("quote", {"text": "We came as guests.", "attribution": "A visitor"}),
        ]
    return blocks


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}

"""Content that nobody expects, put into a copy of the demo site: what is done returns the paths."""

from collections.abc import Container
from typing import Any

from wagtail.models import Page

from home.blocks import HomeBodyBlock
from home.models import HomePage, StandardPage
from stories.models import StoryPage
from tests import factories
from tests.contract import content, world
from tests.tools import demo
from towns.models import TownIndexPage, TownPage
from twinning.media.models import TwinningImage

#: Titles that editors might paste; Wagtail takes 255 characters.
SPACED = ("An unusually long title about the friendship of towns " * 5)[:249].strip()
UNBROKEN = ("Städtepartnerschaftsvereinsvorsitzendenversammlung" * 5)[:250]
SCRIPT = "<script>alert('a title')</script> & \"quotes\" ‘of’ «every» „kind”"
#: In Hebrew, with what stands around them.
RISHON, AKKO = "ראשון לציון", "עכו"


def crowded() -> list[str]:
    """Long, odd and many; the paths."""
    home = Page.objects.get(depth=2, locale__language_code="en")
    towns = TownIndexPage.objects.get(locale=home.locale)
    town = _town(towns, UNBROKEN, RISHON, 0)
    for number, name in enumerate((RISHON, AKKO, SCRIPT[:120], UNBROKEN[:120], SPACED[:120])):
        link = {"sort_order": number, "latitude": f"{31 + number}.5", "longitude": "34.75"}
        factories.TwinLinkFactory(town=town, name=name, country="IL", note=name, **link)
    hostile = _town(towns, SCRIPT, SCRIPT[:120], 1)
    story = factories.StoryPageFactory(
        parent=town,
        town=town,
        slug="odd-story",
        title=SPACED,
        intro=UNBROKEN,
        listing_text=UNBROKEN,
        people=UNBROKEN,
        picture=_picture_that_is_gone(),
        picture_alt=SPACED,
    )
    bare = factories.StoryPageFactory(parent=hostile, town=hostile, slug="bare", title="W")
    full = factories.StandardPageFactory(parent=home, slug="full", title=UNBROKEN, intro=SPACED)
    full.body = _blocks(full, town, story)
    full.save()
    one = factories.StandardPageFactory(parent=home, slug="one", title="W")
    made = [page.get_url() for page in (town, hostile, story, bare, full, one)]
    searches = [f"/en/search/?q={words}" for words in (UNBROKEN[:120], "zzzz")]
    return [*made, *searches, *_types("en"), *_types("nl")]


def empty() -> list[str]:
    """No town, no story, no picture, no words but titles; the paths."""
    StoryPage.objects.update(live=False)
    TownPage.objects.filter(locale__language_code="pl").update(live=False)
    for model in (HomePage, StandardPage, TownIndexPage, TownPage):
        model.objects.update(picture=None, search_description="")
    StandardPage.objects.update(body="[]", intro="")
    HomePage.objects.filter(locale__language_code="de").update(body="[]", strapline="")
    Page.objects.filter(depth=2, locale__language_code="fr").update(title="W")
    return ["/de/", "/fr/", *_types("en", but=["story"]), *_types("pl", but=["story", "town"])]


def _types(language: str, but: Container[str] = ()) -> list[str]:
    return [place.path for place in demo.every_type(language) if place.name not in but]


def _town(parent: Any, title: str, native_name: str, number: int) -> Any:
    return factories.TownPageFactory(
        parent=parent,
        title=title,
        native_name=native_name,
        slug=f"odd-{number}",
        listing_text=UNBROKEN,
        intro=SPACED,
        website="https://example.org/" + "a" * 170,
        population=2_147_483_647,
        twinned_since=1948,
    )


def _picture_that_is_gone() -> Any:
    picture = factories.ImageFactory(title="Gone", description="A picture whose file is lost")
    picture.file.storage.delete(picture.file.name)
    return picture


def _blocks(page: Any, town: Any, story: Any) -> list[dict[str, Any]]:
    """Every block that a page of text can have, again and again, its words too long."""
    image = TwinningImage.objects.exclude(title="Gone").first()
    document = world._document()
    blocks = content.body(image, document, town) + content.home_blocks(town, story)
    known, used = set(HomeBodyBlock().child_blocks), {block["type"] for block in blocks}
    if known - used:
        raise ValueError(f"tests.contract.content has no block of {sorted(known - used)}")
    doubled = [*blocks, *_lengthened(blocks), *blocks]
    return [{**block, "id": None} for block in doubled]


def _lengthened(value: Any) -> Any:
    """The same with longer words, where they are words and not names of things."""
    words = {"heading", "caption", "title", "label", "attribution", "date", "note"}
    if isinstance(value, list):
        return [_lengthened(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: UNBROKEN[:80] if key in words and isinstance(member, str) else _lengthened(member)
        for key, member in value.items()
    }

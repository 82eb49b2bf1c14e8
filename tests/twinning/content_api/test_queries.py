"""SQL is constant: 12 queries at most for any call, the same for few and for many of anything."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed
from wagtail.models import PageViewRestriction

from home.models import SiteSettings
from stories.models import StoryPage
from tests import factories
from tests.twinning.content_api.test_pages import translate
from tests.twinning.test_query_counts import block, body
from towns.models import Interest
from twinning.media.models import TwinningImage

MOST = 12
CALLS = [
    "pages/?limit=100",
    "pages/?limit=100&locale=pl&fallback=nl,en",
    "pages/?limit=100&type=stories.StoryPage&order=-date&interests=cycling",
    "pages/?limit=100&type=towns.TownPage&order=twinned_since",
    "pages/?limit=100&descendant_of={home}&fields=title,body",
    "pages/{home}/?locale=nl",
    "resolve/?path=/en/",
    "resolve/?path=/en/towns/almelo/",
    "resolve/?path=/en/towns/almelo/story-0/&rich_text=portable_text",
    "resolve/?path=/en/towns/almelo/story-0/&rich_text=markdown",
    "routes/",
    "locales/",
    "site/?locale=en",
    "towns/partners/?locale=en",
    "images/{picture}/",
]


def fill(tree, document, number: int) -> None:
    """So many stories, towns, partners, and blocks of each kind, in two languages."""
    interests = [factories.InterestFactory(key="cycling"), factories.InterestFactory()]
    nl = tree.locales["nl"]
    pictures = factories.ImageFactory.create_batch(number, description="A bridge")
    towns = [tree.almelo, *factories.TownPageFactory.create_batch(number - 1, parent=tree.towns)]
    linked = factories.StandardPageFactory.create_batch(number, parent=tree.home)
    blocks = [
        item
        for picture, page in zip(pictures, linked, strict=True)
        for item in body(picture, document, [page], 1)
    ]
    stories = [
        factories.StoryPageFactory(
            parent=tree.almelo,
            slug=f"story-{index}",
            date="2011-04-29",
            picture=picture,
            picture_alt="A bridge",
            body=blocks,
        )
        for index, picture in enumerate(pictures)
    ]
    for page in (*towns, *stories):
        page.interests = interests
        page.save()
    for town in towns:
        for link in factories.TwinLinkFactory.create_batch(2, town=town):
            link.interests = interests
            link.save()
    listing = [
        block("town_grid", {"heading": "Towns", "intro": "", "towns": []}),
        block("story_spotlight", {"heading": "Story", "story": stories[0].pk}),
        block("story_spotlight", {"heading": "Story", "story": None}),
        block("partner_map", {"heading": "Partners", "intro": ""}),
    ]
    tree.home.body = [*blocks, *listing]
    tree.home.picture, tree.home.picture_alt = pictures[0], "A bridge"
    tree.home.save()
    translate(tree.home, nl)
    links = [block("link", {"label": "", "page": page.pk, "url": ""}) for page in stories[:8]]
    factories.SiteSettingsFactory(site=tree.site, header=links, footer=links)
    Embed.objects.get_or_create(
        hash=get_embed_hash("https://example.org/film"),
        url="https://example.org/film",
        type="video",
    )
    private = factories.StandardPageFactory(parent=tree.home)
    PageViewRestriction.objects.create(page=private, restriction_type="login")


def cost(client, tree, document, number: int) -> dict[str, int]:
    """How many queries each call costs with so many of everything."""
    fill(tree, document, number)
    names = {"home": tree.home.pk, "picture": TwinningImage.objects.values_list("pk")[0][0]}
    counts = {}
    for call in CALLS:
        url = f"/api/content/v1/{call.format(**names)}"
        assert client.get(url).status_code == 200, url
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        counts[call] = len(captured)
    return counts


@pytest.fixture
def few(client, tree, document) -> dict[str, int]:
    """What each call costs with one of everything."""
    return cost(client, tree, document, 1)


def test_every_call_stays_within_the_budget(few: dict[str, int]) -> None:
    assert {call: count for call, count in few.items() if count > MOST} == {}


def test_twenty_cost_what_one_costs(few: dict[str, int], client, tree, document) -> None:
    for model in (StoryPage, Interest, PageViewRestriction, SiteSettings):
        model.objects.all().delete()
    tree.home.get_translations().delete()
    assert cost(client, tree, document, 20) == few

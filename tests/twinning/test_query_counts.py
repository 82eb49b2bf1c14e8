"""SQL is constant: 12 queries at most for any page, the same for few and for many of anything."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from tests import factories
from tests.building import translated
from twinning.translation.models import TranslationState

MOST = 12


def queries(client, page: Page) -> int:
    """How many queries the page costs once its renditions and Wagtail's own caches are there."""
    assert client.get(page.get_url()).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        assert client.get(page.get_url()).status_code == 200
    return len(captured)


def block(kind: str, value: object) -> dict:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def figure(picture) -> dict:
    return {
        "image": {"image": picture.pk, "alt_text": "A bridge", "decorative": False},
        "caption": "",
    }


def body(picture, document, pages: list[Page], times: int) -> list[dict]:
    """Every shared block, `times` over; pictures and pages take turns."""
    link = {"label": "Go", "page": pages[0].pk, "url": ""}
    html = f'<p>See <a linktype="page" id="{pages[0].pk}">this</a> and ' + (
        f'<a linktype="document" id="{document.pk}">that</a>.</p>'
    )
    pictures = [{"type": "item", "value": figure(picture), "id": str(uuid.uuid4())}] * 2
    cards = [{"title": "Card", "text": "", "image": figure(picture)["image"], "link": link}]
    return [
        block("rich_text", html),
        block("heading", {"text": "Heading", "level": "h2"}),
        block("image", figure(picture)),
        block("gallery", {"heading": "Gallery", "pictures": pictures}),
        block("quote", {"text": "Quote", "attribution": ""}),
        block("facts", {"heading": "", "facts": [{"label": "Year", "value": "1948", "note": ""}]}),
        block("timeline", {"heading": "", "events": [{"date": "1948", "title": "E", "text": ""}]}),
        block("cards", {"heading": "", "cards": cards}),
        block("call_to_action", {"heading": "Call", "text": "", "link": link}),
        block("embed", {"media": "https://example.org/film", "title": "Film", "caption": ""}),
        block("document", {"document": document.pk, "title": "", "description": ""}),
    ] * times


@pytest.fixture
def document(tree):
    from django.core.files.base import ContentFile
    from wagtail.documents import get_document_model

    return get_document_model().objects.create(
        title="Programme", file=ContentFile(b"Programme", name="programme.txt")
    )


@pytest.fixture
def settings_with_menus(tree):
    links = [
        block("link", {"label": "", "page": page.pk, "url": ""})
        for page in (tree.towns, tree.stories, tree.almelo)
    ]
    return factories.SiteSettingsFactory(site=tree.site, header=links, footer=links)


def test_every_page_type_stays_within_the_budget(
    client, tree, picture, document, settings_with_menus
) -> None:
    interests = [factories.InterestFactory() for _ in range(3)]
    full = body(picture, document, [tree.almelo], 1)
    for town in (tree.almelo, factories.TownPageFactory(parent=tree.towns)):
        town.interests = interests
        town.save()
        for _ in range(3):
            link = factories.TwinLinkFactory(town=town)
            link.interests = interests
            link.save()
    story = factories.StoryPageFactory(parent=tree.almelo, date="2011-04-29")
    story.interests = interests
    story.save()
    home_blocks = [
        block("town_grid", {"heading": "Towns", "intro": "", "towns": []}),
        block("story_spotlight", {"heading": "Story", "story": story.pk}),
        block("partner_map", {"heading": "Partners", "intro": ""}),
    ]
    PageViewRestriction.objects.create(
        page=factories.StandardPageFactory(parent=tree.home), restriction_type="login"
    )
    pages = [
        tree.home,
        tree.towns,
        tree.almelo,
        tree.stories,
        story,
        factories.StandardPageFactory(parent=tree.home),
        factories.SearchPageFactory(parent=tree.home),
        factories.PartnersPageFactory(parent=tree.home),
        factories.InterestsPageFactory(parent=tree.home),
        factories.ShareStoryPageFactory(parent=tree.home),
    ]
    counts = {}
    for page in pages:
        own = home_blocks if page in (tree.home, pages[5]) else []
        page.body = [*full, *own]
        page.picture, page.picture_alt = picture, "A bridge"
        page.save()
        counts[page.specific_class.__name__] = queries(client, page)
    for page in pages[1:]:  # then link previews show the picture of a page above it
        page.picture, page.picture_alt = None, ""
        page.save()
        counts[f"{page.specific_class.__name__} without a picture"] = queries(client, page)
    assert {name: count for name, count in counts.items() if count > MOST} == {}


@pytest.mark.parametrize("of_town", [True, False])
def test_stories_cost_the_same_for_5_and_for_200(client, tree, picture, of_town: bool) -> None:
    parent = tree.almelo if of_town else tree.stories

    def add(number: int) -> None:
        for _ in range(number):
            factories.StoryPageFactory(parent=parent, picture=picture, picture_alt="A bridge")

    add(5)
    few = queries(client, parent)
    add(195)
    assert queries(client, parent) == few


def test_sharing_a_story_costs_the_same_for_one_town_and_for_thirty(client, tree) -> None:
    page = factories.ShareStoryPageFactory(parent=tree.home)
    few = queries(client, page)
    factories.TownPageFactory.create_batch(29, parent=tree.towns)
    assert queries(client, page) == few


def test_blocks_and_pictures_cost_the_same_for_few_and_many(client, tree, document) -> None:
    page = factories.StandardPageFactory(parent=tree.home)
    others = factories.StandardPageFactory.create_batch(20, parent=tree.home)

    def fill(times: int) -> None:
        blocks = []
        for number in range(times):
            picture = factories.ImageFactory(description="A bridge")
            blocks += body(picture, document, [others[number % 20]], 1)
        page.body = blocks
        page.save()

    fill(1)
    few = queries(client, page)
    fill(15)
    assert queries(client, page) == few


def test_menus_cost_the_same_for_one_and_for_eight(client, tree) -> None:
    pages = factories.StandardPageFactory.create_batch(8, parent=tree.home)

    def menu(size: int) -> list[dict]:
        return [block("link", {"label": "", "page": page.pk, "url": ""}) for page in pages[:size]]

    settings = factories.SiteSettingsFactory(site=tree.site, header=menu(1))
    few = queries(client, tree.home)
    settings.header = menu(8)
    settings.save()
    assert queries(client, tree.home) == few


def test_towns_cost_the_same_for_one_and_for_thirty(client, tree) -> None:
    tree.home.body = [
        block("town_grid", {"heading": "Towns", "intro": "", "towns": []}),
        block("partner_map", {"heading": "Partners", "intro": ""}),
    ]
    tree.home.save()
    factories.TwinLinkFactory(town=tree.almelo)
    few = queries(client, tree.home)
    for town in factories.TownPageFactory.create_batch(29, parent=tree.towns):
        factories.TwinLinkFactory.create_batch(2, town=town)
    assert queries(client, tree.home) == few


@pytest.mark.parametrize("is_stale", [True, False])
def test_how_a_page_came_about_costs_nothing(client, tree, is_stale: bool) -> None:
    polish = tree.locales["pl"]
    page = translated(tree.almelo, polish)
    few = queries(client, page)
    TranslationState.objects.update_or_create(
        page=page,
        defaults={
            "source_locale": tree.locales["en"],
            "method": TranslationState.Method.MACHINE,
            "is_stale": is_stale,
        },
    )
    assert "site-footer__provenance" in client.get(page.get_url()).content.decode()
    assert queries(client, page) == few <= MOST

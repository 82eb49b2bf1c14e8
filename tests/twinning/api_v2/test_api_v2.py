"""API v2: a client that was made for any Wagtail site works, and sees what anybody may see."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from tests import factories
from tests.twinning.content_api.test_pages import translate

pytestmark = pytest.mark.django_db


def ask(path: str, status: int = 200, client: Client | None = None) -> Any:
    response = (client or Client()).get(f"/api/v2/{path}", follow=True)
    assert response.status_code == status, response.content.decode()[:400]
    assert response.headers["Content-Type"] == "application/json"
    return response.json()


def ids(path: str, client: Client | None = None) -> list[int]:
    return [item["id"] for item in ask(path, client=client)["items"]]


@pytest.fixture
def story(tree, picture):
    """A story of Almelo, with all that refers to something."""
    return factories.StoryPageFactory(
        parent=tree.stories,
        title="The bench",
        town=tree.almelo,
        picture=picture,
        picture_alt="A bench",
        body=[("rich_text", f'<p>See <a linktype="page" id="{tree.almelo.pk}">it</a>.</p>')],
    )


def test_lists_filters_and_fields_are_wagtails(tree, story) -> None:
    towns = ask("pages/?type=towns.TownPage&fields=*")
    assert towns["meta"] == {"total_count": 1}
    (town,) = towns["items"]
    assert town["id"] == tree.almelo.pk
    assert town["meta"]["type"] == "towns.TownPage"
    assert town["meta"]["html_url"].endswith("/en/towns/almelo/")
    assert town["meta"]["detail_url"].endswith(f"/api/v2/pages/{tree.almelo.pk}/")
    assert town["meta"]["locale"] == "en"
    assert town["country"] == "NL"
    assert ids(f"pages/?child_of={tree.towns.pk}") == [tree.almelo.pk]
    assert ids(f"pages/?descendant_of={tree.towns.pk}") == [tree.almelo.pk]
    assert ids(f"pages/?ancestor_of={tree.almelo.pk}") == [tree.home.pk, tree.towns.pk]
    assert ids("pages/?child_of=root&order=-title&limit=1&offset=1") == [tree.stories.pk]
    assert ids("pages/?slug=almelo") == [tree.almelo.pk]
    assert ids(f"pages/?type=stories.StoryPage&town={tree.almelo.pk}") == [story.pk]
    assert set(ask("pages/?fields=_,title")["items"][0]) == {"title"}


def test_a_page_has_its_fields_its_parent_and_what_it_refers_to(tree, story, picture) -> None:
    interest = factories.InterestFactory(key="music", name="Music")
    story.interests.add(interest)
    story.save()
    page = ask(f"pages/{story.pk}/")
    assert page["title"] == "The bench"
    assert page["meta"]["parent"]["id"] == tree.stories.pk
    assert page["town"]["id"] == tree.almelo.pk
    assert page["town"]["title"] == "Almelo"
    assert page["picture"]["id"] == picture.pk
    assert page["picture"]["meta"]["download_url"].endswith(picture.file.name)
    assert page["body"][0]["type"] == "rich_text"
    named = {"id": interest.pk, "meta": {"type": "towns.Interest"}, "key": "music", "name": "Music"}
    assert page["interests"] == [named]
    html = ask(f"pages/{story.pk}/?rich_text_format=html")["body"][0]["value"]
    assert 'href="/en/towns/almelo/"' in html


def test_languages(tree) -> None:
    dutch = translate(tree.home, tree.locales["nl"], title="Start")
    towns = translate(tree.towns, tree.locales["nl"], slug="steden")
    assert ids("pages/?locale=nl") == [dutch.pk, towns.pk]
    assert ids(f"pages/?translation_of={tree.towns.pk}") == [towns.pk]
    assert ask("pages/find/?html_path=/nl/steden/")["id"] == towns.pk
    assert ask("pages/find/?html_path=/en/towns/almelo/")["id"] == tree.almelo.pk
    # As a plain Wagtail has it: from the site's first page.
    assert ask("pages/find/?html_path=/towns/almelo/")["id"] == tree.almelo.pk
    assert ask("pages/find/?html_path=/")["id"] == tree.home.pk
    assert ask(f"pages/find/?id={towns.pk}&fields=title")["id"] == towns.pk
    ask("pages/find/?html_path=/nl/nowhere/", 404)
    ask("pages/?locale=xx", 404)


def test_search(tree, story) -> None:
    assert ids("pages/?search=bench") == [story.pk]
    assert ids("pages/?search=bench&type=towns.TownPage") == []
    assert ids(f"pages/?search=bench&child_of={tree.stories.pk}") == [story.pk]


def test_searches_are_counted(tree, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "SEARCH_CLIENT_LIMIT": (2, 3600)}
    for word in ("a", "b"):
        ask(f"pages/?search={word}")
    refused = Client().get("/api/v2/pages/?search=c")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0


@pytest.mark.parametrize("how", ["draft", "restricted", "expired"])
def test_what_is_not_public_is_nowhere(tree, story, admin_client, how: str) -> None:
    if how == "draft":
        tree.almelo.unpublish()
    elif how == "restricted":
        PageViewRestriction.objects.create(page=tree.almelo, restriction_type="login")
    else:
        tree.almelo.expire_at = timezone.now() - timedelta(hours=1)
        tree.almelo.save()
    key = tree.almelo.pk
    for client in (Client(), admin_client):
        assert key not in ids("pages/", client)
        assert ids("pages/?type=towns.TownPage", client) == []
        assert ids("pages/?search=Almelo", client) == []
        assert ids(f"pages/?type=stories.StoryPage&town={key}", client) == []
        ask(f"pages/{key}/", 404, client)
        ask(f"pages/find/?id={key}", 404, client)
        ask("pages/find/?html_path=/en/towns/almelo/", 404, client)
        for relation in ("child_of", "descendant_of", "ancestor_of", "translation_of"):
            ask(f"pages/?{relation}={key}", 400, client)
        assert ask(f"pages/{story.pk}/?fields=town(*)", client=client)["town"] is None
        assert ask("pages/?type=stories.StoryPage&fields=town")["items"][0]["town"] is None


def test_an_unpublished_edit_is_not_shown(tree, admin_client) -> None:
    tree.almelo.title = "Secret"
    tree.almelo.save_revision()
    assert ask(f"pages/{tree.almelo.pk}/", client=admin_client)["title"] == "Almelo"


def test_private_collections_are_nowhere(tree, story, picture, admin_client) -> None:
    above = Collection.get_first_root_node().add_child(name="Private")
    below = above.add_child(name="Below it")
    CollectionViewRestriction.objects.create(collection=above, restriction_type="login")
    document = get_document_model().objects.create(
        title="Minutes", file=ContentFile(b"Secret", name="minutes.txt")
    )
    assert ids("images/") == [picture.pk]
    assert ids("documents/?search=Minutes") == [document.pk]
    assert ask(f"documents/{document.pk}/")["meta"]["download_url"].endswith("minutes.txt")
    for item in (picture, document):
        item.collection = below
        item.save()
    for client in (Client(), admin_client):
        assert ids("images/", client) == []
        assert ids("documents/", client) == []
        assert ids("images/?search=bridge", client) == []
        ask(f"images/{picture.pk}/", 404, client)
        ask(f"documents/find/?id={document.pk}", 404, client)
        assert ask(f"pages/{story.pk}/", client=client)["picture"] is None


BAD = [
    "pages/?nothing=1",
    "pages/?fields=nothing",
    "pages/?fields=title(",
    "pages/?type=auth.User",
    "pages/?type=none",
    "pages/?id=x",
    "pages/?id=99999999999999999999999",
    "pages/?first_published_at=yesterday",
    "pages/?show_in_menus=perhaps",
    "pages/?type=stories.StoryPage&town=x",
    "pages/?type=stories.StoryPage&date=2011-13-13",
    "pages/?child_of=99999999999999999999999",
    f"pages/?child_of={'9' * 5000}",
    "pages/?offset=99999999999999999999",
    "images/?offset=99999999999999999999",
    "pages/?descendant_of=-1",
    "pages/?slug=%00",
    "pages/?order=nothing",
    "pages/?order=random&offset=1",
    "pages/?limit=x",
    "pages/?limit=1000",
    "pages/?offset=-1",
    "pages/?search=a&search_operator=xor",
    "pages/?rich_text_format=docx",
    "pages/?site=nowhere.example.org",
    "pages/find/?id=x",
    "images/?width=x",
    "documents/?id=x",
]


@pytest.mark.parametrize("path", BAD)
def test_bad_input_is_refused(tree, path: str) -> None:
    assert ask(path, 400)["message"]


@pytest.mark.parametrize(
    "path", ["pages/find/?html_path=%00", "pages/0/", "images/1/", "pages/find/"]
)
def test_what_is_not_there(tree, path: str) -> None:
    ask(path, 404)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_nobody_writes(tree, admin_client, method: str) -> None:
    for path in ("pages/", f"pages/{tree.almelo.pk}/", "images/", "documents/"):
        assert getattr(admin_client, method)(f"/api/v2/{path}").status_code == 405


def test_answers_may_be_kept(tree, client) -> None:
    response = client.get("/api/v2/pages/")
    assert "public" in response.headers["Cache-Control"]
    assert response.headers["ETag"]
    assert "Cookie" not in response.headers.get("Vary", "")
    again = client.get("/api/v2/pages/", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304
    assert "public" not in client.get("/api/v2/pages/?order=random").headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "pages/?fields=*&limit=20",
        "pages/?type=towns.TownPage&fields=*&limit=20",
        "pages/?type=stories.StoryPage&fields=*&limit=20",
        "pages/?search=bridge&limit=20",
        "pages/{almelo}/",
        "pages/{story}/",
        "images/?fields=*&limit=20",
        "pages/find/?html_path=/en/towns/almelo/",
    ],
)
def test_queries_are_constant(tree, story, path: str) -> None:
    address = f"/api/v2/{path.format(almelo=tree.almelo.pk, story=story.pk)}"

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(address).status_code in {200, 302}
        return len(captured)

    fill(tree, 1)
    count()  # what is kept for the whole process
    few = count()
    fill(tree, 6)
    assert count() == few <= 12


def fill(tree, number: int) -> None:
    """More towns with partners, stories with pictures, and interests of all."""
    for _ in range(number):
        interests = factories.InterestFactory.create_batch(2)
        picture = factories.ImageFactory(title="Another bridge")
        picture.tags.add("bridge")
        town = factories.TownPageFactory(parent=tree.towns, picture=picture, picture_alt="A bridge")
        partners = factories.TwinLinkFactory.create_batch(2, town=town, locale=town.locale)
        factories.TwinLinkFactory(town=tree.almelo, locale=town.locale)
        story = factories.StoryPageFactory(
            parent=tree.stories, town=town, picture=picture, picture_alt="A bridge"
        )
        for item in (town, story, *partners):
            item.interests.add(*interests)
            item.save()


def test_public_pages_are_written_as_wagtail_writes_them(tree, story) -> None:
    """The same request to Wagtail's own endpoint, but for what it has no words for."""
    router = WagtailAPIRouter("api_v2")
    router.register_endpoint("pages", PagesAPIViewSet)
    router.register_endpoint("images", _images())
    query = "type=stories.StoryPage&fields=*,-interests"
    request = RequestFactory().get(f"/api/v2/pages/?{query}")
    request.wagtailapi_router = router  # type: ignore[attr-defined]
    plain = PagesAPIViewSet.as_view({"get": "listing_view"})(request)
    plain.render()
    ours = Client().get(f"/api/v2/pages/?{query}")
    assert ours.content == plain.content


def _images() -> Any:
    from wagtail.images.api.v2.views import ImagesAPIViewSet

    return ImagesAPIViewSet


def test_every_page_of_every_type_can_be_written(tree, story) -> None:
    """Among them a list of towns that has no country, of which Wagtail's own writes nothing."""
    assert tree.towns.town_country == ""
    for key in ids("pages/?limit=20"):
        assert ask(f"pages/{key}/")["id"] == key
    assert ask(f"pages/{tree.towns.pk}/")["town_country"] == ""

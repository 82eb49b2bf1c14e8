"""Lists and single pages: types, filters, order, parts, languages and what stands in for them."""

from typing import Any

import pytest

from tests import factories
from tests.twinning.test_query_counts import block


def translate(page: Any, locale: Any, **fields: Any) -> Any:
    """A live copy of a page in another language."""
    copy = page.copy_for_translation(locale)
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.live = True
    copy.save()
    return copy


@pytest.fixture
def dutch(tree):
    """Home, towns and Almelo in Dutch as well."""
    locale = tree.locales["nl"]
    return {
        "home": translate(tree.home, locale, title="Start"),
        "towns": translate(tree.towns, locale, title="Steden", slug="steden"),
        "almelo": translate(tree.almelo, locale, title="Almelo"),
    }


def titles(found: Any) -> list[str]:
    return [item["title"] for item in found["items"]]


def test_a_list_has_whole_pages_of_every_type(api, tree) -> None:
    found = api("pages/")
    assert found["count"] == len(found["items"]) == 4
    assert {item["type"] for item in found["items"]} == {
        "home.HomePage",
        "towns.TownIndexPage",
        "towns.TownPage",
        "stories.StoryIndexPage",
    }
    town = next(item for item in found["items"] if item["type"] == "towns.TownPage")
    assert town["country"] == {"code": "NL", "name": "Netherlands"}
    assert (town["latitude"], town["twinned_since"]) == (52.3567, 1948)
    assert town["parent"]["title"] == "Towns"
    assert [crumb["title"] for crumb in town["breadcrumbs"]] == ["Home", "Towns"]
    assert town["seo"]["canonical"] == town["url"] == "http://localhost/en/towns/almelo/"


def test_types_limits_and_offsets(api, tree) -> None:
    factories.StoryPageFactory.create_batch(5, parent=tree.stories)
    found = api("pages/", type="stories.StoryPage", limit=2, offset=3)
    assert (found["count"], len(found["items"])) == (5, 2)
    assert api("pages/", type="stories.StoryPage", offset=50) == {"count": 5, "items": []}
    both = api("pages/", type=["stories.StoryPage", "towns.TownPage"])
    assert both == api("pages/", type="stories.StoryPage,towns.TownPage")
    assert both["count"] == 6


def test_filters_and_operators(api, tree) -> None:
    cycling = factories.InterestFactory(key="cycling", name="Cycling")
    kalisz = factories.TownPageFactory(
        parent=tree.towns, title="Kalisz", country="PL", twinned_since=1989, population=93_000
    )
    kalisz.interests = [cycling]
    kalisz.save()
    story = factories.StoryPageFactory(parent=kalisz, title="50 % & a_b", date="2011-04-29")
    town = {"type": "towns.TownPage"}
    assert titles(api("pages/", **town, twinned_since__gt=1948)) == ["Kalisz"]
    assert titles(api("pages/", **town, twinned_since__lte=1948)) == ["Almelo"]
    assert titles(api("pages/", **town, country="PL")) == ["Kalisz"]
    assert titles(api("pages/", **town, country__in="PL,NL", order="-title")) == [
        "Kalisz",
        "Almelo",
    ]
    assert titles(api("pages/", **town, title__contains="LIS")) == ["Kalisz"]
    assert titles(api("pages/", **town, population__gte=1)) == ["Kalisz"]
    assert titles(api("pages/", **town, interests="cycling")) == ["Kalisz"]
    assert titles(api("pages/", interests__in="cycling,none")) == ["Kalisz"]
    assert titles(api("pages/", type="stories.StoryPage", town=kalisz.pk)) == [story.title]
    assert titles(api("pages/", type="stories.StoryPage", town=tree.almelo.pk)) == []
    assert titles(api("pages/", type="stories.StoryPage", date__gte="2011-04-29")) == [story.title]
    assert titles(api("pages/", title__contains="50 % & a_b")) == [story.title]
    assert titles(api("pages/", title__contains="50 _ & a%b")) == []
    assert titles(api("pages/", id__in=f"{kalisz.pk},{story.pk}", order="-id")) == [
        story.title,
        "Kalisz",
    ]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"type": "stories.StoryPage", "twinned_since": 1948}, "twinned_since"),
        ({"twinned_since__contains": 1948}, "twinned_since__contains"),
        ({"body": "x"}, "body"),
        ({"order": "twinned_since"}, "order"),
        ({"order": "nothing"}, "order"),
        ({"fields": "nothing"}, "fields"),
        ({"fields": "title.nothing"}, "fields"),
        ({"fields": "body.heading"}, "fields"),
        ({"fallback": "en"}, "fallback"),
        ({"locale": "xx"}, "locale"),
        ({"locale": "nl", "fallback": "en,xx"}, "fallback"),
        ({"type": "wagtailcore.Page"}, "type"),
        ({"title__in": ""}, "title__in"),
        ({"date__gt": "29 April"}, "date__gt"),
    ],
)
def test_what_is_unknown_is_refused_by_name(api, tree, query, name) -> None:
    problem = api("pages/", 422, **query)
    assert name in {part for error in problem["errors"] for part in error["loc"]}


def test_places_in_the_tree(api, tree, dutch) -> None:
    story = factories.StoryPageFactory(parent=tree.almelo, title="Story")
    assert titles(api("pages/", child_of=tree.home.pk)) == ["Towns", "Stories"]
    assert titles(api("pages/", child_of=tree.home.pk, locale="nl")) == ["Steden"]
    assert titles(api("pages/", descendant_of=tree.towns.pk)) == ["Almelo", "Story"]
    assert titles(api("pages/", descendant_of=tree.towns.pk, locale="nl")) == ["Almelo"]
    assert titles(api("pages/", translation_of=tree.towns.pk)) == ["Steden"]
    assert titles(api("pages/", descendant_of=story.pk)) == []
    assert titles(api("pages/", child_of=999_999)) == []


def test_fallback_is_a_merged_list(api, tree, dutch) -> None:
    factories.StoryPageFactory(parent=tree.almelo, title="Only English")
    merged = api("pages/", locale="nl", fallback="en", order="title")
    assert titles(merged) == ["Almelo", "Only English", "Start", "Steden", "Stories"]
    assert merged["count"] == 5
    by_title = {item["title"]: item for item in merged["items"]}
    assert by_title["Steden"]["served_locale"] == "nl"
    assert by_title["Steden"]["is_fallback"] is False
    stand_in = by_title["Only English"]
    assert (stand_in["requested_locale"], stand_in["served_locale"]) == ("nl", "en")
    assert stand_in["is_fallback"] is True
    assert [other["locale"] for other in stand_in["alternates"]] == ["en"]
    assert titles(api("pages/", locale="nl", order="title")) == ["Almelo", "Start", "Steden"]


def test_filters_order_and_count_work_over_the_merged_list(api, tree, dutch) -> None:
    # The English title matches, but the Dutch page stands in the list: so nothing does.
    assert titles(api("pages/", locale="nl", fallback="en", title="Towns")) == []
    assert titles(api("pages/", locale="nl", fallback="en", title="Steden")) == ["Steden"]
    chain = api("pages/", locale="pl", fallback="nl,en", order="-title")
    assert titles(chain) == ["Stories", "Steden", "Start", "Almelo"]
    sliced = api("pages/", locale="pl", fallback="nl,en", order="-title", limit=1, offset=1)
    assert (sliced["count"], titles(sliced)) == (4, ["Steden"])


def test_what_is_not_public_stands_in_for_nothing(api, tree, dutch) -> None:
    dutch["almelo"].unpublish()
    merged = api("pages/", locale="nl", fallback="en", type="towns.TownPage")
    assert [item["served_locale"] for item in merged["items"]] == ["en"]


def test_one_page_in_another_language(api, tree, dutch) -> None:
    there = api(f"pages/{tree.almelo.pk}/", locale="nl")
    assert (there["id"], there["path"]) == (dutch["almelo"].pk, "/nl/steden/almelo/")
    assert {other["path"] for other in there["alternates"]} == {
        "/en/towns/almelo/",
        "/nl/steden/almelo/",
    }
    stand_in = api(f"pages/{tree.almelo.pk}/", locale="pl", fallback="de,nl,en")
    assert (stand_in["served_locale"], stand_in["is_fallback"]) == ("nl", True)
    problem = api(f"pages/{tree.almelo.pk}/", 404, locale="pl")
    assert problem["available_in"] == [
        {"locale": "en", "path": "/en/towns/almelo/"},
        {"locale": "nl", "path": "/nl/steden/almelo/"},
    ]
    assert api("pages/999999/", 404)["available_in"] == []


def test_fields_pick_and_nothing_else_comes(api, tree, django_assert_num_queries) -> None:
    page = api(f"pages/{tree.almelo.pk}/", fields="title,parent.title,seo.title,seo.canonical")
    assert page == {
        "id": tree.almelo.pk,
        "type": "towns.TownPage",
        "title": "Almelo",
        "parent": {"title": "Towns"},
        "seo": {"title": "Almelo", "canonical": "http://localhost/en/towns/almelo/"},
    }
    repeated = api("pages/", fields=["title", "slug"], type="towns.TownPage")
    assert repeated["items"][0].keys() == {"id", "type", "title", "slug"}
    with django_assert_num_queries(2) as captured:
        api("pages/", fields="title,path", limit=100)
    assert '"body"' not in " ".join(query["sql"] for query in captured.captured_queries)


def test_a_picked_answer_says_that_it_is_one(client, tree) -> None:
    whole = client.get("/api/content/v1/pages/")
    picked = client.get("/api/content/v1/pages/?fields=title")
    assert whole.headers["Content-Type"] == "application/json"
    assert picked.headers["Content-Type"] == "application/vnd.twinning.picked+json"


def test_rich_text_in_three_formats(api, tree, dutch) -> None:
    dutch["almelo"].body = [
        block("rich_text", f'<p>Zie <a linktype="page" id="{tree.towns.pk}">hier</a>.</p>')
    ]
    dutch["almelo"].save()
    page = f"pages/{dutch['almelo'].pk}/"

    def text(**query: str) -> Any:
        return api(page, **query)["body"][0]["value"]

    assert text() == '<p>Zie <a href="/nl/steden/">hier</a>.</p>'
    assert text(rich_text="markdown") == "Zie [hier](/nl/steden/)."
    paragraph = text(rich_text="portable_text")[0]
    assert (paragraph["_type"], paragraph["markDefs"][0]["href"]) == ("block", "/nl/steden/")
    assert paragraph["markDefs"][0]["page"]["id"] == dutch["towns"].pk


def test_answers_can_be_kept_and_asked_for_again(client, tree) -> None:
    first = client.get("/api/content/v1/pages/")
    assert first.headers["Cache-Control"].startswith("public, max-age=0, s-maxage=")
    again = client.get("/api/content/v1/pages/", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    kept = client.get("/api/content/v1/site/?locale=pl")
    again = client.get(
        "/api/content/v1/site/?locale=pl", headers={"If-None-Match": kept.headers["ETag"]}
    )
    assert (again.status_code, again.headers["Content-Language"]) == (304, "pl")
    tree.almelo.title = "Almelo!"
    tree.almelo.save()
    changed = client.get("/api/content/v1/pages/", headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_a_session_or_a_token_shows_nothing_more(client, admin_client, admin_user, tree) -> None:
    from wagtail.models import APIToken

    factories.StandardPageFactory(parent=tree.home, live=False)
    _token, key = APIToken.create_token(user=admin_user, name="test")
    url = "/api/content/v1/pages/"
    anonymous = client.get(url)
    assert admin_client.get(url).content == anonymous.content
    bearer = client.get(url, headers={"Authorization": f"Bearer {key}"})
    assert bearer.content == anonymous.content

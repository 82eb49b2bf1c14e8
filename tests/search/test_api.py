"""Searching in the Content API: the same results, typed, counted, and limited."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Page

from search import known
from search.models import Miss
from tests import factories

URL = "/api/content/v1/search/"


#: Of a search that has to look for other words.
MOST_QUERIES = 12


def ask(client, path: str = "", **given):
    return client.get(URL + path, given)


@pytest.fixture
def stories(tree):
    return [
        factories.StoryPageFactory(parent=tree.almelo, title="The velodrome", intro="A velodrome."),
        factories.StoryPageFactory(parent=tree.stories, title="Another", intro="A velodrome."),
    ]


def test_results_have_marks_facets_and_addresses(client, tree, stories) -> None:
    answer = ask(client, q="velodromes", locale="en").json()
    assert (answer["count"], answer["is_corrected"], answer["has_all_words"]) == (2, False, True)
    first = answer["items"][0]
    assert first["title_html"] == "The <mark>velodrome</mark>"
    assert first["extract_html"] == "A <mark>velodrome</mark>."
    assert (first["type"], first["kind"], first["locale"]) == ("stories.StoryPage", "Story", "en")
    assert first["url"] == f"http://localhost{first['path']}"
    assert client.get(first["path"]).status_code == 200
    facets = {facet["name"]: facet for facet in answer["facets"]}
    assert facets["town"]["options"] == [
        {"value": "almelo", "label": "Almelo", "count": 1, "is_chosen": False}
    ]


def test_results_are_narrowed_down_and_paged(client, tree, stories) -> None:
    answer = ask(client, q="velodrome", town="almelo").json()
    assert [item["title"] for item in answer["items"]] == ["The velodrome"]
    answer = ask(client, q="velodrome", limit=1, offset=1).json()
    assert (answer["count"], [item["title"] for item in answer["items"]]) == (2, ["Another"])


def test_results_are_narrowed_down_by_an_interest_and_a_town_of_any_language(client, tree) -> None:
    cycling = factories.InterestFactory(name="Cycling", key="cycling")
    there = factories.StoryPageFactory(parent=tree.almelo, title="Velodrome one")
    two = factories.StoryPageFactory(parent=tree.stories, title="Velodrome two")
    two.interests = [cycling]
    two.save_revision().publish()
    dutch = tree.almelo.copy_for_translation(tree.locales["nl"], copy_parents=True)
    dutch.slug = "almelo-aan-de-aa"
    dutch.save_revision().publish()

    def found(**given: str) -> list[str]:
        answer = ask(client, q="velodrome", **given).json()
        return [item["title"] for item in answer["items"]]

    assert found(interest="cycling") == ["Velodrome two"]
    assert found(town="almelo") == found(town="almelo-aan-de-aa") == [there.title]


def test_a_suggestion_costs_few_queries(client, tree, stories) -> None:
    client.get("/api/content/v1/search/suggestions/", {"q": "velo", "locale": "en"})
    with CaptureQueriesContext(connection) as asked:
        response = client.get("/api/content/v1/search/suggestions/", {"q": "ano", "locale": "en"})
    assert [item["title"] for item in response.json()["items"]] == ["Another"]
    assert len(asked) <= 8, "\n".join(one["sql"][:200] for one in asked)


def test_whether_more_were_found_than_are_counted_is_told(
    client, tree, stories, monkeypatch
) -> None:
    assert ask(client, q="velodrome").json()["has_more_than_count"] is False
    monkeypatch.setattr("search.matching.MOST", 1)
    answer = ask(client, q="velodrome").json()
    assert (answer["count"], answer["has_more_than_count"]) == (1, True)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"q": ""}, "q"),
        ({}, "q"),
        ({"q": "x" * 10_000}, "q"),
        ({"q": "a\0b"}, "q"),
        ({"q": "x", "locale": "xx"}, "locale"),
        ({"q": "x", "town": "atlantis"}, "town"),
        ({"q": "x", "type": "auth.User"}, "type"),
        ({"q": "x", "interest": "nothing"}, "interest"),
        ({"q": "x", "limit": "101"}, "limit"),
        ({"q": "x", "page": "1"}, "page"),
    ],
)
def test_what_cannot_be_searched_for_is_named(client, tree, given, name) -> None:
    answer = ask(client, **given)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert answer.json()["errors"][0]["loc"] == ["query", name]


@pytest.mark.parametrize(
    "query",
    [
        " ",
        "a",
        "?!",
        '"',
        "' OR 1=1 --",
        "AND OR NOT NEAR(",
        "title:* ^ ~ - + ( [ {",
        "a* b:* | & ! <-> \\",
        "🎉",
        "شهر עיר",
        "\x01 \u202e abc \ud7ff",
        "%00%ff",
        "n" * 1999,
        "a b c d e f g h i j k l m n o p " * 100,
    ],
)
@pytest.mark.parametrize("path", ["", "suggestions/"])
def test_nothing_breaks_it(client, tree, stories, query: str, path: str) -> None:
    assert ask(client, path, q=query).status_code == (200 if len(query) <= 2000 else 422)


def test_a_query_that_is_being_typed_has_suggestions(client, tree, stories) -> None:
    def suggested(q: str, locale: str = "en") -> list[str]:
        items = ask(client, "suggestions/", q=q, locale=locale).json()["items"]
        return [item["title"] for item in items]

    assert suggested("vel") == suggested("the velod") == ["The velodrome"]
    assert suggested("ALM") == ["Almelo"]
    assert suggested("vel", "pl") == suggested("drome") == suggested("?") == []


def test_what_editors_recommend_comes_apart(client, tree, stories) -> None:
    page = factories.StandardPageFactory(parent=tree.home, title="Sport")
    asked = Query.get("Vélodrome")
    SearchPromotion.objects.create(query=asked, page=page, description="All about it")
    SearchPromotion.objects.create(
        query=asked, external_link_url="https://example.org/", external_link_text="Elsewhere"
    )
    polish = page.copy_for_translation(tree.locales["pl"], copy_parents=True)
    SearchPromotion.objects.create(query=asked, page=polish)
    promoted = ask(client, q="velodrome", locale="en").json()["promoted"]
    assert [(one["title"], one["url"]) for one in promoted] == [
        ("Sport", page.full_url),
        ("Elsewhere", "https://example.org/"),
    ]
    assert ask(client, q="velodromes", locale="en").json()["promoted"] == []
    narrowed = ask(client, q="velodrome", locale="en", type="stories.StoryPage").json()
    assert (narrowed["promoted"], narrowed["count"]) == ([], 2)
    page.unpublish()
    assert len(ask(client, q="velodrome", locale="en").json()["promoted"]) == 1


def test_what_is_not_found_is_counted_without_a_word_of_who_asked(client, tree) -> None:
    for query in ("Zeppelins", "zeppelins ", "jane@example.org", "call 01772123456", "x" * 100):
        ask(client, q=query, locale="en")
    ask(client, q="zeppelins", locale="pl")
    assert list(Miss.objects.order_by("language").values_list("language", "words", "count")) == [
        ("en", "zeppelins", 2),
        ("pl", "zeppelins", 1),
    ]


def test_each_miss_counts_and_no_cache_keeps_it(client, tree, stories) -> None:
    for _ in range(2):
        answer = ask(client, q="zeppelins", locale="en")
        assert answer.headers["Cache-Control"] == "private, no-cache"
    assert ask(client, q="velodrome").headers["Cache-Control"] != "private, no-cache"
    assert Miss.objects.get().count == 2


def test_further_pages_what_is_fetched_ahead_and_what_is_recommended_are_no_misses(
    client, tree, stories
) -> None:
    ask(client, q="zeppelins", offset=20)
    client.get(URL, {"q": "zeppelins"}, headers={"Sec-Purpose": "prefetch"})
    asked = Query.get("gondola")
    SearchPromotion.objects.create(query=asked, external_link_url="https://example.org/")
    assert len(ask(client, q="gondola").json()["promoted"]) == 1
    assert ask(client, q="velodrome", locale="pl").json()["elsewhere"]
    assert not Miss.objects.exists()


def test_whoever_is_still_typing_misses_nothing(client, tree) -> None:
    assert ask(client, q="zeppelins", locale="pl", typing="true").json()["count"] == 0
    assert not Miss.objects.exists()


def test_whoever_searches_too_often_is_told_when_to_go_on(client, tree, settings) -> None:
    settings.TWINNING = {"SEARCH_CLIENT_LIMIT": (2, 60)}
    assert ask(client, q="one").status_code == 200
    assert ask(client, "suggestions/", q="on").status_code == 200
    answer = ask(client, q="two")
    assert (answer.status_code, answer["Content-Type"]) == (429, "application/problem+json")
    assert 0 < int(answer["Retry-After"]) <= 60
    assert ask(client, q="one", HTTP_X="").status_code == 422, "what is wrong is not counted"


@pytest.mark.parametrize(
    "query",
    ["", "x", "velodrome\0", "עיר תאומה", "🙂" * 200, '"' * 500, "a* b:* | & !" * 90, "xy " * 600],
)
def test_odd_words_cost_no_more_queries_than_others(client, tree, stories, query: str) -> None:
    ask(client, q="almelo")
    with CaptureQueriesContext(connection) as asked:
        ask(client, q=query)
    assert len(asked) <= MOST_QUERIES, "\n".join(one["sql"][:200] for one in asked)


@pytest.mark.parametrize(
    ("query", "most"),
    [("velodrome sport", 8), ("velodrome volleyball", MOST_QUERIES), ("zeppelin", MOST_QUERIES)],
)
@pytest.mark.parametrize("code", ["en", "de"])
def test_a_search_costs_eight_queries_where_it_finds_something(
    client, tree, monkeypatch, code, query, most
) -> None:
    for number in range(30):
        story = factories.StoryPageFactory(
            parent=tree.stories, title=f"Velodrome {number}", intro="Sport."
        )
        if number % 3:
            german = story.copy_for_translation(tree.locales["de"], copy_parents=True)
            german.save_revision().publish()
    Page.objects.filter(depth__gt=1, live=False).update(live=True)
    monkeypatch.setattr(known, "in_transaction", lambda: False)
    known._known.clear()
    ask(client, q="almelo", locale=code)
    with CaptureQueriesContext(connection) as asked:
        assert ask(client, q=query, locale=code).status_code == 200
    known._known.clear()
    assert len(asked) <= most, "\n".join(query["sql"][:200] for query in asked)

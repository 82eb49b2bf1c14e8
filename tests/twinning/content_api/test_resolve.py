"""From a path to its page: languages, redirects, routes of a page's own, and honest 404s."""

from types import SimpleNamespace

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from stories.models import StoryIndexPage
from tests import factories
from tests.twinning.content_api.test_pages import dutch  # noqa: F401  (a fixture)


def test_a_page_at_its_path(api, tree, dutch) -> None:  # noqa: F811
    found = api("resolve/", path="/nl/steden/almelo/")
    assert (found["kind"], found["sub_path"]) == ("page", None)
    assert found["page"]["id"] == dutch["almelo"].pk
    assert found["page"]["requested_locale"] == found["page"]["served_locale"] == "nl"
    assert api("resolve/", path="/en/")["page"]["id"] == tree.home.pk


@pytest.mark.parametrize(
    ("path", "to", "permanent"),
    [("/", "/en/", False), ("/en/towns", "/en/towns/", True), ("/en", "/en/", True)],
)
def test_addresses_that_lead_to_a_page(api, tree, path, to, permanent) -> None:
    assert api("resolve/", path=path) == {"kind": "redirect", "to": to, "permanent": permanent}


@pytest.mark.parametrize(
    "path",
    ["/xx/", "/en/nothing/", "/en/towns/almelo/nothing/", "/en/" + "a/" * 400, "/en//towns//x/"],
)
def test_nothing_is_a_404(api, tree, path) -> None:
    assert api("resolve/", 404, path=path)["available_in"] == []


def test_a_404_says_where_the_page_is(api, tree, dutch) -> None:  # noqa: F811
    for path in ("/pl/towns/almelo/", "/pl/steden/almelo/", "/nl/towns/almelo/"):
        assert api("resolve/", 404, path=path)["available_in"] == [
            {"locale": "en", "path": "/en/towns/almelo/"},
            {"locale": "nl", "path": "/nl/steden/almelo/"},
        ]
    dutch["almelo"].unpublish()
    problem = api("resolve/", 404, path="/nl/steden/almelo/")
    assert problem["available_in"] == [{"locale": "en", "path": "/en/towns/almelo/"}]


def test_redirects_of_editors(api, tree) -> None:
    Redirect.objects.create(old_path="/en/old", redirect_page=tree.almelo)
    Redirect.objects.create(old_path="/pl/stare", redirect_link="https://example.org/", site=None)
    Redirect.objects.create(old_path="/gone", redirect_link="/en/", is_permanent=False)
    Redirect.objects.create(old_path="/en/q?a=1", redirect_page=tree.towns)
    to_page = {"kind": "redirect", "to": "/en/towns/almelo/", "permanent": True}
    assert api("resolve/", path="/en/old/") == to_page
    assert api("resolve/", path="/en/old") == to_page
    assert api("resolve/", path="/en/old/?utm=1") == to_page
    assert api("resolve/", path="/pl/stare/")["to"] == "https://example.org/"
    assert api("resolve/", path="/gone/")["permanent"] is False
    assert api("resolve/", path="/en/q?a=1")["to"] == "/en/towns/"


def test_a_redirect_to_what_is_not_public_is_none(api, tree) -> None:
    draft = factories.StandardPageFactory(parent=tree.home, live=False)
    Redirect.objects.create(old_path="/en/old", redirect_page=draft)
    api("resolve/", 404, path="/en/old/")


def test_a_redirect_of_another_site_is_not_ours(api, tree) -> None:
    from wagtail.models import Site

    other = Site.objects.create(hostname="other.example", root_page=tree.towns)
    Redirect.objects.create(old_path="/en/old", redirect_link="/elsewhere/", site=other)
    api("resolve/", 404, path="/en/old/")


def test_a_page_routes_the_rest_of_its_path(api, tree, monkeypatch) -> None:
    def route(self: Page, request, components):
        if components == ["2011"]:
            request.routable_resolver_match = SimpleNamespace(
                url_name="year", args=(), kwargs={"year": 2011}
            )
            return RouteResult(self)
        return Page.route(self, request, components)

    monkeypatch.setattr(StoryIndexPage, "route", route)
    found = api("resolve/", path="/en/stories/2011/")
    assert found["page"]["id"] == tree.stories.pk
    assert found["sub_path"] == {"name": "year", "args": [], "kwargs": {"year": 2011}}
    api("resolve/", 404, path="/en/stories/2012/")


@pytest.mark.parametrize("kind", ["draft", "expired", "private", "below private"])
def test_what_is_not_public_is_nowhere(api, tree, kind) -> None:
    page = factories.StandardPageFactory(parent=tree.home, title="Secret", slug="secret")
    below = factories.StandardPageFactory(parent=page, title="Secret below", slug="below")
    hidden = below if kind == "below private" else page
    if kind == "draft":
        page.live = False
        page.save()
    elif kind == "expired":
        Page.objects.filter(pk=page.pk).update(expire_at="2001-01-01T00:00:00Z")
    else:
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="x")
    if kind in {"draft", "expired"}:
        # A live page below one that is not live keeps its path, but names nothing of that.
        shown = api("resolve/", path="/en/secret/below/")["page"]
        assert (shown["parent"], [crumb["title"] for crumb in shown["breadcrumbs"]]) == (
            None,
            ["Home"],
        )
    status = 404 if kind in {"draft", "expired"} else 403  # it needs a password
    for answer in (
        api("resolve/", status, path=hidden.get_url()),
        api(f"pages/{hidden.pk}/", status),
        api(f"pages/{hidden.pk}/", status, locale="en", fallback="nl"),
    ):
        assert "Secret" not in str(answer)
    for query in (
        {"id": hidden.pk},
        {"title": hidden.title},
        {"title__contains": "secret", "slug": hidden.slug},
        {"translation_key": str(hidden.translation_key)},
        {"locale": "en", "slug": hidden.slug},
        {"locale": "pl", "fallback": "en", "slug": hidden.slug},
    ):
        assert api("pages/", **query) == {"count": 0, "items": []}, query
    everything = [item["id"] for item in api("pages/", limit=100, order="-title")["items"]]
    assert hidden.pk not in everything
    assert hidden.pk not in [item["id"] for item in api("routes/")["items"]]


def test_a_hidden_translation_is_no_alternate(api, tree, dutch) -> None:  # noqa: F811
    PageViewRestriction.objects.create(page=dutch["almelo"], restriction_type="login")
    assert [item["locale"] for item in api(f"pages/{tree.almelo.pk}/")["alternates"]] == ["en"]
    routes = {item["path"]: item for item in api("routes/")["items"]}
    assert [item["locale"] for item in routes["/en/towns/almelo/"]["alternates"]] == ["en"]
    api(f"pages/{tree.almelo.pk}/", 404, locale="nl")


def test_routes_are_all_public_paths(api, tree, dutch) -> None:  # noqa: F811
    found = api("routes/")
    assert [item["path"] for item in found["items"]] == [
        "/en/",
        "/en/towns/",
        "/en/towns/almelo/",
        "/en/stories/",
        "/nl/",
        "/nl/steden/",
        "/nl/steden/almelo/",
    ]
    town = next(item for item in found["items"] if item["path"] == "/nl/steden/almelo/")
    assert [other["path"] for other in town["alternates"]] == [
        "/en/towns/almelo/",
        "/nl/steden/almelo/",
    ]
    assert api("routes/", locale="nl")["count"] == 3
    for item in found["items"]:
        assert api("resolve/", path=item["path"])["page"]["id"] == item["id"]

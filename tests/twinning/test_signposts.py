"""Pages that any other leads to are found without a query, and only where anybody may see them."""

from datetime import timedelta

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction, Site

from tests import factories
from tests.building import translated
from towns.models import InterestsPage
from twinning import landmarks, references, signposts


@pytest.fixture
def interests(tree):
    return factories.InterestsPageFactory(parent=tree.home)


def address(rf, language: str = "en") -> str:
    with translation.override(language), references.opened(rf.get("/en/")):
        return signposts.address_of(InterestsPage)


def test_the_address_is_that_of_the_visitors_language(rf, tree, interests) -> None:
    assert address(rf) == "/en/interests/"
    assert address(rf, "nl") == ""
    translated(interests, tree.locales["nl"], slug="interesses")
    assert address(rf, "nl") == "/nl/interesses/"


def test_it_costs_nothing_beside_the_landmarks(rf, interests, django_assert_num_queries) -> None:
    with references.opened(rf.get("/en/")):
        landmarks.current()
        with django_assert_num_queries(0):
            assert signposts.address_of(InterestsPage) == "/en/interests/"


def test_a_page_that_nobody_may_see_has_no_address(rf, interests) -> None:
    restriction = PageViewRestriction.objects.create(page=interests, restriction_type="login")
    assert address(rf) == ""
    restriction.delete()
    interests.expire_at = timezone.now() - timedelta(seconds=1)
    interests.save()
    assert address(rf) == ""
    interests.expire_at = None
    interests.live = False
    interests.save()
    assert address(rf) == ""


def test_the_answer_has_the_tag_of_the_type(client, tree, interests) -> None:
    """A page of interests that comes to be or moves must reach the tags that link to it."""
    tree.almelo.interests = [factories.InterestFactory()]
    tree.almelo.save()
    assert "type-towns.InterestsPage" in client.get("/en/towns/almelo/").cache_tags


@pytest.mark.parametrize(
    ("host", "port", "found"),
    [
        ("a.example", "80", "a.example:80"),
        ("a.example", "8000", "a.example:8000"),
        ("b.example", "443", "b.example:80"),
        ("unknown.example", "80", "localhost:80"),
        ("a.example", "443", "localhost:80"),
    ],
)
def test_a_site_is_found_as_wagtail_finds_it(client, rf, tree, host, port, found) -> None:
    for hostname, number in (("a.example", 80), ("a.example", 8000), ("b.example", 80)):
        Site.objects.create(hostname=hostname, port=number, root_page=tree.home)
    from twinning.routing import remember_site

    headers = {"SERVER_NAME": host, "SERVER_PORT": port, "HTTP_HOST": host}
    request, plain = rf.get("/en/", **headers), rf.get("/en/", **headers)
    with references.opened(request):
        remember_site(request)
        site = Site.find_for_request(request)
    assert f"{site.hostname}:{site.port}" == found
    assert site == Site.find_for_request(plain)
    assert site.root_page == tree.home.page_ptr


def test_the_site_costs_no_query(client, tree) -> None:
    from django.db import connection

    with CaptureQueriesContext(connection) as captured:
        client.get("/en/")
    asked = [query["sql"] for query in captured if 'FROM "wagtailcore_site"' in query["sql"]]
    assert all('"wagtailcore_page"' in sql for sql in asked)

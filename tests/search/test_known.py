"""What a process remembers is of one site, and of the content as it is."""

from django.http import HttpRequest
from django.test import RequestFactory
from wagtail.models import PageViewRestriction, Site

from search import known
from tests import factories
from twinning import landmarks, references
from twinning.delivery.models import Generation


def request(host: str) -> HttpRequest:
    return RequestFactory().get("/", headers={"host": host})


def test_each_site_has_its_own_until_the_content_changes(tree, monkeypatch, settings) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    monkeypatch.setattr(known, "in_transaction", lambda: False)
    home = factories.HomePageFactory(parent=tree.home.get_parent(), slug="another")
    Site.objects.create(hostname="other.example", root_page=home)
    for host in ("localhost", "other.example"):
        with references.opened(request(host)):
            assert known.once("a test", lambda host=host: host) == host
    with references.opened(request("localhost")):
        assert known.once("a test", lambda: "made anew") == "localhost"
    Generation.objects.update(number=10**6)
    with references.opened(request("localhost")):
        assert known.once("a test", lambda: "made anew") == "made anew"


def test_nothing_is_remembered_while_no_change_is_counted(tree, monkeypatch) -> None:
    monkeypatch.setattr(known, "in_transaction", lambda: False)
    Generation.objects.update(number=-(10**6))
    for made in ("first", "second"):
        with references.opened(request("localhost")):
            assert known.once("a test", lambda made=made: made) == made


def test_a_search_has_the_landmarks_until_the_content_changes(
    tree, monkeypatch, django_assert_num_queries
) -> None:
    monkeypatch.setattr(known, "in_transaction", lambda: False)

    def restrictions() -> list[tuple[str, int]]:
        with references.opened(request("localhost")):
            known.recall()
            return landmarks.current().restrictions

    Generation.objects.update(number=10**6)
    assert restrictions() == []
    with django_assert_num_queries(1):  # the generation
        assert restrictions() == []
    PageViewRestriction.objects.create(page=tree.stories, restriction_type="login")
    Generation.objects.update(number=2 * 10**6)  # as the commit does
    assert [path for path, _pk in restrictions()] == [tree.stories.path]

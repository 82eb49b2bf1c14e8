"""What a process remembers is of one site, and of the content as it is."""

from django.http import HttpRequest
from django.test import RequestFactory
from wagtail.models import Site

from search import known
from tests import factories
from twinning import references
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

"""The cache before Django: what it keeps, under what, for whom, and for how long."""

import threading
import time
from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from tests import factories
from tests.building import translated
from tests.twinning.delivery.asking import ALMELO, RESOLVE, ask, environ
from twinning.delivery.misses import COLLAPSED, HIT, STORED
from twinning.delivery.news import of_default_database
from twinning.delivery.wsgi import Delivery
from twinning.wsgi import django_application


def settle() -> None:
    """Nobody in this process has announced a change: what was seen holds for a moment."""
    time.sleep(0.1)


@pytest.mark.parametrize("path", [ALMELO, RESOLVE, "/api/content/v1/pages/", "/en/no-such/"])
def test_what_was_answered_once_is_not_made_again(path, site, django) -> None:
    first = ask(site, path)
    again = ask(site, path)
    assert len(django.calls) == 1
    assert (again.status, again.headers, again.raw) == (first.status, first.headers, first.raw)
    plain = ask(django_application, path)
    assert again.raw == plain.raw
    assert again.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    assert again.headers["Cache-Control"] == plain.headers["Cache-Control"]
    assert again.headers.get("ETag") == plain.headers.get("ETag")


def test_an_answer_says_how_it_was_come_by(site, tree) -> None:
    """RFC 9211."""
    assert ask(site, ALMELO).how == "twinning; fwd=miss; stored"
    for headers in ({}, {"accept_encoding": "br"}, {"if_none_match": "*"}):
        assert ask(site, ALMELO, **headers).how == "twinning; hit"
    assert ask(site, f"{ALMELO}?utm_source=x").how == "twinning; hit"
    assert ask(site, f"{RESOLVE}&wrong=1").how == "twinning; fwd=miss"
    assert ask(site, ALMELO, "POST").how == "", "it is none of the cache's"
    assert ask(site, ALMELO, cookie="sessionid=abc").how == ""
    Page.objects.filter(pk=tree.almelo.pk).update(title="Another")
    settle()
    assert ask(site, ALMELO).how == "twinning; fwd=miss; stored"
    assert ask(site, ALMELO).how == "twinning; hit"


def test_what_is_published_is_there(site, tree) -> None:
    assert "by a river" not in ask(site, ALMELO).text
    tree.almelo.intro = "A town by a river."
    tree.almelo.save_revision().publish()
    settle()
    assert "by a river" in ask(site, ALMELO).text
    assert "by a river" in ask(site, RESOLVE).text
    tree.almelo.unpublish()
    settle()
    assert ask(site, ALMELO).status == 404
    tree.almelo.save_revision().publish()
    settle()
    assert ask(site, ALMELO).status == 200


def test_the_process_that_publishes_knows_at_once(tree, django) -> None:
    def application(environ, start_response):
        if environ["REQUEST_METHOD"] == "POST":
            Page.objects.filter(pk=tree.almelo.pk).update(title=environ["HTTP_X_TITLE"])
            environ["REQUEST_METHOD"] = "GET"
        return django(environ, start_response)

    found = of_default_database()
    site = Delivery(application, found, 4_000_000)
    for number in range(100):
        ask(site, ALMELO)
        ask(site, ALMELO, "POST", x_title=f"Almelo {number}")
        assert f"<h1>Almelo {number}</h1>" in ask(site, ALMELO).text
    found.close()


def test_a_page_expires_although_nobody_writes_anything(site, tree) -> None:
    Page.objects.filter(pk=tree.almelo.pk).update(expire_at=timezone.now() + timedelta(seconds=1))
    settle()
    shown = ask(site, RESOLVE).status
    time.sleep(1.1)
    assert (shown, ask(site, RESOLVE).status) == (200, ask(django_application, RESOLVE).status)


@pytest.mark.parametrize(
    "path", [f"{ALMELO}?utm_source=x", f"{ALMELO}?page=2&fbclid=1", f"{ALMELO}?%FF=%00"]
)
def test_parameters_that_the_view_does_not_know_change_nothing(path, site, django) -> None:
    plain = ask(site, ALMELO)
    assert ask(site, path).raw == plain.raw
    assert len(django.calls) == 1


def test_parameters_that_the_view_knows_do(site, tree, django) -> None:
    for number in range(30):
        factories.StoryPageFactory(parent=tree.stories, title=f"Story {number}", town=tree.almelo)
    settle()
    stories = tree.stories.get_url()
    first, second = ask(site, stories), ask(site, f"{stories}?page=2")
    assert first.raw != second.raw
    calls = len(django.calls)
    assert ask(site, f"{stories}?x=1&page=2&y").raw == second.raw
    assert ask(site, f"{stories}?x=1").raw == first.raw
    assert len(django.calls) == calls


def test_what_a_view_refuses_is_refused_and_not_kept(site, django) -> None:
    for _ in range(2):
        assert ask(site, f"{RESOLVE}&wrong=1").status == 422
    assert len(django.calls) == 2
    assert ask(site, RESOLVE).status == 200
    assert ask(site, f"{RESOLVE}&wrong=1").status == 422


def test_the_answer_to_a_first_request_with_more_is_not_given_to_others(site) -> None:
    """The first one may have had anything in its address."""
    assert "evil" not in ask(site, f"{ALMELO}?page=evil&q=evil").text
    assert "evil" not in ask(site, ALMELO).text


def test_scheme_and_host_are_part_of_the_key(site, tree, settings, django) -> None:
    other = factories.HomePageFactory(parent=Page.get_first_root_node(), slug="b", title="Other")
    Site.objects.create(hostname="other.example", root_page=other, site_name="Other")
    settle()
    assert ask(site, "/en/").raw != ask(site, "/en/", host="other.example").raw
    assert "https://localhost" not in ask(site, ALMELO).text
    assert len(django.calls) == 3


def test_a_host_that_django_refuses_is_refused(site, settings, django) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    for _ in range(2):
        assert ask(site, ALMELO, host="evil.example").status == 400
    assert len(django.calls) == 2
    assert ask(site, ALMELO).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "sessionid=abc"},
        {"cookie": "a=b; sessionid=abc; c=d"},
        {"authorization": "Bearer abc"},
        {"x_page_access": "abc"},
    ],
)
def test_who_is_somebody_is_answered_by_django(headers, site, django) -> None:
    ask(site, ALMELO)
    for _ in range(2):
        said = ask(site, ALMELO, **headers)
        assert "public" not in said.headers.get("Cache-Control", "")
    assert len(django.calls) == 3


def test_what_a_logged_in_editor_sees_is_nobody_elses(site, admin_user, client) -> None:
    client.force_login(admin_user)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    assert SessionStore(client.cookies["sessionid"].value).exists(client.cookies["sessionid"].value)
    assert "wagtail-userbar" in ask(site, ALMELO, cookie=cookie).text
    assert "wagtail-userbar" not in ask(site, ALMELO).text
    assert "wagtail-userbar" in ask(site, ALMELO, cookie=cookie).text


def test_other_cookies_are_nobody(site, django) -> None:
    ask(site, ALMELO)
    assert ask(site, ALMELO, cookie="consent=yes").status == 200
    assert len(django.calls) == 1


def test_private_pages_are_never_kept(site, tree, django) -> None:
    PageViewRestriction.objects.create(
        page=tree.almelo, restriction_type=PageViewRestriction.PASSWORD, password="open"
    )
    settle()
    for _ in range(2):
        said = ask(site, ALMELO)
        assert "public" not in said.headers.get("Cache-Control", "")
        assert ask(site, RESOLVE).status == 403
    assert django.calls.count(ALMELO) == 2


def test_the_redirect_to_a_language_is_the_visitors_own(site, tree) -> None:
    translated(tree.home, tree.locales["pl"], slug="poczatek")
    settle()
    for language in ("pl", "en", "pl"):
        found = ask(site, "/", accept_language=language).headers["Location"]
        assert found == f"/{language}/"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_other_methods_are_djangos(method, site, django) -> None:
    ask(site, ALMELO)
    ask(site, ALMELO, method)
    assert len(django.calls) == 2


def test_a_flood_evicts_nothing_that_is_read(tree, django) -> None:
    found = of_default_database()
    site = Delivery(django, found, 400_000)
    for _ in range(2):
        ask(site, ALMELO)
        ask(site, RESOLVE)
    before = len(django.calls)
    for number in range(2000):
        ask(site, f"{ALMELO}?x={number}")
    assert len(django.calls) == before
    for number in range(
        200
    ):  # each with an answer of its own, together more than there is room for
        ask(site, f"/en/no-such-{number}/")
        ask(site, f"/api/content/v1/pages/?limit=1&offset={number}")
    assert site._kept.bytes <= site._kept.most_bytes
    calls = len(django.calls)
    ask(site, ALMELO)
    ask(site, RESOLVE)
    assert len(django.calls) == calls
    found.close()


def test_many_who_want_the_same_wait_for_one(tree) -> None:
    made = []

    def slow(environ, start_response):
        made.append(threading.get_ident())
        time.sleep(0.5)
        return django_application(environ, start_response)

    found = of_default_database()
    site = Delivery(slow, found, 4_000_000)
    ask(site, ALMELO)  # what its view looks at is known from now on
    Page.objects.filter(pk=tree.almelo.pk).update(title="Another")
    settle()
    made.clear()
    said = []
    threads = [threading.Thread(target=lambda: said.append(ask(site, ALMELO))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert len(said) == 8
    assert len({answer.raw for answer in said}) == 1
    ways = sorted(answer.how for answer in said)
    assert ways.count("twinning; fwd=miss; stored") == 1
    assert set(ways) <= {f"twinning; {way}" for way in (HIT, STORED, COLLAPSED)}
    found.close()


def test_without_a_number_nothing_is_kept_and_everything_answered(site, django, tree) -> None:
    from twinning.delivery import triggers

    ask(site, ALMELO)
    triggers.drop()
    settle()
    for _ in range(2):
        said = ask(site, ALMELO, accept_encoding="gzip")
        assert (said.status, said.headers["Content-Encoding"]) == (200, "gzip")
        assert said.how == "twinning; fwd=miss"
    assert len(django.calls) == 3
    triggers.install()
    settle()
    ask(site, ALMELO)
    ask(site, ALMELO)
    assert len(django.calls) == 4


def test_addresses_come_from_the_database_whatever_another_process_has_cached(
    site, tree, django
) -> None:
    """Wagtail's list of site roots, which outlives a change that another process makes."""
    stale = [(tree.site.pk, "/elsewhere/", "http://elsewhere.example", "en")]
    ask(site, ALMELO)
    polish = tree.home.copy_for_translation(tree.locales["pl"])
    polish.slug = "poczatek"
    polish.save_revision().publish()
    cache.set("wagtail_site_root_paths", stale, version=2)
    settle()
    html = ask(site, "/en/").text
    assert 'hreflang="pl" href="http://localhost/pl/"' in html
    assert "elsewhere" not in html


def test_the_port_that_django_sees_is_part_of_the_key(tree, settings, django) -> None:
    other = factories.HomePageFactory(parent=Page.get_first_root_node(), slug="b", title="Other")
    Site.objects.create(hostname="localhost", port=8443, root_page=other, site_name="Other")
    settings.USE_X_FORWARDED_PORT = True
    found = of_default_database()
    site = Delivery(django, found, 4_000_000)
    plain = ask(site, "/en/")
    assert ask(site, "/en/", x_forwarded_port="8443").raw != plain.raw
    assert ask(site, "/en/").raw == plain.raw
    found.close()


@pytest.mark.parametrize(
    "header", [("Set-Cookie", "a=b"), ("Content-Encoding", "gzip"), ("CONTENT-ENCODING", "x")]
)
def test_what_other_middleware_has_put_on_is_not_kept(header, tree, django) -> None:
    def application(environ, start_response):
        def start(status, headers, exc_info=None):
            return start_response(status, [*headers, header])

        return django(environ, start)

    found = of_default_database()
    site = Delivery(application, found, 4_000_000)
    for _ in range(2):
        assert ask_raw(site, ALMELO) == header[1]
    assert len(django.calls) == 2
    found.close()


def ask_raw(site, path: str) -> str:
    """What the last header is."""
    sent = []
    b"".join(site(environ(path), lambda status, headers, *rest: sent.extend(headers)))
    return sent[-1][1]


def test_keys_count_and_long_ones_are_not_kept(site, django) -> None:
    for number in range(20):
        ask(site, f"/en/{'x' * 1900}{number}/")
    assert site._kept.bytes > 20 * 2 * 1900
    for _ in range(2):
        ask(site, f"/en/{'x' * 2000}/")
        ask(site, ALMELO, origin="https://" + "x" * 300)
    assert len(django.calls) == 24


def test_a_fault_is_not_kept(site, tree, monkeypatch, django) -> None:
    from towns.models import TownPage

    def fail(*args, **kwargs):
        raise RuntimeError("broken")

    with monkeypatch.context() as broken:
        broken.setattr(TownPage, "get_context", fail)
        assert ask(site, ALMELO).status == 500
    assert ask(site, ALMELO).status == 200

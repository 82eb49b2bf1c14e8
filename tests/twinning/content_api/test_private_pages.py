"""Pages with a password: closed without it, open with it, and nothing of them told to others."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from home.models import StandardPage
from tests import factories

pytestmark = pytest.mark.django_db

UNLOCK = "/api/content/v1/unlock/"
PASSWORD = "sesam, otwórz się"


@pytest.fixture
def private(tree) -> StandardPage:
    """A page that needs a password, with one below it."""
    page = factories.StandardPageFactory(parent=tree.home, title="Secret title", slug="private")
    factories.StandardPageFactory(parent=page, title="Secret below", slug="below")
    restrict(page)
    return page


def restrict(page: Page, kind: str = "password", password: str = PASSWORD) -> Any:
    return PageViewRestriction.objects.create(
        page=page, restriction_type=kind, password=password if kind == "password" else ""
    )


@pytest.fixture
def unlock() -> Callable[..., Any]:
    """Send a password; the answer, whose status must be as said."""

    def unlock(status: int = 201, headers: dict[str, str] | None = None, **body: Any) -> Any:
        body.setdefault("password", PASSWORD)
        response = Client().post(
            UNLOCK, body, content_type="application/json", headers=headers or {}
        )
        assert response.status_code == status, response.content.decode()
        assert "Secret" not in response.content.decode()
        return response.json()

    return unlock


def ask(endpoint: str, status: int, *tokens: str) -> Any:
    headers = {"X-Page-Access": ", ".join(tokens)} if tokens else {}
    response = Client().get(f"/api/content/v1/{endpoint}", headers=headers)
    assert response.status_code == status, response.content.decode()[:300]
    if tokens:
        assert response.headers["Cache-Control"] == "private, no-store"
    return response.json()


def test_without_a_password_nothing_but_that_one_is_needed(private) -> None:
    for endpoint in ("resolve/?path=/en/private/", "resolve/?path=/en/private/below/",
                     "resolve/?path=/en/private", f"pages/{private.pk}/"):  # fmt: skip
        problem = ask(endpoint, 403)
        assert problem["restriction"] == "password"
        assert "Secret" not in str(problem)
    assert "Secret" not in str(ask("pages/", 200)) + str(ask("routes/", 200))


def test_with_it_the_page_and_those_below_are_open(private, unlock) -> None:
    given = unlock(path="/en/private/")
    assert given["needs_another"] is False
    token = given["token"]
    page = ask("resolve/?path=/en/private/", 200, token)["page"]
    assert page["title"] == "Secret title"
    assert page == ask(f"pages/{private.pk}/", 200, token)
    below = ask("resolve/?path=/en/private/below/", 200, token)["page"]
    assert [item["title"] for item in below["breadcrumbs"]][1:] == ["Secret title"]
    assert below["parent"]["id"] == private.pk
    # Nobody else, and in no list.
    ask(f"pages/{private.pk}/", 403)
    assert "Secret" not in str(ask("pages/", 200))


def test_no_answer_to_whoever_was_admitted_is_kept(private, unlock) -> None:
    """An error may name private paths, too."""
    token = unlock(page=private.pk)["token"]
    problem = ask(f"pages/{private.pk}/?locale=pl", 404, token)
    assert problem["available_in"] == [{"locale": "en", "path": "/en/private/"}]
    ask("pages/?limit=x", 422, token)
    ask("pages/", 200, token)
    ask("pages/", 200, "garbage")
    headers = {"X-Page-Access": token}
    response = Client().post(UNLOCK, {}, content_type="application/json", headers=headers)
    assert (response.status_code, response.headers["Cache-Control"]) == (422, "private, no-store")
    assert Client().get("/en/", headers=headers).headers["Cache-Control"] == "private, no-store"


def test_the_page_may_be_named_by_its_id(private, unlock) -> None:
    given = unlock(page=private.pk)
    expires = timezone.datetime.fromisoformat(given["expires_at"])
    assert timedelta(hours=7) < expires - timezone.now() <= timedelta(hours=8)
    ask(f"pages/{private.pk}/", 200, "garbage", given["token"])


def test_a_wrong_password(private, unlock) -> None:
    problem = unlock(403, path="/en/private/", password="sesam")
    assert problem["errors"] == [{"loc": ["body", "password"], "msg": "This is not the password."}]


@pytest.mark.parametrize("kind", ["login", "groups"])
def test_for_people_who_have_logged_in(tree, unlock, kind) -> None:
    page = factories.StandardPageFactory(parent=tree.home, title="Secret", slug="private")
    restrict(page, kind)
    assert unlock(404, path="/en/private/") == unlock(404, path="/en/nowhere/")
    ask("resolve/?path=/en/private/", 404)
    ask(f"pages/{page.pk}/", 404)
    below = factories.StandardPageFactory(parent=page, slug="below")
    restrict(below)
    unlock(404, page=below.pk)
    ask("resolve/?path=/en/private/below/", 404)


def test_two_restrictions_on_one_page_are_never_half_open(private, unlock) -> None:
    """The editor makes one at most; a script may make more, and no token opens those."""
    token = unlock(page=private.pk)["token"]
    restrict(private, "login")
    ask(f"pages/{private.pk}/", 404, token)
    unlock(404, page=private.pk)


def test_what_there_is_not_and_what_is_open(tree, private, unlock) -> None:
    draft = factories.StandardPageFactory(parent=private, slug="draft", live=False)
    other = factories.StandardPageFactory(
        parent=factories.HomePageFactory(parent=Page.get_first_root_node(), slug="other")
    )
    for body in ({"page": 2**30}, {"path": "/en/nowhere/"}, {"path": "/xx/"}, {"page": draft.pk},
                 {"path": "/en/private/draft/"}, {"page": other.pk}):  # fmt: skip
        unlock(404, **body)
    problem = unlock(422, page=tree.home.pk)
    assert problem["errors"][0]["loc"] == ["body", "page"]
    ask("resolve/?path=/en/private/nothing/", 404)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"page": 1, "path": "/en/"},
        {"page": "1"},
        {"page": 0},
        {"path": "en/"},
        {"path": "/en/", "password": ""},
        {"path": "/en/", "password": "x" * 256},
        {"path": "/en/", "more": 1},
        {"path": "/%ff/"},
        {"path": "/a%00/"},
        {"path": "/" + "a" * 3000},
    ],
)
def test_what_means_nothing(tree, unlock, body: dict[str, Any]) -> None:
    assert unlock(422, **body)["errors"]


def test_not_even_json(tree) -> None:
    for sent in (b"", b"[", b"[]", b"\xff"):
        response = Client().post(UNLOCK, sent, content_type="application/json")
        assert response.status_code in {400, 422}
        assert response.headers["Content-Type"] == "application/problem+json"
    assert Client().get(UNLOCK).status_code == 405


def test_the_password_is_never_in_an_address(private) -> None:
    response = Client().post(f"{UNLOCK}?password=x", {}, content_type="application/json")
    assert response.status_code == 422


def test_another_password_ends_it(private, unlock) -> None:
    token = unlock(page=private.pk)["token"]
    PageViewRestriction.objects.update(password="another")
    ask(f"pages/{private.pk}/", 403, token)


def test_so_does_another_kind_of_restriction_and_time(private, unlock, monkeypatch) -> None:
    token = unlock(page=private.pk)["token"]
    ask(f"pages/{private.pk}/", 200, token)
    with monkeypatch.context() as patch:
        later = signing.time.time() + 8 * 60 * 60 + 1
        patch.setattr("django.core.signing.time.time", lambda: later)
        ask(f"pages/{private.pk}/", 403, token)
    PageViewRestriction.objects.update(restriction_type="login")
    ask(f"pages/{private.pk}/", 404, token)


def test_a_token_opens_one_section_alone(tree, private, unlock) -> None:
    other = factories.StandardPageFactory(parent=tree.home, slug="other")
    restrict(other)  # with the same password
    token = unlock(page=private.pk)["token"]
    ask(f"pages/{other.pk}/", 403, token)
    second = unlock(page=other.pk)["token"]
    ask(f"pages/{other.pk}/", 200, token, second)
    ask(f"pages/{private.pk}/", 200, token, second)


@pytest.mark.parametrize("inner", [PASSWORD, "another"])
def test_a_password_behind_a_password(private, unlock, inner: str) -> None:
    below = StandardPage.objects.get(slug="below")
    restrict(below, password=inner)
    first = unlock(page=below.pk)
    assert first["needs_another"] is True
    ask(f"pages/{below.pk}/", 403, first["token"])
    headers = {"X-Page-Access": first["token"]}
    second = unlock(page=below.pk, password=inner, headers=headers)
    assert second["needs_another"] is False
    ask(f"pages/{below.pk}/", 200, first["token"], second["token"])


@pytest.mark.parametrize("token", ["", ",,,", "x" * 5000, "a:b:c", "é", "a," * 5000])
def test_what_is_no_token(private, token: str) -> None:
    headers = {"X-Page-Access": token}
    address = f"/api/content/v1/pages/{private.pk}/"
    assert Client().get(address, headers=headers).status_code == 403
    other = signing.dumps([private.view_restrictions.get().pk, "x"], salt="other")
    ask(f"pages/{private.pk}/", 403, other)


def test_too_many_from_one_client(private, unlock, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "PASSWORD_CLIENT_LIMIT": (2, 3600)}
    unlock(403, page=private.pk, password="a")
    unlock(403, page=private.pk, password="b")
    response = Client().post(
        UNLOCK,
        {"page": private.pk, "password": PASSWORD},
        content_type="application/json",
    )
    assert response.status_code == 429
    assert 0 < int(response.headers["Retry-After"]) <= 3600


def test_looking_for_pages_counts_as_well(tree, private, unlock, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "PASSWORD_CLIENT_LIMIT": (2, 3600)}
    unlock(404, page=2**30)
    unlock(422, page=tree.home.pk)
    unlock(429, page=2**30)
    unlock(429, page=private.pk)


def test_too_many_on_one_page_by_anybody(private, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "UNLOCK_PAGE_LIMIT": (2, 3600)}
    statuses = [
        Client(REMOTE_ADDR=f"192.0.2.{number}")
        .post(UNLOCK, {"page": private.pk, "password": "a"}, content_type="application/json")
        .status_code
        for number in range(3)
    ]
    assert statuses == [403, 403, 429]


def test_right_passwords_do_not_count_against_the_page(private, unlock, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "UNLOCK_PAGE_LIMIT": (2, 3600)}
    unlock(403, page=private.pk, password="a")
    for _reader in range(5):
        unlock(page=private.pk)
    unlock(403, page=private.pk, password="b")
    unlock(429, page=private.pk, password="c")
    unlock(429, page=private.pk)  # else guessing by many clients would not be slowed down


def test_another_sites_page(private, unlock) -> None:
    home = factories.HomePageFactory(parent=Page.get_first_root_node(), slug="guild")
    Site.objects.create(hostname="guild.example.org", root_page=home)
    response = Client().post(
        f"{UNLOCK}?site=guild.example.org",
        {"page": private.pk, "password": PASSWORD},
        content_type="application/json",
    )
    assert response.status_code == 404


def test_sql(private, unlock) -> None:
    token = unlock(page=private.pk)["token"]
    address = f"/api/content/v1/pages/{private.pk}/"
    for headers, most in (({"X-Page-Access": token}, 9), ({}, 5)):
        with CaptureQueriesContext(connection) as captured:
            Client().get(address, headers=headers)
        assert len(captured) <= most, [query["sql"] for query in captured]


def test_open_pages_are_asked_for_as_before(tree) -> None:
    with CaptureQueriesContext(connection) as captured:
        ask("resolve/?path=/en/nowhere/", 404)
    assert not [query for query in captured if "pageviewrestriction WHERE" in query["sql"]]
    ask("locales/", 200, "x")

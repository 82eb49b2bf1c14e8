"""A token opens what its limits allow, until it is over, and none without limits."""

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken, ModelLogEntry, Page

from tests import factories
from twinning.security.models import TokenLimits
from twinning.security.tokens import making


def call(key: str, path: str, method: str = "GET", **body):
    return Client().generic(
        method,
        f"/api/v3/{path}",
        json.dumps(body) if body else b"",
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )


@pytest.fixture
def key(admin_user, tree):
    """Makes a token with limits."""

    def made(scope: str, *languages: str, **options) -> str:
        return making.make(admin_user, "test", scope, languages, **options)[1]

    return made


def new_page(parent: Page) -> dict[str, object]:
    meta = {"type": "home.StandardPage", "parent_id": parent.pk}
    return {"meta": meta, "title": "New", "slug": "new"}


def test_only_a_digest_of_a_token_is_kept(key) -> None:
    plain = key("read")
    kept = str(APIToken.objects.values()) + str(TokenLimits.objects.values())
    assert plain not in kept and plain[12:] not in kept


def test_a_plain_token_opens_nothing(admin_user, tree) -> None:
    _token, plain = APIToken.create_token(user=admin_user, name="plain")
    for path in ("whoami/", "pages/", "pages/?locale=en"):
        answer = call(plain, path)
        assert answer.status_code == 401, path
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("wrong", ["", "x", "wagtail_forged", "\x7f", "a b", "é"])
def test_an_unknown_token_is_refused_even_where_none_is_needed(tree, wrong: str) -> None:
    assert call(wrong, "pages/").status_code == 401


def test_without_a_token_the_public_is_there(client, tree) -> None:
    assert client.get("/api/v3/pages/").status_code == 200


def test_a_token_ends(key) -> None:
    plain = key("read", days=1)
    assert call(plain, "whoami/").status_code == 200
    TokenLimits.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert call(plain, "whoami/").status_code == 401


def test_a_revoked_token_opens_nothing(key) -> None:
    plain = key("read")
    APIToken.objects.get().revoke()
    assert call(plain, "whoami/").status_code == 401


def test_reading_is_not_writing(key, tree) -> None:
    plain = key("read")
    assert call(plain, f"pages/{tree.almelo.pk}/").status_code == 200
    writes = [
        ("POST", "pages/", new_page(tree.home)),
        ("PATCH", f"pages/{tree.almelo.pk}/", {"title": "X"}),
        ("DELETE", f"pages/{tree.almelo.pk}/", {}),
        ("POST", f"pages/{tree.almelo.pk}/actions/unpublish/", {}),
    ]
    for method, path, body in writes:
        answer = call(plain, path, method, **body)
        assert answer.status_code == 403, (method, path)
        assert answer.headers["Content-Type"] == "application/problem+json"
    tree.almelo.refresh_from_db()
    assert tree.almelo.live and tree.almelo.title == "Almelo"
    assert not Page.objects.filter(slug="new").exists()


def test_writing_writes(key, tree) -> None:
    plain = key("write")
    assert call(plain, "pages/", "POST", **new_page(tree.home)).status_code == 201


def test_a_tokens_languages_are_those_of_the_pages_it_changes(key, tree) -> None:
    polish = tree.home.copy_for_translation(tree.locales["pl"])
    page = factories.StandardPageFactory(parent=polish, locale=tree.locales["pl"])
    plain = key("write", "pl", "nl")
    assert call(plain, "pages/", "POST", **new_page(polish)).status_code == 201
    assert call(plain, f"pages/{page.pk}/", "PATCH", title="X").status_code == 200
    refused = [
        ("pages/", "POST", new_page(tree.home)),
        ("pages/", "POST", {"meta": {"type": "home.StandardPage"}, "title": "X"}),
        (f"pages/{tree.almelo.pk}/", "PATCH", {"title": "X"}),
        (f"pages/{tree.almelo.pk}/actions/unpublish/", "POST", {}),
        (f"pages/{page.pk}/actions/move/", "POST", {"destination_id": tree.home.pk}),
        (f"pages/{page.pk}/actions/copy/", "POST", {"destination_id": tree.home.pk}),
        (f"pages/{page.pk}/actions/copy_for_translation/", "POST", {"locale": "fr"}),
        ("images/1/", "DELETE", {}),
        ("documents/1/", "DELETE", {}),
    ]
    for path, method, body in refused:
        assert call(plain, path, method, **body).status_code in {403, 404}, path
    page.refresh_from_db()
    tree.almelo.refresh_from_db()
    assert page.get_parent().pk == polish.pk and tree.almelo.title == "Almelo"
    assert call(plain, f"pages/{tree.almelo.pk}/").status_code == 200, "reading is not limited"


@pytest.fixture
def polish(tree):
    """A page in Polish, which the token may change; those of `tree` are in English."""
    home = tree.home.copy_for_translation(tree.locales["pl"])
    return factories.StandardPageFactory(parent=home, locale=tree.locales["pl"])


#: Ways to write a number that is to be taken for none, while something else takes it for one.
ODD = [
    "0{}",
    "00{}",
    "+{}",
    " {}",
    "{} ",
    "%20{}",
    "{}%20",
    "{}.0",
    "{}e0",
    "0_{}",
    "%2B{}",
    "{}%00",
]


def other_digits(number: int) -> str:
    return str(number).translate({ord("0") + digit: 0x0660 + digit for digit in range(10)})


@pytest.mark.parametrize("odd", [*ODD, other_digits])
@pytest.mark.parametrize("operation", ["", "actions/unpublish/", "actions/move/"])
def test_a_page_in_an_address_has_one_number(key, tree, polish, odd, operation: str) -> None:
    """The body names a page that the token may change, and one operation looks at it."""
    plain = key("write", "pl")
    number = odd(tree.almelo.pk) if callable(odd) else odd.format(tree.almelo.pk)
    body = {"title": "X", "parent_id": polish.pk, "destination_id": polish.pk}
    answer = call(plain, f"pages/{number}/{operation}", "POST" if operation else "PATCH", **body)
    assert answer.status_code in {403, 404, 422}, answer.content
    assert call(plain, f"pages/{number}/", "DELETE").status_code in {403, 404, 422}
    before = tree.almelo.path
    tree.almelo.refresh_from_db()
    assert (tree.almelo.live, tree.almelo.title, tree.almelo.path) == (True, "Almelo", before)


@pytest.mark.parametrize("odd", [*ODD, other_digits, "{}", float, lambda number: [number]])
@pytest.mark.parametrize("name", ["destination_id", "parent_id"])
def test_a_page_in_a_body_is_a_whole_number(key, tree, polish, odd, name: str) -> None:
    plain = key("write", "pl")
    value = odd(tree.home.pk) if callable(odd) else odd.format(tree.home.pk)
    if name == "destination_id":
        path, body = f"pages/{polish.pk}/actions/move/", {name: value}
    else:
        path, body = "pages/", {**new_page(tree.home), name: polish.pk}
        body["meta"] = {**body["meta"], name: value}
    assert call(plain, path, "POST", **body).status_code == 422
    for one in (True, 0, -1, tree.home.pk + 0.5):
        body = {**body, name: one} if name == "destination_id" else {**body, "meta": {name: one}}
        assert call(plain, path, "POST", **body).status_code == 422
    before = polish.path
    polish.refresh_from_db()
    assert polish.path == before
    assert not tree.home.get_children().filter(slug="new").exists()


@pytest.mark.parametrize("locale", ["FR", " fr", "fr", ["pl"], {"pl": 1}, 1, True])
def test_a_language_in_a_body_is_its_code(key, polish, locale) -> None:
    path = f"pages/{polish.pk}/actions/copy_for_translation/"
    assert call(key("write", "pl"), path, "POST", locale=locale).status_code == 403


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("sites/{site}/", "DELETE"),
        ("sites/{site}/", "PUT"),
        ("redirects/", "POST"),
        ("snippets/towns.interest/", "POST"),
        ("images/{image}/", "DELETE"),
        ("documents/1/", "DELETE"),
    ],
)
def test_naming_a_page_opens_nothing_that_is_no_page(key, tree, polish, path, method) -> None:
    image = factories.ImageFactory()
    path = path.format(site=tree.site.pk, image=image.pk)
    body = {"parent_id": polish.pk, "root_page_id": polish.pk, "meta": {"parent_id": polish.pk}}
    assert call(key("write", "pl"), path, method, **body).status_code == 403
    assert type(image).objects.filter(pk=image.pk).exists()
    assert type(tree.site).objects.filter(pk=tree.site.pk, root_page=tree.site.root_page).exists()


def test_a_page_that_may_be_left_out_may_be_null(key, polish) -> None:
    path = f"pages/{polish.pk}/actions/copy/"
    assert call(key("write", "pl"), path, "POST", destination_id=None).status_code in {200, 201}


@pytest.mark.parametrize("odd", [*ODD, other_digits])
@pytest.mark.parametrize(
    "address",
    [
        "/api/v3/pages/{}/",
        "/api/v2/pages/{}/",
        "/api/v2/pages/?child_of={}",
        "/api/v2/pages/?descendant_of={}",
        "/api/content/v1/pages/{}/",
        *(
            f"/api/content/v1/pages/?{name}={{}}"
            for name in ("id", "child_of", "descendant_of", "translation_of")
        ),
        "/api/content/v1/forms/{}/",
    ],
)
def test_reading_by_odd_numbers_shows_no_more_than_by_plain_ones(
    client, tree, odd, address: str
) -> None:
    """Reading is not limited by language, but nothing may be broken or opened by them either."""
    tree.almelo.unpublish()
    number = odd(tree.almelo.pk) if callable(odd) else odd.format(tree.almelo.pk)
    answer = client.get(address.format(number))
    assert answer.status_code < 500
    assert "Almelo" not in answer.text


@pytest.mark.parametrize(
    ("scope", "languages", "days"),
    [("all", [], 1), ("read", ["xx"], 1), ("read", [], 0), ("read", [], 366), ("read", [], -1)],
)
def test_limits_that_there_are_not(admin_user, scope: str, languages, days: int) -> None:
    with pytest.raises(ValueError, match=r"There is no|valid for 1 to 365 days"):
        making.make(admin_user, "test", scope, languages, days)
    assert not APIToken.objects.exists(), "nothing half made"


def test_the_admin_makes_and_lists_tokens(admin_client, admin_user, tree) -> None:
    add = reverse("wagtailusers_api_tokens:add")
    form = {"name": "Front end", "user": admin_user.pk, "scope": "write", "languages": ["pl"]}
    for days in ("0", "366", "x"):
        assert "error" in admin_client.post(add, {**form, "days": days}).content.decode()
    answer = admin_client.post(add, {**form, "days": "30"})
    limits = TokenLimits.objects.get()
    assert (limits.scope, limits.language_codes) == ("write", {"pl"})
    assert timedelta(days=29) < limits.expires_at - timezone.now() <= timedelta(days=30)
    plain = answer.context["token"]
    assert call(plain, "whoami/").status_code == 200
    APIToken.create_token(user=admin_user, name="plain")
    html = admin_client.get(reverse("wagtailusers_api_tokens:index")).content.decode()
    assert "Read and write (pl)" in html and "None: it opens nothing" in html
    token = APIToken.objects.get(name="Front end")
    admin_client.post(reverse("wagtailusers_api_tokens:delete", args=[token.pk]))
    assert call(plain, "whoami/").status_code == 401
    found = set(ModelLogEntry.objects.values_list("action", flat=True))
    assert {"wagtail.apitoken.create", "wagtail.apitoken.revoke"} <= found


def test_a_command_makes_one(admin_user, tree, capsys) -> None:
    call_command("make_api_token", user="admin", name="x", write=True, language=["pl"], days=5)
    plain = capsys.readouterr().out.strip()
    assert call(plain, "whoami/").status_code == 200
    with pytest.raises(CommandError):
        call_command("make_api_token", user="nobody", name="x")
    with pytest.raises(CommandError):
        call_command("make_api_token", user="admin", name="x", days=1000)

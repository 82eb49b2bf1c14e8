"""Every answer tells browsers what to keep from doing, by who reads it."""

import pytest
from csp.decorators import csp_update
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.urls import reverse
from storages.backends.s3 import S3Storage

from twinning.media.models import TwinningDocument
from twinning.security.headers import origins, policies
from twinning.security.headers.middleware import HeadersMiddleware

POLICY = "Content-Security-Policy"


def directives(answer) -> dict[str, list[str]]:
    parts = (part.split() for part in answer.headers[POLICY].split(";"))
    return {name: values for name, *values in parts}


@pytest.fixture
def elsewhere(settings):
    """A bucket at another host, of which nothing is asked."""

    def put(**options: object) -> None:
        settings.STORAGES = {
            **settings.STORAGES,
            "default": {
                "BACKEND": "storages.backends.s3.S3Storage",
                "OPTIONS": {"bucket_name": "uploads", "region_name": "eu-west-2", **options},
            },
        }
        origins.of_media.cache_clear()

    yield put
    origins.of_media.cache_clear()


def test_a_page_loads_nothing_inline_and_from_no_other_host(client, tree) -> None:
    for path in ("/en/", tree.almelo.url, "/en/nothing/", "/nothing/"):
        answer = client.get(path)
        policy = directives(answer)
        assert policy["default-src"] == ["'none'"], path
        assert policy["script-src"] == policy["style-src"] == ["'self'"]
        assert policy["frame-ancestors"] == policy["base-uri"] == ["'none'"]
        assert "unsafe" not in answer.headers[POLICY] and "http" not in answer.headers[POLICY]
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "geolocation=()" in answer.headers["Permissions-Policy"]


def test_a_page_has_the_same_policy_for_everybody(client, tree) -> None:
    """The answer is kept and shared: nothing in it may be one visitor's."""
    assert client.get("/en/").headers[POLICY] == client.get("/en/").headers[POLICY]
    assert "public" in client.get("/en/").headers["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        *("/robots.txt", "/sitemap.xml", "/sitemap-en.xml", "/api/content/v1/locales/"),
        *("/api/content/v1/openapi.json", "/api/content/v1/nothing/", "/api/v3/pages/"),
    ],
)
def test_what_is_no_page_loads_nothing(client, tree, path: str) -> None:
    answer = client.get(path)
    assert directives(answer)["default-src"] == ["'none'"]
    assert "script-src" not in directives(answer)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_document_keeps_wagtails_policy(client, db) -> None:
    document = TwinningDocument.objects.create(title="A", file=ContentFile(b"A", "a.txt"))
    answer = client.get(document.url)
    assert directives(answer)["default-src"] == ["'none'"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("path", ["/api/content/v1/docs/", "/api/v3/docs/"])
def test_documentation_may_style_itself(client, db, path: str) -> None:
    policy = directives(client.get(path))
    assert policy["script-src"] == ["'self'"]
    assert policy["style-src"] == ["'self'", "'unsafe-inline'"]


def test_the_admin_runs_no_attributes_and_nothing_foreign(admin_client, tree) -> None:
    answer = admin_client.get(reverse("wagtailadmin_home"))
    policy = directives(answer)
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'", "'unsafe-inline'"]
    assert policy["script-src-attr"][0] == "'unsafe-hashes'" and len(policy["script-src-attr"]) == 2
    assert policy["form-action"] == policy["frame-src"] == ["'self'"]
    assert policy["base-uri"] == ["'none'"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "http" not in answer.headers[POLICY]


@pytest.mark.parametrize("name", ["wagtailadmin_login", "wagtailadmin_password_reset"])
def test_where_passwords_are_typed_nothing_is_inline(client, db, name: str) -> None:
    answer = client.get(reverse(name))
    assert directives(answer)["script-src"] == ["'self'"]
    assert "unsafe" not in answer.headers[POLICY]


def test_a_draft_has_the_policy_of_its_page(admin_client, tree) -> None:
    tree.almelo.save_revision()
    answer = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[tree.almelo.pk]))
    assert directives(answer)["script-src"] == ["'self'"], "not the admin's"


@pytest.mark.parametrize(("said", "framed"), [("SAMEORIGIN", "'self'"), ("DENY", "'none'")])
def test_what_wagtail_frames_may_be_framed_by_us_alone(rf, said: str, framed: str) -> None:
    """A preview passes twice: as the page, and as the admin's answer with Wagtail's header."""
    page = HeadersMiddleware(lambda request: HttpResponse("A page"))(rf.get("/en/"))
    page.headers["X-Frame-Options"] = said
    answer = HeadersMiddleware(lambda request: page)(rf.get("/admin/pages/1/edit/preview/"))
    assert directives(answer)["frame-ancestors"] == [framed]
    assert directives(answer)["script-src"] == ["'self'"]


def test_front_ends_that_show_drafts_may_be_framed_and_sent_to(settings) -> None:
    settings.TWINNING = {
        **settings.TWINNING,
        "PREVIEW_URLS": {
            "default": "https://front.example/draft/{token}",
            "a.example": {"pl": "http://localhost:3000/{locale}/{token}"},
        },
    }
    fronts = ["https://front.example", "http://localhost:3000"]
    assert policies.of_admin()["frame-src"] == ["'self'", *fronts]
    assert policies.of_admin()["form-action"] == ["'self'", *fronts]
    assert policies.of_visitors()["frame-src"] == ["'self'"]


def test_uploads_on_the_disk_are_of_no_other_host() -> None:
    origins.of_media.cache_clear()
    assert origins.of_media() == ()


@pytest.mark.parametrize(
    ("options", "origin"),
    [
        ({}, "https://uploads.s3.amazonaws.com"),
        ({"custom_domain": "cdn.example"}, "https://cdn.example"),
        ({"endpoint_url": "https://s3.example:9000"}, "https://s3.example:9000"),
    ],
)
def test_pictures_may_come_from_the_bucket_alone(elsewhere, options, origin: str) -> None:
    elsewhere(**options)
    [found] = origins.of_media()
    assert found.replace(".eu-west-2", "") == origin
    address = S3Storage(
        bucket_name="uploads", region_name="eu-west-2", querystring_auth=False, **options
    ).url("images/a.webp")
    assert address.startswith(found), "where pages look for pictures"
    for policy in (policies.of_visitors(), policies.of_admin()):
        assert found in policy["img-src"] and found in policy["media-src"]
        assert found not in policy["script-src"] + policy["style-src"] + policy["default-src"]


def test_a_views_own_policy_wins(rf) -> None:
    @csp_update({"img-src": ["https://tiles.example"]})
    def updated(request):
        return HttpResponse("A map")

    def own(request):
        return HttpResponse("A picture", headers={POLICY: "default-src 'none'; sandbox"})

    policy = directives(HeadersMiddleware(updated)(rf.get("/en/")))
    assert policy["img-src"] == ["'self'", "data:", "https://tiles.example"]
    assert policy["script-src"] == ["'self'"]
    assert HeadersMiddleware(own)(rf.get("/en/")).headers[POLICY].endswith("sandbox")

"""What nobody sends in earnest is refused, with a 4xx, before it does anything."""

from http import HTTPStatus

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from twinning.security.bodies import BodyLimitMiddleware
from twinning.submissions.clients import address_of

HOST = "twinning.example"


@pytest.fixture
def named(settings) -> None:
    """As in production: the site has one name."""
    settings.ALLOWED_HOSTS = [HOST]


@pytest.mark.parametrize(
    "host", ["evil.example", f"{HOST}.evil.example", f"evil@{HOST}", "", "a b", f"{HOST}:x", "[::1"]
)
@pytest.mark.parametrize(
    "path", ["/en/", "/", "/admin/login/", "/api/content/v1/locales/", "/robots.txt", "/media/x"]
)
def test_another_host_is_400(tree, named, host: str, path: str) -> None:
    answer = Client().get(path, headers={"Host": host})
    assert answer.status_code == 400, path
    assert b"evil" not in answer.content


def test_a_forwarded_host_is_nothing(tree, named) -> None:
    answer = Client().get("/en/", headers={"Host": HOST, "X-Forwarded-Host": "evil.example"})
    assert answer.status_code == 200
    assert b"evil.example" not in answer.content


def test_a_password_is_reset_at_our_own_host(tree, named, mailoutbox) -> None:
    get_user_model().objects.create_superuser("anna", "anna@example.org", "seven swans swimming")
    form = {"email": "anna@example.org"}
    for host in ("evil.example", HOST):
        Client().post("/admin/password_reset/", form, headers={"Host": host})
    assert all("evil" not in message.body for message in mailoutbox)


@pytest.mark.parametrize(
    "path",
    [
        *("/media/images/../../manage.py", "/media/images/..%2f..%2fmanage.py"),
        *("/media/images/%2e%2e/%2e%2e/manage.py", "/media/../manage.py", "/media/documents/a.pdf"),
        *("/media/original_images/..%5c..%5cmanage.py", "/media/images//etc/passwd"),
        *("/static/../manage.py", "/static/..%2f..%2fmanage.py", "/static/%2e%2e/manage.py"),
        *("/media/images/%00.jpg", "/media/private_images/..%2fx", "/documents/1/..%2f..%2fx"),
    ],
)
def test_no_path_leads_out_of_a_folder(tree, settings, path: str, tmp_path) -> None:
    answer = Client().get(path)
    assert answer.status_code in {400, 404}, path
    assert b"import" not in b"".join(answer)


def test_a_forged_chain_of_proxies_is_cut_off(rf, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "PROXIES": 2}
    forged = "127.0.0.1, 10.0.0.1, 198.51.100.7, 192.0.2.1"
    assert address_of(rf.get("/", headers={"X-Forwarded-For": forged})) == "198.51.100.7"
    assert address_of(rf.get("/", headers={"X-Forwarded-For": "6.6.6.6"})) == "127.0.0.1"
    settings.TWINNING = {**settings.TWINNING, "PROXIES": 0}
    assert address_of(rf.get("/", headers={"X-Forwarded-For": forged})) == "127.0.0.1"


@pytest.mark.parametrize(
    "path", ["/en/", "/admin/login/", "/api/content/v1/locales/", "/api/v3/pages/"]
)
def test_an_oversized_body_is_413_unread(tree, path: str, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "BODY_BYTES": 1000}
    answer = Client().post(path, b"x" * 1001, content_type="application/json")
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if path.startswith("/api/"):
        assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("length", ["1000", "", "-5", "abc", "1e9", "²"])
def test_other_lengths_go_on(rf, settings, length: str) -> None:
    settings.TWINNING = {**settings.TWINNING, "BODY_BYTES": 1000}
    request = rf.post("/en/")
    request.META["CONTENT_LENGTH"] = length
    assert BodyLimitMiddleware(lambda given: "seen")(request) == "seen"


def test_a_form_with_too_much_in_it_is_400(tree, settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    form = {"username": "a" * 2000, "password": "b"}
    assert Client().post("/admin/login/", form).status_code == 400
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    many = {f"field{number}": "x" for number in range(20)}
    assert Client().post("/admin/login/", many).status_code == 400


@pytest.mark.parametrize("name", ["Cookie", "User-Agent", "Accept-Language", "X-Forwarded-For"])
def test_long_headers_break_nothing(tree, name: str) -> None:
    for value in ("a" * 60_000, ",".join("ab" * 10_000), "\x7f\u00e9;;,,=="):
        assert Client().get("/en/", headers={name: value}).status_code < 500
        form = {"username": "a", "password": "b"}
        assert Client().post("/admin/login/", form, headers={name: value}).status_code < 500

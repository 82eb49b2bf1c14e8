"""What HTTP asks of every address below the prefix, known or not: methods, HEAD, hosts, types."""

import pytest

from tests.contract.conftest import PREFIX
from tests.contract.problems import faults

ENDPOINTS = [
    "locales/", "site/", "pages/", "resolve/?path=/en/", "routes/", "towns/partners/", "glossary/",
    "changes/",
]  # fmt: skip
UNKNOWN = [
    "", "nothing/", "pages", "pages/1", "pages/1/children/", "openapi.yaml", "admin/", "%00",
    "../../admin/", "%2e%2e/", "pages//", "/pages/", "Pages/", "forms", "a%00b/", "%FF/",
    "pages/1.json", "%F0%9F%8C%89/", "x" * 10_240, "y/" * 5_000,
]  # fmt: skip
ACCEPTS = [
    "text/html", "application/xml", "image/*", "*/*;q=0", "application/json;q=0", "", "nonsense",
    ",;,", "application/problem+json", "a/b" * 2_000,
]  # fmt: skip


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_what_is_read_only_says_so(client, world, method: str) -> None:
    wrong = {}
    for endpoint in _every(world):
        response = getattr(client, method)(f"{PREFIX}/{endpoint}")
        found = faults(response, {405})
        if set(response.headers.get("Allow", "").split(", ")) != {"GET", "HEAD"}:
            found.append(f"Allow is {response.headers.get('Allow')}")
        if found:
            wrong[endpoint] = found
    assert wrong == {}


def test_the_document_and_its_page_are_read_only_too(client) -> None:
    for endpoint in ("openapi.json", "docs/"):
        assert client.get(f"{PREFIX}/{endpoint}").status_code == 200
        assert faults(client.post(f"{PREFIX}/{endpoint}"), {405}) == [], endpoint


def test_every_answer_can_be_cached_and_asked_for_again(client, world) -> None:
    wrong = {}
    for endpoint in [*_every(world), "openapi.json"]:
        first = client.get(f"{PREFIX}/{endpoint}")
        tag, rules = first.headers.get("ETag", ""), first.headers.get("Cache-Control", "")
        again = client.get(f"{PREFIX}/{endpoint}", headers={"If-None-Match": tag})
        if again.status_code != 304 or again.content or "s-maxage" not in rules:
            wrong[endpoint] = again.status_code, tag, rules
    assert wrong == {}


def test_methods_that_nobody_knows_are_refused_too(client, world) -> None:
    for method in ("TRACE", "PROPFIND", "GE T", "OPTIONS"):
        assert faults(client.generic(method, f"{PREFIX}/locales/"), {405}) == [], method


def test_a_body_in_a_wrong_method_is_not_read(client, world) -> None:
    for kind in ("application/json", "multipart/form-data", "application/x-www-form-urlencoded"):
        response = client.generic("POST", f"{PREFIX}/pages/", b"\xff{{{" * 1000, kind)
        assert faults(response, {405}) == [], kind


def test_head_is_get_without_a_body(client, world) -> None:
    wrong = []
    for endpoint in [*_every(world), "resolve/?path=/en/nothing/", "pages/?limit=0", "nothing/"]:
        got, head = client.get(f"{PREFIX}/{endpoint}"), client.head(f"{PREFIX}/{endpoint}")
        same = got.status_code == head.status_code and _headers(got) == _headers(head)
        if not same or head.content:
            wrong.append(
                (endpoint, got.status_code, head.status_code, _headers(got), _headers(head))
            )
    assert wrong == []


@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_an_unknown_address_is_a_problem(client, world, method: str) -> None:
    wrong = {}
    for rest in UNKNOWN:
        response = getattr(client, method)(f"{PREFIX}/{rest}")
        if response.status_code != 404 or response.headers["Content-Type"] != (
            "application/problem+json"
        ):
            wrong[rest[:80]] = response.status_code, response.headers["Content-Type"]
    assert wrong == {}


def test_there_is_one_kind_of_answer_whatever_is_accepted(client, world) -> None:
    for accept in ACCEPTS:
        for endpoint in ENDPOINTS:
            response = client.get(f"{PREFIX}/{endpoint}", headers={"Accept": accept})
            assert response.status_code == 200, (accept, endpoint)
            assert response.headers["Content-Type"] == "application/json"


def test_a_host_that_is_no_sites_gets_the_default_sites_addresses(client, world) -> None:
    for host in ("elsewhere.example", "elsewhere.example:8001", "[::1]", "xn--nxasmq6b.example"):
        answer = client.get(f"{PREFIX}/resolve/?path=/en/", headers={"Host": host})
        assert answer.status_code == 200, host
        assert answer.json()["page"]["url"] == "http://localhost/en/", host


@pytest.mark.parametrize(
    "host", ["", "a b", "<script>", "a" * 5000, "localhost:abc", "\x00", "é.example"]
)
def test_what_is_no_host_is_refused(client, world, host: str) -> None:
    """By Django's own middleware, in its own manner."""
    assert client.get(f"{PREFIX}/locales/", headers={"Host": host}).status_code in {200, 400}


def test_odd_headers_harm_nothing(client, world) -> None:
    odd = {
        "If-None-Match": ["*x", '"', 'W/"a", "b', "a" * 9000],
        "If-Modified-Since": ["yesterday", "Thu, 31 Feb 9999 25:61:61 GMT"],
        "Accept-Language": ["xx", "nl;q=abc", "*" * 5000],
        "Accept-Encoding": ["", "gzip;q=x", "br"],
        "X-Forwarded-Proto": ["ftp", "https, http"],
        "Cookie": ["sessionid=\x01; django_language=xx", "a" * 9000],
        "Authorization": ["Bearer x", "Basic %%%"],
        "X-Page-Access": ["x", ""],
        "Range": ["bytes=0-1", "bytes=9-1"],
        "Origin": ["null", "https://evil.example"],
    }
    for name, values in odd.items():
        for value in values:
            response = client.get(f"{PREFIX}/resolve/?path=/nl/", headers={name: value})
            assert response.status_code == 200, (name, value)
            assert response.json()["page"]["served_locale"] == "nl", (name, value)


def _every(world) -> list[str]:
    page, image = world.english["TownPage"].pk, world.image.pk
    return [*ENDPOINTS, f"pages/{page}/", f"images/{image}/"]


def _headers(response) -> dict[str, str]:
    own = {"Date", "X-Request-ID"}  # of each answer
    return {name: value for name, value in response.headers.items() if name not in own}

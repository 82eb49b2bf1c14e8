"""What makes two requests the same."""

import pytest

from tests.twinning.delivery.asking import environ
from twinning.delivery.keys import LONGEST, Known, Requests

KNOWN = Known(frozenset({"page", "q"}))
STRICT = Known(frozenset({"page", "q"}), strict=True)


def key(known: Known, query: str, **headers: str):
    request = Requests().incoming(environ(f"/en/?{query}", **headers))
    return known.key(request)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("page=2", "page=2&x=1"),
        ("page=2&q=a", "q=a&page=2"),
        ("", "x=1&y"),
        ("q=%C5%82", "q=%c5%82"),
        ("q=a+b", "q=a%20b"),
        ("page=2", "&page=2&"),
    ],
)
def test_same(one, other) -> None:
    assert key(KNOWN, one) == key(KNOWN, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("page=2", "page=3"),
        ("page=2", "page=2&page=3"),
        ("page=2&page=3", "page=3&page=2"),
        ("q=", ""),
        ("q=%FF", "q=%FE"),
        ("q=a%26page%3D2", "q=a&page=2"),
    ],
)
def test_not_the_same(one, other) -> None:
    assert key(KNOWN, one) != key(KNOWN, other)


def test_where_others_are_refused_they_are_not_left_out() -> None:
    assert key(STRICT, "page=2&x=1") is None
    assert key(STRICT, "page=2") == key(KNOWN, "page=2")


def test_a_view_that_looks_at_anything_has_each_query_apart() -> None:
    assert key(Known(), "a=1") != key(Known(), "a=2")


def test_origin_counts_only_where_answers_differ_by_it() -> None:
    origin = "https://front.example"
    assert key(KNOWN, "", origin=origin) == key(KNOWN, "")
    by_origin = Known(frozenset(), varies_on_origin=True)
    assert key(by_origin, "", origin=origin) != key(by_origin, "")


def test_scheme_as_the_proxy_says_it_where_the_settings_trust_it(settings) -> None:
    def scheme(value: str) -> str:
        return Requests().incoming(environ("/", x_forwarded_proto=value)).base.scheme

    assert scheme("https") == "http"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert scheme("https") == "https"
    assert scheme("https, http") == "https"
    assert scheme("http") == "http"
    assert scheme("ftp") == "http"


def test_host_as_the_proxy_says_it_where_the_settings_trust_it(settings) -> None:
    asked = environ("/", x_forwarded_host="front.example")
    assert Requests().incoming(asked).base.host == "localhost"
    settings.USE_X_FORWARDED_HOST = True
    assert Requests().incoming(asked).base.host == "front.example"


def test_what_is_nobodys_key() -> None:
    requests = Requests()
    assert requests.incoming(environ("/", "POST")) is None
    assert requests.incoming(environ("/?" + "x" * (LONGEST + 1))) is None
    without_host = environ("/")
    del without_host["HTTP_HOST"]
    assert requests.incoming(without_host) is None

"""Parameters that no client should send are refused by name: 422, never a guess and never a 500.

Each row is one request. A row that fails is listed with what came instead.
"""

import pytest

from tests.contract.conftest import PREFIX
from tests.contract.problems import faults
from tests.tools.openapi import operations

IDS = [
    "0",
    "-1",
    "2147483648",
    "9223372036854775808",
    "1" + "0" * 40,
    "abc",
    "1.5",
    "1e3",
    "",
    "+1x",
]
#: Digits that Python takes for numbers, and a browser's user does not.
EASTERN = "١٢"
MANY = ",".join(["en"] * 200)
LONG = "x" * 10_240

#: Endpoint → rows of a query string and the parameter that the refusal must name.
ROWS: dict[str, list[tuple[str, str]]] = {
    "pages/": [
        ("unknown=1", "unknown"),
        ("TITLE=x", "TITLE"),
        ("title__regex=x", "title__regex"),
        ("title__gt=x", "title__gt"),
        ("locale__language_code=en", "locale__language_code"),
        ("body=x", "body"),
        ("body__contains=x", "body__contains"),
        ("owner=1", "owner"),
        ("view_restrictions__password=x", "view_restrictions__password"),
        ("=x", ""),
        ("type=home.HomePage&native_name=x", "native_name"),
        ("type=towns.TownPage&date=2020-01-01", "date"),
        ("type=search.SearchPage&interests=music", "interests"),
        ("type=stories.StoryPage&twinned_since__gt=1900", "twinned_since__gt"),
        ("type=home.HomePage&intro=x", "intro"),
        ("offset=-1", "offset"),
        ("offset=abc", "offset"),
        ("offset=1.5", "offset"),
        ("offset=9999999999999999999999", "offset"),
        ("offset=", "offset"),
        *((f"limit={value}", "limit") for value in ("0", "101", "abc", "1e3", "-1", "", "10.5")),
        ("locale=xx", "locale"),
        ("locale=EN", "locale"),
        ("locale=", "locale"),
        ("locale=en&fallback=xx", "fallback"),
        ("locale=en&fallback=en,xx", "fallback"),
        ("locale=en&fallback=", "fallback"),
        ("locale=en&fallback=nl,", "fallback"),
        ("fallback=en", "fallback"),
        (f"locale=en&fallback={MANY}", "fallback"),
        ("site=nowhere.example", "site"),
        ("site=localhost:99999999", "site"),
        (f"site={'a' * 300}", "site"),
        ("type=home.NoPage", "type"),
        ("type=HomePage", "type"),
        ("type=wagtailcore.Page", "type"),
        ("type=users.User", "type"),
        ("type=home.homepage", "type"),
        ("order=unknown", "order"),
        ("order=body", "order"),
        ("order=path", "order"),
        ("order=-", "order"),
        ("order=--title", "order"),
        ("order=%3F", "order"),
        ("order=view_restrictions__password", "order"),
        ("order=native_name", "order"),
        ("type=home.HomePage&order=native_name", "order"),
        ("type=towns.TownPage&type=home.HomePage&order=native_name", "order"),
        ("rich_text=pdf", "rich_text"),
        ("rich_text=", "rich_text"),
        *(
            (f"{name}={value}", name)
            for name in ("child_of", "descendant_of", "translation_of")
            for value in [*IDS, EASTERN]
        ),
        ("id=abc", "id"),
        ("id=9223372036854775808", "id"),
        ("id__in=1,abc", "id__in"),
        ("id__in=" + ",".join(map(str, range(1, 202))), "id__in"),
        ("town=abc", "town"),
        ("town=9223372036854775808", "town"),
        ("town__in=1,9223372036854775808", "town__in"),
        ("type=home.HomePage&town=1", "town"),
        ("translation_key=abc", "translation_key"),
        ("translation_key__in=abc", "translation_key__in"),
        ("date=2020-02-31", "date"),
        ("date=0001-01-01", "date"),
        ("date=2020", "date"),
        ("date__gt=yesterday", "date__gt"),
        ("date__in=2020-01-01,x", "date__in"),
        ("date=9999-12-31", "date"),
        ("first_published_at__lt=0001-01-01T00:00:00%2B14:00", "first_published_at__lt"),
        ("first_published_at__gt=9999-12-31T23:59:59-14:00", "first_published_at__gt"),
        ("last_published_at=31%20February", "last_published_at"),
        ("last_published_at=1e400", "last_published_at"),
        ("last_published_at__gte=2024", "last_published_at__gte"),
        ("first_published_at__lte=0.5", "first_published_at__lte"),
        ("first_published_at__in=1700000000", "first_published_at__in"),
        ("date=86400", "date"),
        ("date__in=1700006400", "date__in"),
        ("twinned_since=1_948", "twinned_since"),
        ("twinned_since=%2B1948", "twinned_since"),
        ("limit=5.0", "limit"),
        ("limit=%205", "limit"),
        ("limit=%D9%A5", "limit"),
        ("offset=1_0", "offset"),
        ("id__in=%D9%A1", "id__in"),
        *(
            (f"latitude={value}", "latitude")
            for value in ("NaN", "nan", "Infinity", "-Infinity", "1e400", "inf", "north", "")
        ),
        ("latitude__in=1,NaN", "latitude__in"),
        ("longitude__gt=NaN", "longitude__gt"),
        ("twinned_since=abc", "twinned_since"),
        ("twinned_since=1" + "0" * 40, "twinned_since"),
        ("date_precision=century", "date_precision"),
        (f"title={LONG}", "title"),
        (f"title__contains={LONG}", "title__contains"),
        (f"title__in={LONG}", "title__in"),
        (f"interests={LONG}", "interests"),
        (f"country={LONG}", "country"),
    ],
    "pages/{page}/": [
        ("limit=1", "limit"),
        ("path=/en/", "path"),
        ("locale=xx", "locale"),
        ("locale=en&fallback=xx", "fallback"),
        ("fallback=nl", "fallback"),
        ("site=nowhere.example", "site"),
        ("fields=unknown", "fields"),
    ],
    "resolve/": [
        ("", "path"),
        ("path=", "path"),
        ("path=en/", "path"),
        ("path=https://example.org/en/", "path"),
        (f"path=/en/{LONG}", "path"),
        ("path=/en/&locale=en", "locale"),
        ("path=/en/&path=/nl/", "path"),
        ("path=/en/&fields=unknown", "fields"),
        ("path=/en/&site=nowhere.example", "site"),
    ],
    "routes/": [("limit=1", "limit"), ("locale=xx", "locale"), ("type=home.HomePage", "type")],
    "site/": [("locale=xx", "locale"), ("fields=name", "fields"), ("site=nowhere", "site")],
    "locales/": [("locale=en", "locale"), ("x", "x")],
    "towns/partners/": [
        ("locale=xx", "locale"),
        ("interest=" + "x" * 51, "interest"),
        ("interest=a&interest=b", "interest"),
        ("interests=a", "interests"),
    ],
    "glossary/": [
        ("locale=xx", "locale"),
        ("locale=", "locale"),
        ("locale=en&locale=nl", "locale"),
        ("kind=place", "kind"),
        ("term=x", "term"),
    ],
    "changes/": [
        ("since=", "since"),
        ("since=-1", "since"),
        ("since=yesterday", "since"),
        ("since=1.0", "since"),
        ("since=9007199254740992", "since"),
        ("since=1&since=2", "since"),
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("fold=perhaps", "fold"),
        ("type=HomePage", "type"),
        ("type=wagtailcore.Page", "type"),
        ("locale=xx", "locale"),
        ("site=nowhere.example", "site"),
        ("until=1", "until"),
        ("offset=1", "offset"),
    ],
    "images/{image}/": [("locale=en", "locale"), ("width=400", "width"), ("site=x", "site")],
}

#: `fields` with dots in odd places, and names that are not fields.
ODD_FIELDS = [".", "..", "title.", ".title", "parent..title", "parent.", "parent.unknown",
              "title.length", "body.value", "id.real", "__class__", "parent.__class__",
              "title.title", "seo.image.sources.srcset.x", "TITLE", "title;slug", " title", "*",
              "title,,unknown", LONG, "a." * 900 + "a"]  # fmt: skip

SINGLE = ["locale", "limit", "offset", "site", "rich_text", "child_of", "title", "latitude", "date"]


@pytest.mark.parametrize("endpoint", ROWS)
def test_wrong_parameters_are_refused_by_name(client, world, endpoint: str) -> None:
    base = _address(world, endpoint)
    wrong = {
        query[:80]: found
        for query, name in ROWS[endpoint]
        if (found := faults(client.get(f"{base}?{query}"), {422}, ("query", name)))
    }
    assert wrong == {}


@pytest.mark.parametrize("endpoint", ["pages/", "pages/{page}/", "resolve/"])
def test_odd_fields_are_refused(client, world, endpoint: str) -> None:
    base = _address(world, endpoint)
    given = {"path": "/en/"} if endpoint == "resolve/" else {}
    wrong = {
        fields[:80]: found
        for fields in ODD_FIELDS
        if (
            found := faults(
                client.get(base, {**given, "fields": fields}), {422}, ("query", "fields")
            )
        )
    }
    assert wrong == {}


@pytest.mark.parametrize("name", SINGLE)
def test_a_parameter_given_twice_is_refused(client, world, name: str) -> None:
    value = {"locale": "en", "site": "localhost", "rich_text": "html", "date": "2020-01-01"}
    once = f"{name}={value.get(name, '1')}"
    assert client.get(f"{PREFIX}/pages/?{once}").status_code == 200
    refused = client.get(f"{PREFIX}/pages/?{once}&{once}")
    assert faults(refused, {422}, ("query", name)) == []


def test_no_parameter_takes_a_null_character_or_broken_text(client, world, document) -> None:
    wrong = {}
    ids = {"page_id": world.english["HomePage"].pk, "image_id": world.image.pk}
    ids |= {"form_id": world.english["EnquiryPage"].pk, "token": "x"}
    for path, method, operation in operations(document):
        address = path.format(**ids)
        ask = getattr(client, method)
        names = [p["name"] for p in operation["parameters"] if p["in"] == "query"]
        assert names
        for name in names:
            for bad in ("%00", "a%00b", "%FF", "%C3%28", "%ED%A0%80", "a%2Cb%FE"):
                found = faults(ask(f"{address}?{name}={bad}"), {422}, ("query", name))
                if found:
                    wrong[f"{path}?{name}={bad}"] = found
        for bad in ("%00=1", "%FF=1", "%FF", "x%00y"):
            if found := faults(ask(f"{address}?{bad}"), {422}):
                wrong[f"{path}?{bad}"] = found
    assert wrong == {}


@pytest.mark.parametrize("endpoint", ["pages", "images"])
def test_impossible_ids_are_refused(client, world, endpoint: str) -> None:
    odd = [value for value in IDS if value] + ["%D9%A1%D9%A2", "%00", "%FF", "1%00", "½"]
    odd += [f"%20{world.image.pk}", f"{world.image.pk}.0", f"%2B{world.english['HomePage'].pk}"]
    wrong = {
        value: found
        for value in odd
        if (found := faults(client.get(f"{PREFIX}/{endpoint}/{value}/"), {404, 422}))
    }
    assert wrong == {}


def _address(world, endpoint: str) -> str:
    page, image = world.english["TownPage"].pk, world.image.pk
    return f"{PREFIX}/{endpoint.format(page=page, image=image)}"

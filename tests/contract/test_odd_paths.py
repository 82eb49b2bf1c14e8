"""Paths as no editor writes them: never an error of ours, never a page that the site hides.

What the API finds at a path, the site itself must serve there, and what the site does not serve,
the API must not find.
"""

from urllib.parse import quote

import pytest

from tests.contract.conftest import PREFIX
from tests.contract.problems import faults

ODD = [
    "/", "//", "///", "/en", "/en//", "//en/", "/en///towns/", "/en/towns//almelo/", "/EN/",
    "/En/towns/", "/en/towns", "/en/towns/almelo", "/en/Towns/", "/en/TOWNS/ALMELO/",
    "/en/./towns/", "/en/../en/", "/en/towns/../towns/", "/nl/../en/about/", "/en/%2e%2e/en/",
    "/en/%2E/", "/en%2Ftowns/", "/en/towns%2falmelo/", "/en/%74owns/", "/en/towns/ ",
    "/en/ towns/", "/ en/", "/en /", "/en/towns/%20", "/en\\towns\\", "/en/\\/", "\\en\\",
    "/en/towns/;x=1/", "/en/towns/?x=1", "/en/towns/?", "/en/#top", "/en/towns/#top", "/en/🌉/",
    "/🌉/", "/en/\u202etowns/", "/en/مدن/", "/en/ﬁ/", "/en/almelo\u0301/", "/en/towns\u200b/",
    "/en/\ufeff/", "/en/\u0130/", "/en/ſ/", "/en/\uffff/", "/en/\U0010ffff/", "/en/\t/", "/en/\n",
    "/en/a\rb/", "/en/\x7f/", "/en/'--/", '/en/"/', "/en/%/", "/en/%zz/", "/en/_/", "/en/*/",
    "/nl/towns/", "/en/steden/", "/fr/", "/fr/towns/", "/xx/", "/pl/about/", "/start/",
    "/en/start/", "/en/1/", "/admin/", "/api/v3/pages/", "/media/", "/documents/1/programme.txt",
    "/en/draft/", "/en/private/", "/en/private", "/nl/private/", "/en/towns/almelo/first-trip/x/",
    "/en/search/x/", "/nl/zoeken", "/" + "a/" * 900, "/en/" + "towns/" * 300, "/" * 1999,
    "/en" + "/" * 1990, "/en/" + "🌉" * 900, "/en/" + "x" * 1900, "/en/" + "%2e/" * 400, "/en/old",
    "/en/old/",
]  # fmt: skip


def test_odd_paths_are_pages_redirects_or_problems(client, world) -> None:
    wrong = {}
    for path in ODD:
        response = client.get(f"{PREFIX}/resolve/", {"path": path})
        if response.status_code != 200:
            name = ("query", "path") if response.status_code == 422 else None
            if found := faults(response, {403, 404, 422}, name):
                wrong[path[:80]] = found
    assert wrong == {}


def test_a_page_is_only_found_where_the_site_serves_it(client, world) -> None:
    wrong = {}
    for path in ODD:
        answer = client.get(f"{PREFIX}/resolve/", {"path": path}).json()
        if answer.get("kind") == "page":
            served = client.get(quote(path, safe="/%?#"))
            if served.status_code != 200:
                wrong[path] = served.status_code
    assert wrong == {}


def test_what_the_site_serves_is_found(client, world) -> None:
    for page in [*world.english.values(), *world.dutch.values()]:
        answer = client.get(f"{PREFIX}/resolve/", {"path": page.get_url()}).json()
        assert answer["kind"] == "page", page
        assert answer["page"]["id"] == page.pk


def test_a_redirect_leads_somewhere_within_reach(client, world) -> None:
    wrong = {}
    for path in ODD:
        answer = client.get(f"{PREFIX}/resolve/", {"path": path}).json()
        if answer.get("kind") == "redirect":
            after = client.get(f"{PREFIX}/resolve/", {"path": answer["to"]})
            if after.status_code != 200 or answer["to"].startswith("//"):
                wrong[path] = answer["to"], after.status_code
    assert wrong == {}


@pytest.mark.parametrize("hidden", ["draft", "private"])
def test_what_nobody_may_see_is_nowhere(client, world, hidden: str) -> None:
    page = getattr(world, hidden)
    for query in (f"pages/{page.pk}/", f"resolve/?path=/en/{page.slug}/"):
        status = 403 if hidden == "private" else 404  # a password opens it
        answer = client.get(f"{PREFIX}/{query}")
        assert faults(answer, {status}) == []
        assert page.title not in answer.content.decode()
    for query in (
        "pages/?limit=100",
        "routes/",
        f"pages/?id={page.pk}",
        f"pages/?slug={page.slug}",
    ):
        answer = client.get(f"{PREFIX}/{query}").json()
        assert page.pk not in [item["id"] for item in answer["items"]]
    translations = client.get(f"{PREFIX}/pages/?translation_of={page.pk}").json()
    assert translations["count"] == 0


def test_long_and_broken_paths_of_the_address_itself(client, world) -> None:
    wrong = {}
    for rest in (
        "%FF",
        "%00",
        "%C0%AF",
        "%2e%2e/%2e%2e/admin/",
        "x" * 10_240,
        "a/" * 5_000,
        "\\",
        "%5C",
    ):
        for base in ("", "pages/", "resolve/", "images/"):
            if found := faults(client.get(f"{PREFIX}/{base}{rest}"), {404, 422}):
                wrong[f"{base}{rest[:40]}"] = found
    assert wrong == {}

"""The APIs that the benchmark compares, each fetching one complete page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.test import Client

from stories.models import StoryPage

CONTENT = "/api/content/v1"


@dataclass(frozen=True)
class Target:
    """A page to fetch: its id, and its path with and without the language."""

    pk: int
    path: str
    path_in_site: str


@dataclass(frozen=True)
class System:
    """An API: its name in the table, and what fetches a page with it.

    `run` gives how many requests it took and how many bytes came.
    """

    name: str
    run: Callable[[Target], tuple[int, int]]


def paths_of(pages: list[StoryPage]) -> list[Target]:
    """The pages as targets."""
    return [Target(page.pk, page.url, page.url.removeprefix("/en/")) for page in pages]


class Counting:
    """A client that counts requests and bytes."""

    def __init__(self) -> None:
        self.client = Client()
        self.requests = 0
        self.bytes = 0

    def get(self, url: str, **query: Any) -> Any:
        """The JSON at an address, redirects followed."""
        response = self.client.get(url, query)
        self.requests += 1
        self.bytes += len(response.content)
        if response.status_code in {301, 302}:
            return self.get(response.headers["Location"].removeprefix("http://testserver"))
        assert response.status_code == 200, (url, response.content[:300])
        return response.json()


def resolve(target: Target) -> tuple[int, int]:
    """One request, one answer."""
    client = Counting()
    page = client.get(f"{CONTENT}/resolve/", path=target.path)["page"]
    pictures = [block["value"]["image"] for block in page["body"] if block["type"] == "image"]
    assert len(pictures) == 3
    assert all(picture["sources"] for picture in [page["picture"], *pictures])
    return client.requests, client.bytes


def picked(target: Target) -> tuple[int, int]:
    """As `resolve`, for a card."""
    client = Counting()
    client.get(f"{CONTENT}/resolve/", path=target.path, fields="title,path,listing_text,picture")
    return client.requests, client.bytes


def bare_v3(target: Target) -> tuple[int, int]:
    """What API v3 has under the page's id: bare ids for all that the page refers to."""
    client = Counting()
    client.get(f"/api/v3/pages/{target.pk}/")
    return client.requests, client.bytes


def complete_v3(target: Target) -> tuple[int, int]:
    """API v3: find, then detail, then the pictures and pages."""
    return _complete("/api/v3", target)


def bare_v2(target: Target) -> tuple[int, int]:
    """What API v2 has under the page's id."""
    client = Counting()
    client.get(f"/api/v2/pages/{target.pk}/")
    return client.requests, client.bytes


def complete_v2(target: Target) -> tuple[int, int]:
    """API v2: find, then detail, then the pictures and pages."""
    return _complete("/api/v2", target)


def _complete(api: str, target: Target) -> tuple[int, int]:
    client = Counting()
    page = client.get(f"{api}/pages/find/", html_path=target.path_in_site)
    for picture in dict.fromkeys(_pictures(page)):
        client.get(f"{api}/images/{picture}/")
    for linked in dict.fromkeys(_pages(page)):
        client.get(f"{api}/pages/{linked}/")
    return client.requests, client.bytes


def _pictures(page: Any) -> Iterator[int]:
    if page.get("picture"):
        yield page["picture"]["id"]
    for block in page["body"]:
        if block["type"] == "image":
            yield block["value"]["image"]["image"]


def _pages(page: Any) -> Iterator[int]:
    if page.get("town"):
        yield page["town"]["id"]


SYSTEMS = [
    System("Content API, resolve", resolve),
    System("Content API, resolve with fields=", picked),
    System("Wagtail API v3, bare detail", bare_v3),
    System("Wagtail API v3, complete page", complete_v3),
    System("Wagtail API v2, bare detail", bare_v2),
    System("Wagtail API v2, complete page", complete_v2),
]

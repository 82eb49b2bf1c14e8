"""Fixtures of what is said to search engines."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from bs4 import BeautifulSoup


@dataclass
class Head:
    """The head of a page, as a machine reads it."""

    soup: BeautifulSoup

    @property
    def title(self) -> str:
        [title] = self.soup.select("head > title")
        return title.text

    @property
    def alternates(self) -> dict[str, str]:
        return {link["hreflang"]: link["href"] for link in self.soup.select("link[hreflang]")}

    @property
    def canonical(self) -> str:
        [link] = self.soup.select('link[rel="canonical"]')
        return str(link["href"])

    def meta(self, name: str) -> list[str]:
        found = self.soup.select(f'meta[name="{name}"], meta[property="{name}"]')
        return [str(meta["content"]) for meta in found]

    def one(self, name: str) -> str:
        [content] = self.meta(name)
        return content

    @property
    def graph(self) -> list[dict[str, Any]]:
        [block] = self.soup.select('script[type="application/ld+json"]')
        data = json.loads(block.string)
        assert data["@context"] == "https://schema.org"
        return data["@graph"]

    def node(self, kind: str) -> dict[str, Any]:
        [node] = [node for node in self.graph if node["@type"] == kind]
        return node


@pytest.fixture
def head(client) -> Callable[[str], Head]:
    """The head of the page at a path."""

    def get(path: str) -> Head:
        response = client.get(path)
        assert response.status_code in {200, 404}
        return Head(BeautifulSoup(response.content, "html.parser"))

    return get


@pytest.fixture
def dutch(tree):
    """Home, towns, Almelo and the stories in Dutch."""
    nl = tree.locales["nl"]
    for page, slug in (
        (tree.home, "begin"),
        (tree.towns, "steden"),
        (tree.almelo, "almelo"),
        (tree.stories, "verhalen"),
    ):
        copy = page.copy_for_translation(nl)
        copy.slug = slug
        copy.save_revision().publish()
    return tree.almelo.get_translation(nl)

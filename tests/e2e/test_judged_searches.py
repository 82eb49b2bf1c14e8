"""Searches whose right answers people have chosen, in five languages (tests/search/judged).

How many of the right pages are among the first ten (recall), and at which place the first of them
stands (mean reciprocal rank). Beside it what Wagtail's own backend makes of the same searches on
the same index, which has the plain words too.
"""

import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from home.demo import source
from tests.tools import demo

JUDGED = Path(__file__).resolve().parents[1] / "search" / "judged"
KINDS = {"plain", "inflected", "accents", "compound", "place", "misspelling", "question"}

#: Asks the site's own process, so that 300 searches need no 300 requests.
ASK = """
import json, sys
from django.utils import translation
from modelsearch.backends import get_search_backend
from search import finding
from twinning import landmarks
from wagtail.models import Locale, Page
site = landmarks.current().default_site
plain = get_search_backend("modelsearch.backends.database")
answers = {}
locales = dict(Locale.objects.values_list("language_code", "pk"))
for language, queries in json.loads(open(path).read()).items():
    pages = Page.objects.filter(live=True, locale_id=locales[language])
    with translation.override(language):
        answers[language] = [
            {
                "ours": [row.page for row in finding.find(query, language, site).narrowed[:10]],
                "plain": [page.pk for page in plain.search(query.replace('"', " "), pages)[:10]],
            }
            for query in queries
        ]
addresses = {page.pk: page.get_url() for page in Page.objects.filter(depth__gt=1)}
print(json.dumps([answers, addresses]))
"""


def judged(language: str) -> list[dict[str, Any]]:
    return tomllib.loads((JUDGED / f"{language}.toml").read_text())["queries"]


@pytest.fixture(scope="module")
def answers(live_site, tmp_path_factory) -> dict[str, list[dict[str, list[str]]]]:
    """The keys of the pages that were found, by language, in the order of the queries."""
    path = tmp_path_factory.mktemp("judged") / "queries.json"
    queries = {code: [one["text"] for one in judged(code)] for code in demo.LANGUAGES}
    path.write_text(json.dumps(queries))
    told = live_site.manage("shell", "-v0", "-c", f"path = {str(path)!r}\n{ASK}").stdout
    found, addresses = json.loads(told)
    pages = demo.pages().items()
    keys = {demo.path(code, page): key for key, page in pages for code in demo.LANGUAGES}
    by_page = {int(pk): keys.get(address) for pk, address in addresses.items()}
    return {
        code: [{way: [by_page[pk] for pk in pks] for way, pks in one.items()} for one in each]
        for code, each in found.items()
    }


def recall(found: Sequence[str], right: Sequence[str]) -> float:
    return len(set(found) & set(right)) / len(right)


def reciprocal_rank(found: Sequence[str], right: Sequence[str]) -> float:
    return next((1 / place for place, key in enumerate(found, 1) if key in right), 0.0)


def measured(
    answers: Iterable[dict[str, list[str]]], queries: Any, way: str
) -> tuple[float, float]:
    pairs = [(answer[way], one["pages"]) for answer, one in zip(answers, queries, strict=True)]
    return fmean(recall(*pair) for pair in pairs), fmean(reciprocal_rank(*pair) for pair in pairs)


@pytest.mark.parametrize("language", demo.LANGUAGES)
def test_the_judged_set_is_whole(language: str) -> None:
    queries = judged(language)
    assert len(queries) >= 40
    assert len({one["text"] for one in queries}) == len(queries)
    assert {one["kind"] for one in queries} == KINDS
    keys = {page.key for page in source.pages()}
    assert {key for one in queries for key in one["pages"]} <= keys - {"home/search"}


@pytest.mark.parametrize("language", demo.LANGUAGES)
def test_what_should_be_found_is_found(answers, language: str, capsys) -> None:
    queries = judged(language)
    ours = measured(answers[language], queries, "ours")
    plain = measured(answers[language], queries, "plain")
    missed = defaultdict(list)
    for answer, one in zip(answers[language], queries, strict=True):
        if not set(one["pages"]) <= set(answer["ours"]):
            missed[one["kind"]].append(one["text"])
    with capsys.disabled():
        print(  # noqa: T201  # the comparison that the test is there to show
            f"\n{language}: recall at 10 {ours[0]:.3f}, MRR {ours[1]:.3f};"
            f" Wagtail's own {plain[0]:.3f}, {plain[1]:.3f}"
        )
    assert ours[0] >= 0.95, dict(missed)
    assert ours[1] >= 0.8
    assert ours > plain

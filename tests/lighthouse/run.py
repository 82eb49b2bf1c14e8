"""Audit every page type in every language with Lighthouse: `make lighthouse`. 1 where one is poor.

It starts the demo site as production serves it. `--only town` or `--only town:pl` looks at these
alone, and `--runs 3` takes the median of three; a single run that is slow is repeated twice.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.tools import browser, demo, node
from tests.tools.running import bootstrapped
from tests.web.production import in_production

FOLDER = Path(__file__).resolve().parent
#: The least of each category, in Lighthouse's order.
LEAST = {"performance": 95, "accessibility": 100, "best-practices": 95, "seo": 100}
#: Seconds that one run may take.
PATIENCE = 60


def main(arguments: list[str]) -> int:
    """Audit and print a table; 1 where a page is below the least, or there is no tool."""
    given = _parser().parse_args(arguments)
    places = [
        place
        for language in demo.LANGUAGES
        for place in demo.every_type(language)
        if not given.only or {place.name, str(place)} & set(given.only)
    ]
    chrome = browser.get()
    if chrome is None or not places:
        _say(browser.ADVICE if places else f"No page is called {given.only}.")
        return 1
    try:
        node.install(FOLDER)
    except node.NodeError as error:
        _say(f"{error}\n{node.ADVICE}")
        return 1
    with tempfile.TemporaryDirectory(prefix="twinning-lighthouse-") as name:
        folder = Path(name)
        _say("Making the site …")
        with in_production(bootstrapped(folder), folder) as url:
            found = list(_audited(chrome, url, places, given.runs))
    poor = [line for one in found for line in _faults(one)]
    if len(found) < len(places):
        poor.append(f"Lighthouse has stopped after {len(found)} of {len(places)} pages.")
    _say("\n".join(["", *poor]) if poor else f"\nAll {len(found)} pages are good.")
    return int(bool(poor))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", action="append", help="a page type, or one in a language")
    parser.add_argument("--runs", type=int, default=1)
    return parser


def _audited(
    chrome: str, url: str, places: list[demo.Place], runs: int
) -> Iterator[dict[str, Any]]:
    """Each page's scores, printed as they come."""
    asked = {
        "chrome": chrome,
        "flags": list(browser.OPTIONS),
        "runs": runs,
        "least": LEAST,
        "pages": [{"name": str(place), "url": url + place.path} for place in places],
    }
    _say(f"{'page':<20}" + "".join(f"{name:>16}" for name in LEAST))
    process = subprocess.Popen(
        ["timeout", str(PATIENCE * max(runs, 3) * len(places)), str(node.NODE), "audit.mjs"],
        cwd=FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    process.stdin.write(json.dumps(asked))
    process.stdin.close()
    for line in process.stdout:
        one = json.loads(line)
        _say(f"{one['name']:<20}" + "".join(f"{score:>16}" for score in one["scores"]))
        yield one
    process.wait()


def _faults(one: dict[str, Any]) -> Iterator[str]:
    for (category, least), score in zip(LEAST.items(), one["scores"], strict=True):
        if score < least:
            reasons = "; ".join(one["failed"][category])
            yield f"{one['name']}: {category} {score}, at least {least}: {reasons}"


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

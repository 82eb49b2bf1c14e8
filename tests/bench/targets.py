"""What is measured: addresses of the servers, and how hard they are asked."""

from collections.abc import Iterator
from dataclasses import dataclass

from tests.bench.content import HOST, Content

STORIES = "type=stories.StoryPage&locale=en&limit=20"
HEADERS = (f"Host: {HOST}", "X-Forwarded-Proto: https", "Accept-Encoding: gzip")


@dataclass(frozen=True)
class Target:
    """An address.

    Args:
        name: in the table; `kind of answer, which of them`.
        server: its name.
        path: with its query.
        headers: what the request says besides `HEADERS`.
        seconds: how long a round is, so that it has enough of slow answers.
        connections: how many requests there are at once.
    """

    name: str
    server: str
    path: str
    headers: tuple[str, ...] = ()
    seconds: int = 1
    connections: int = 16


def answers(content: Content) -> dict[str, str]:
    """The paths of the answers that are looked at with and without the cache."""
    return {
        "HTML": content.story,
        "resolve": f"/api/content/v1/resolve/?path={content.story}",
        "list": f"/api/content/v1/pages/?{STORIES}",
    }


def targets(content: Content, etags: dict[str, str]) -> Iterator[Target]:
    """All of them, in the order of the table.

    Args:
        etags: what `answers` had as their ETag, by name.
    """
    paths = answers(content)
    for name, path in paths.items():
        yield Target(f"bare, {name}", "bare", path)
    for name, path in paths.items():
        yield Target(f"cached, {name}", "site", path)
    for name, path in paths.items():
        yield Target(f"304, {name}", "site", path, (f"If-None-Match: {etags[name]}",))
    for name, path in paths.items():
        yield Target(f"SQLite, {name}", "sqlite", path)
    yield Target("Django, constant view", "plain", "/constant/")
    for name, path in paths.items():
        yield _slow(f"uncached, {name}", path)
    yield _slow("v3, detail", f"/api/v3/pages/{content.story_id}/")
    yield _slow("v3, list", f"/api/v3/pages/?{STORIES}")
    yield _slow("v2, detail", f"/api/v2/pages/{content.story_id}/")
    yield _slow("v2, list with fields=*", f"/api/v2/pages/?{STORIES}&fields=*", 8, 2)


def _slow(name: str, path: str, seconds: int = 2, connections: int = 4) -> Target:
    # Few at once: what has been begun when the time is over is not counted.
    return Target(name, "plain", path, (), seconds, connections)

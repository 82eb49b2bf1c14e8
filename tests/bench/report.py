"""The results as tables, on the screen and in docs/performance.md."""

import datetime
import importlib.metadata
import os
import platform
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.bench.results import Promise, Results
from tests.bench.servers import ROOT
from tests.tools import wrk

PAGE = ROOT / "docs/performance.md"
BEGIN, END = "<!-- make bench: begin -->", "<!-- make bench: end -->"
_PACKAGES = ("granian", "Django", "wagtail", "psycopg", "redis")


def lines(results: Results, promises: Iterable[Promise], servers: str) -> list[str]:
    """The tables in Markdown, which can be read as they are.

    Args:
        servers: the versions of the databases.
    """
    return [
        *_about(servers),
        "",
        *_table(_measured(results)),
        "",
        *_table(_promised(promises)),
        "",
        *_publishing(results),
    ]


def write(text: list[str]) -> None:
    """Put the tables between the markers of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, _begin, rest = page.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    parts = [before + BEGIN, "", *text, "", END + after]
    PAGE.write_text("\n".join(parts), encoding="utf-8")


def _about(servers: str) -> Iterator[str]:
    versions = [f"{name} {importlib.metadata.version(name)}" for name in _PACKAGES]
    versions += [f"Python {platform.python_version()}", servers, wrk.version()]
    busy = os.getloadavg()[2]
    yield (
        f"{datetime.datetime.now(tz=datetime.UTC):%d %B %Y}, {platform.system()}, {_processor()}, "
        f"{os.cpu_count()} cores; 15-minute load at the end {busy:.1f}. {', '.join(versions)}."
    )


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.machine()
    found = re.search(r"(?m)^model name\s*:\s*(.+)$", text)
    return found[1].strip() if found else platform.machine()


def _measured(results: Results) -> Iterator[tuple[str, ...]]:
    yield "Answer", "requests/s", "p50 ms", "p99 ms", "server, µs", "of the bare", "× v3 detail"
    for name in results.loads:
        bare = f"bare, {name.rpartition(', ')[2]}"
        share = f"{results.ratio(name, bare):.0%}" if bare in results.loads else ""
        yield (
            name,
            f"{results.per_second(name):,.0f}",
            f"{results.p50(name):.2f}",
            f"{results.p99(name):.2f}",
            f"{results.processor_time(name):,.0f}",
            share if not name.startswith("v") else "",
            f"{results.ratio(name, 'v3, detail'):,.1f}",
        )


def _promised(promises: Iterable[Promise]) -> Iterator[tuple[str, ...]]:
    yield "Promise", "limit", "measured", "kept"
    for promise in promises:
        yield promise.words, promise.limit, promise.measured, "yes" if promise.is_kept else "**no**"


def _publishing(results: Results) -> Iterator[str]:
    ours, plain = (sorted(results.publishing[name]) for name in ("site", "plain"))
    yield (
        f"A publish by Wagtail’s API v3 took {ours[len(ours) // 2]:.0f} ms with delivery and "
        f"{plain[len(plain) // 2]:.0f} ms without (medians of {len(ours)}, in turns). "
    )
    shares = ", ".join(f"{share:.0f} ({rss:.0f})" for share, rss in results.memory)
    yield f"Memory of the workers, MiB: share (RSS): {shares}."


def _table(rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    every = list(rows)
    widths = [max(len(row[column]) for row in every) for column in range(len(every[0]))]
    for number, row in enumerate(every):
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            rest = (f"{'-' * (width - 1)}:" for width in widths[1:])
            yield f"| {' | '.join(['-' * widths[0], *rest])} |"

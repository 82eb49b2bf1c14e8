"""What a long load and long faults have shown, on the screen and in docs/operations.md."""

import datetime
import os
import sys
from collections import Counter
from statistics import median

from tests.load.ledger import Entries
from tests.tools.procfile import ROOT

PAGE = ROOT / "docs/operations.md"


def lines(
    found: Entries, memory: list[float], growth: float, minutes: float, users: tuple[int, ...]
) -> list[str]:
    """Markdown, which can be read as it is."""
    end, busy = found.end, os.getloadavg()[2]
    table = [
        f"| {name} | {part['count']:,} | "
        + " | ".join(f"{part[share]:.1f}" for share in ("p50", "p95", "p99"))
        + " |"
        for name, part in (
            ("from the cache", end["cached"]),
            ("made for somebody else at the same moment", end["awaited"]),
            ("made", end["made"]),
        )
    ]
    return [
        f"{_today()}: {_crowd(users)} for {minutes:g} minutes on {os.cpu_count()} cores, which "
        f"Locust, PostgreSQL, Redis and the S3 server shared; 15-minute load {busy:.1f}.",
        "",
        f"{_requests(found)} {len(found['odd'])} errors, "
        f"{len(found['wrong'])} wrong answers. {len(found['published'])} publications.",
        "",
        "| Answers, pages and API | number | p50 ms | p95 ms | p99 ms |",
        "| --- | ---: | ---: | ---: | ---: |",
        *table,
        "",
        f"Memory of all processes (PSS): {memory[0]:.0f} MiB at the start, {memory[-1]:.0f} at the "
        f"end; {growth:+.1%} after warming up.",
    ]


def of_faults(
    found: Entries, away: dict[str, list[float]], busy: int, users: tuple[int, ...], seconds: float
) -> list[str]:
    """The same of what was killed.

    Args:
        away: by what was killed, the seconds until it was there again, each time.
        busy: how many were refused, as more was asked for than could be answered.
    """
    table = [
        f"| {name} | {len(times)} | {median(times):.1f} | {max(times):.1f} |"
        for name, times in away.items()
    ]
    return [
        f"{_today()}: {_crowd(users)} for {seconds / 60:.0f} minutes on {os.cpu_count()} cores.",
        "",
        f"{_requests(found)} {len(found['odd'])} were not answered, or with a 503 that says when "
        f"to come again: {busy} when all came back at once to a site that had just lost a part, "
        "each of the others while a process or the database was away.",
        f"{len(found['published'])} publications and {len(found['enquiry'])} enquiries were "
        f"acknowledged, and all are there. {len(found['wrong'])} wrong answers.",
        "",
        "| Killed | times | seconds until it was there again, median | longest |",
        "| --- | ---: | ---: | ---: |",
        *table,
    ]


def _today() -> str:
    return f"{datetime.datetime.now(tz=datetime.UTC):%d %B %Y}"


def _crowd(users: tuple[int, ...]) -> str:
    return f"{users[0]} readers, {users[1]} editors and {users[2]} senders of enquiries"


def _requests(found: Entries) -> str:
    kinds = Counter[str]()
    for name, count in found.end["statuses"].items():
        kinds[name.rpartition(" ")[0]] += count
    said = ", ".join(f"{count:,} {name}" for name, count in kinds.most_common())
    return f"{sum(kinds.values()):,} requests: {said}."


def write(text: list[str], command: str = "make load") -> None:
    """Print it, and put it between the markers that the page has for a command."""
    sys.stdout.write("\n".join(["", *text, ""]))
    begin, end = (f"<!-- {command}: {edge} -->" for edge in ("begin", "end"))
    page = PAGE.read_text(encoding="utf-8")
    before, _begin, rest = page.partition(begin)
    _old, _end, after = rest.partition(end)
    if after:
        PAGE.write_text("\n".join([before + begin, "", *text, "", end + after]), encoding="utf-8")

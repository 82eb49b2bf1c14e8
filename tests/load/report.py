"""What a long load has shown, on the screen and in docs/operations.md."""

import datetime
import os
import sys
from collections import Counter

from tests.load.ledger import Entries
from tests.tools.procfile import ROOT

PAGE = ROOT / "docs/operations.md"
BEGIN, END = "<!-- make load: begin -->", "<!-- make load: end -->"


def lines(
    found: Entries, memory: list[float], growth: float, minutes: float, users: tuple[int, ...]
) -> list[str]:
    """Markdown, which can be read as it is."""
    end, kinds = found.end, Counter[str]()
    for name, count in end["statuses"].items():
        kinds[name.rpartition(" ")[0]] += count
    busy = os.getloadavg()[2]
    said = ", ".join(f"{count:,} {name}" for name, count in kinds.most_common())
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
    day = f"{datetime.datetime.now(tz=datetime.UTC):%d %B %Y}"
    return [
        f"{day}: {users[0]} readers, {users[1]} editors and {users[2]} senders of enquiries for "
        f"{minutes:g} minutes on {os.cpu_count()} cores, which Locust, PostgreSQL, Redis and the "
        f"S3 server shared; 15-minute load {busy:.1f}.",
        "",
        f"{sum(kinds.values()):,} requests: {said}. {len(found['odd'])} errors, "
        f"{len(found['wrong'])} wrong answers. {len(found['published'])} publications.",
        "",
        "| Answers, pages and API | number | p50 ms | p95 ms | p99 ms |",
        "| --- | ---: | ---: | ---: | ---: |",
        *table,
        "",
        f"Memory of all processes (PSS): {memory[0]:.0f} MiB at the start, {memory[-1]:.0f} at the "
        f"end; {growth:+.1%} after warming up.",
    ]


def write(text: list[str]) -> None:
    """Print it, and put it between the markers of the page."""
    sys.stdout.write("\n".join(["", *text, ""]))
    page = PAGE.read_text(encoding="utf-8")
    before, _begin, rest = page.partition(BEGIN)
    _old, _end, after = rest.partition(END)
    if after:
        PAGE.write_text("\n".join([before + BEGIN, "", *text, "", END + after]), encoding="utf-8")

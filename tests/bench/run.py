"""Run the benchmark: `make bench`.

A complete page is what a front end needs to show one: its fields, its pictures with files to show,
and where its links lead. The Content API answers it in one request; with Wagtail's own APIs it is
found by its path, fetched, and then every picture and page of which they give a bare id.
All run in one process in turns, uncached, on PostgreSQL; times are medians, and only their ratios
mean anything.
"""

import os
import statistics
import sys
import time
from typing import Any

import django

ROUNDS = 5
PAGES = 40


def main() -> int:
    """Build the content, measure, print the table; 1 where a promise is not kept."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    sys.path[:0] = ["site", "."]
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    call_command("migrate", verbosity=0)
    from tests.bench import content, systems

    paths = systems.paths_of(content.build())[:PAGES]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a database that has lived for a while has done by itself
    sys.stdout.write(f"{connection.vendor}, {len(paths)} pages × {ROUNDS} rounds\n\n")
    return report(measure(systems.SYSTEMS, paths))


def measure(systems: list[Any], paths: list[Any]) -> dict[str, dict[str, float]]:
    """Of each system: median time a page in milliseconds, requests, queries and bytes a page."""
    times: dict[str, list[float]] = {system.name: [] for system in systems}
    found: dict[str, dict[str, float]] = {system.name: cost(system, paths) for system in systems}
    for _round in range(ROUNDS):
        for path in paths:
            for system in systems:  # in turns, so that a busy moment is nobody's own
                start = time.perf_counter()
                system.run(path)
                times[system.name].append(time.perf_counter() - start)
    for name, taken in times.items():
        found[name]["ms"] = statistics.median(taken) * 1000
    return found


def cost(system: Any, paths: list[Any]) -> dict[str, float]:
    """Requests, queries and bytes of one page, once all caches of the process are warm."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for path in paths[:3]:
        system.run(path)
    with CaptureQueriesContext(connection) as captured:
        requests, size = system.run(paths[0])
    return {"requests": requests, "queries": len(captured), "bytes": size}


def report(results: dict[str, dict[str, float]]) -> int:
    """Print the table; 1 where resolve does not take less time than v3's bare detail."""
    whole = results["Content API, resolve"]
    row = "{:44} {:>8} {:>8} {:>9} {:>8} {:>7}\n"
    sys.stdout.write(row.format("", "requests", "queries", "bytes", "ms", "ratio"))
    for name, found in results.items():
        sys.stdout.write(
            row.format(
                name,
                int(found["requests"]),
                int(found["queries"]),
                int(found["bytes"]),
                f"{found['ms']:.1f}",
                f"{found['ms'] / whole['ms']:.2f}",
            )
        )
    return int(whole["ms"] >= results["Wagtail API v3, bare detail"]["ms"])


if __name__ == "__main__":
    sys.exit(main())

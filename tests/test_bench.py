"""The benchmark's own sums: what wrk writes is read aright, and a broken promise is seen."""

import dataclasses

import pytest

from tests.bench import report
from tests.bench.content import Content
from tests.bench.results import Results, promises
from tests.bench.targets import targets
from tests.tools import wrk
from tests.tools.wrk import Load

WRITTEN = """Running 1s test @ http://127.0.0.1:8000/
  1 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.03ms    1.31ms  15.71ms   99.50%
    Req/Sec    22.65k     3.16k   29.07k    50.00%
  Latency Distribution
     50%  577.00us
     75%    1.03ms
     90%    2.46ms
     99%    1.20s
  24790 requests in 1.10s, 88.70MB read
Requests/sec:  22544.96
Transfer/sec:     80.67MB
"""


def test_what_wrk_writes_is_read() -> None:
    assert wrk.parse(WRITTEN) == Load(24790, 22544.96, 0.577, 1200.0)


@pytest.mark.parametrize(
    "fault",
    ["  Non-2xx or 3xx responses: 3\n", "  Socket errors: connect 0, read 3, write 0, timeout 0\n"],
)
def test_errors_are_no_results(fault: str) -> None:
    with pytest.raises(ValueError, match="wrk tells of"):
        wrk.parse(WRITTEN + fault)


def results() -> Results:
    """A run in which every promise is kept."""
    content = Content(["/en/a/"], "/en/a/", 1, [], "")
    found = Results(
        memory=[(120.0, 150.0)],
        publishing={"site": [105.0, 108.0], "plain": [100.0, 100.0]},
        asked=10_000,
    )
    etags = {"HTML": '"a"', "resolve": '"b"', "list": '"c"'}
    for target in targets(content, etags):
        quick = {"plain": 100.0, "bare": 20_000.0}.get(target.server, 15_000.0)
        quick = {"uncached, resolve": 150.0, "v2, list with fields=*": 10.0}.get(target.name, quick)
        found.loads[target.name] = [Load(1000, quick, 1.0, 2.0)] * 3
        found.processor[target.name] = [50.0] * 3
    return found


def test_kept_promises_are_kept() -> None:
    assert [promise.words for promise in promises(results()) if not promise.is_kept] == []


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("cached, list", {"per_second": 9_000.0}),
        ("SQLite, HTML", {"per_second": 9_000.0}),
        ("304, resolve", {"per_second": 10_000.0}),
        ("cached, HTML", {"p99": 7.0}),
        ("uncached, resolve", {"per_second": 110.0}),
        ("uncached, list", {"per_second": 45.0}),
        ("v3, detail", {"per_second": 400.0}),
    ],
)
def test_a_broken_promise_is_seen(name: str, change: dict[str, float]) -> None:
    found = results()
    found.loads[name] = [dataclasses.replace(load, **change) for load in found.loads[name]]
    assert not all(promise.is_kept for promise in promises(found))


def test_a_slow_publish_and_a_large_worker_are_seen() -> None:
    found = results()
    found.publishing["site"] = [130.0, 125.0]
    found.memory.append((201.0, 230.0))
    broken = [promise.words for promise in promises(found) if not promise.is_kept]
    assert len(broken) == 2


def test_the_page_has_room_for_the_tables() -> None:
    page = report.PAGE.read_text(encoding="utf-8")
    assert page.index(report.BEGIN) < page.index(report.END)

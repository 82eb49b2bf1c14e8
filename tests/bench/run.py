"""Run the benchmark: `make bench`. Status 1 where a promise is broken.

1. Databases are made and filled, and a server is started for each (`databases`, `servers`).
2. The site's own answers are recorded, and become those of a bare application (`bare`).
3. wrk asks for each address in turn, a second or more at a time, several rounds (`targets`).
4. The site answers thousands of different requests; then its memory is looked at.
5. Pages are published, with delivery and without, in turns.
6. It is all put into tables (`results`, `report`).
"""

import json
import os
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

import psycopg
import redis

from tests.bench import clients, databases, report
from tests.bench.content import Content
from tests.bench.results import Promise, Results, promises
from tests.bench.servers import Server, serving
from tests.bench.targets import HEADERS, Target, answers, targets
from tests.tools import wrk
from tests.tools.redis import redis_server

ROUNDS = 7
#: Different requests that the workers have answered when their memory is looked at.
DIFFERENT = 10_000
PUBLISHES = 30
#: Before these, so many that are not measured: each thread opens its connection with its first.
UNMEASURED = 10
#: A cache in front that the site is to tell of each publish. No worker runs that would do it.
NOBODY = "http://127.0.0.1:9"


def main() -> int:
    """Measure, print, and write the page; 1 where a promise is broken."""
    wrk.get()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="twinning-bench-")))
        cache = stack.enter_context(redis_server(folder))
        postgres = os.environ["DATABASE_URL"]
        _say("Filling the databases …")
        variables, content = databases.prepare(postgres, folder)
        for name in ("site", "plain"):
            variables[name]["REDIS_URL"] = cache.url
        variables["site"]["VARNISH_URLS"] = NOBODY
        _say("Starting the servers …")
        servers = {
            name: stack.enter_context(serving(folder / f"{name}.log", **given))
            for name, given in variables.items()
        }
        etags = _record(servers["site"], content["site"], folder / "answers.json")
        servers["bare"] = stack.enter_context(
            serving(
                folder / "bare.log",
                "tests.bench.bare:application",
                ANSWERS=str(folder / "answers.json"),
            )
        )
        results = Results()
        _measure(results, servers, list(targets(content["site"], etags)))
        _fill(results, servers["site"], content["site"])
        _publish(results, servers, content["site"])
        found = list(promises(results))
        text = report.lines(results, found, _versions(postgres, cache.url))
    sys.stdout.write("\n".join(["", *text, ""]))
    report.write(text)
    return _verdict(found)


def _record(server: Server, content: Content, file: Path) -> dict[str, str]:
    """Write what the site answers to a file, for the bare application; the ETags by name.

    The bare application knows paths without queries, so that it need do nothing at all.
    """
    recorded, etags = {"/": ("204 No Content", [], "")}, {}
    for name, path in answers(content).items():
        status, headers, body = clients.fetch(server, path)
        own = [pair for pair in headers if pair[0] not in {"server", "date"}]
        recorded[path.partition("?")[0]] = (status, own, body.hex())
        etags[name] = dict(headers)["etag"]
    file.write_text(json.dumps(recorded), encoding="utf-8")
    return etags


def _measure(results: Results, servers: dict[str, Server], every: list[Target]) -> None:
    for target in every:
        _load(target, servers[target.server])  # warms it up
    for number in range(ROUNDS):
        _say(f"Round {number + 1} of {ROUNDS} …")
        for target in every:
            server = servers[target.server]
            before = server.processor_time()
            load = _load(target, server)
            took = (server.processor_time() - before) / load.requests
            results.loads.setdefault(target.name, []).append(load)
            results.processor.setdefault(target.name, []).append(took * 1_000_000)


def _load(target: Target, server: Server) -> wrk.Load:
    url = f"http://127.0.0.1:{server.port}{target.path}"
    return wrk.run(url, [*HEADERS, *target.headers], target.seconds, target.connections)


def _fill(results: Results, server: Server, content: Content) -> None:
    """Ask for more pages than the caches can hold."""
    _say(f"{DIFFERENT:,} different requests …")
    resolved = [f"/api/content/v1/resolve/?path={quote(path)}" for path in content.paths]
    different = [path for pair in zip(content.paths, resolved, strict=True) for path in pair]
    clients.fetch_all(server, different[:DIFFERENT])
    results.asked = len(different[:DIFFERENT])
    results.memory = server.memory()


def _publish(results: Results, servers: dict[str, Server], content: Content) -> None:
    """Publish the same pages with delivery and without, in turns; the caches are full."""
    _say(f"{PUBLISHES} publishes …")
    for number, page in enumerate(content.drafts[: UNMEASURED + PUBLISHES]):
        for name in ("site", "plain") if number % 2 else ("plain", "site"):
            taken = clients.publish(servers[name], content.token, page, f"A new title, {number}")
            if number >= UNMEASURED:
                results.publishing.setdefault(name, []).append(taken)


def _versions(postgres: str, cache: str) -> str:
    with psycopg.connect(postgres) as connection:
        number = connection.info.server_version // 10_000
    with redis.Redis.from_url(cache) as client:
        return f"PostgreSQL {number}, Redis {client.info()['redis_version']}"


def _verdict(found: list[Promise]) -> int:
    broken = [promise for promise in found if not promise.is_kept]
    for promise in broken:
        _say(f"BROKEN: {promise.words}: {promise.measured}, promised {promise.limit}")
    return int(bool(broken))


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

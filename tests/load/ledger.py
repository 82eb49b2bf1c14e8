"""What users of a load were told, line by line, and what should not have been."""

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: How an answer was come by, by parts of its Cache-Status (RFC 9211); else it was made.
WAYS = {"; hit": "cached", "; collapsed": "awaited"}


class Ledger:
    """Writes a line of JSON for each thing, at once; moments are the machine's monotonic clock.

    Args:
        warm: seconds for which times are not counted yet.
    """

    def __init__(self, file: Path, warm: float = 0) -> None:
        self._warm_at = time.monotonic() + warm
        self._file = file.open("a", encoding="utf-8", buffering=1)
        self._taken: dict[str, list[float]] = {way: [] for way in (*WAYS.values(), "made")}
        self._statuses: Counter[str] = Counter()

    def write(self, kind: str, **what: Any) -> None:
        """One thing."""
        line = {"kind": kind, "at": time.monotonic(), **what}
        self._file.write(json.dumps(line) + "\n")

    def wrong(self, path: str, what: str) -> None:
        """An answer that nobody should ever be given."""
        self.write("wrong", path=path, what=what)

    def odd(self, began: float, name: str, path: str, response: Any) -> None:
        """An answer of another status than asked for; 0 where there was none."""
        retry = (response.headers or {}).get("Retry-After", "")
        self.write(
            "odd", began=began, name=name, path=path, status=response.status_code, retry=retry,
            error=repr(response.error) if response.error else "", text=(response.text or "")[:300],
        )  # fmt: skip

    def count(self, name: str, response: Any, took: float) -> None:
        """An answer of any status, and how many milliseconds it took."""
        seen = f"{name} {response.status_code}"
        self._statuses[seen] += 1
        if self._statuses[seen] == 1:
            self.write("seen", what=seen)
        is_warm = time.monotonic() >= self._warm_at
        if is_warm and name in {"page", "api"} and response.status_code in {200, 304}:
            status = response.headers.get("Cache-Status", "")
            way = next((way for part, way in WAYS.items() if part in status), "made")
            self._taken[way].append(took)

    def end(self) -> None:
        """What it all comes to."""
        shares = {way: _shares(taken) for way, taken in self._taken.items()}
        self.write("end", statuses=self._statuses, **shares)
        self._file.close()


def _shares(taken: list[float]) -> dict[str, float]:
    found = sorted(taken)
    parts = {"p50": 0.5, "p95": 0.95, "p99": 0.99}
    shares = {name: found[int(len(found) * part)] if found else 0.0 for name, part in parts.items()}
    return {"count": len(found), **shares}


@dataclass
class Entries:
    """A ledger that has been read."""

    of: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> "Entries":
        """All lines, by their kind."""
        entries = cls()
        whole = file.read_text(encoding="utf-8").rpartition("\n")[0] if file.exists() else ""
        for line in whole.splitlines():
            entry = json.loads(line)
            entries.of.setdefault(entry["kind"], []).append(entry)
        return entries

    def __getitem__(self, kind: str) -> list[dict[str, Any]]:
        return self.of.get(kind, [])

    @property
    def end(self) -> dict[str, Any]:
        """What it all came to."""
        return self["end"][0]

    @property
    def seen(self) -> set[str]:
        """Names of requests with the statuses that these have had."""
        return {entry["what"] for entry in self["seen"]}

    def last_published(self) -> dict[str, int]:
        """The highest number that was acknowledged, by language."""
        return {entry["language"]: entry["number"] for entry in self["published"]}

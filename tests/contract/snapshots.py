"""Files that were agreed on, beside these tests; `RENEW_CONTRACT=1` writes them anew."""

import json
import os
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ADVICE = (
    "{name} is not what the API answers any more. If something was added on purpose, renew it "
    "with `make openapi` and read the difference. Taking away, renaming or retyping what is there "
    "breaks front ends: that is a new version of the API, never an edit."
)


def written(value: Any) -> str:
    """A value as the files have it."""
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def agree(name: str, value: Any) -> None:
    """Compare a value with a file, or write it where the contract is being renewed.

    Raises:
        AssertionError: they differ, with advice on what to do.
    """
    path = HERE / name
    if os.environ.get("RENEW_CONTRACT") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(written(value), encoding="utf-8")
        return
    agreed = path.read_text(encoding="utf-8") if path.exists() else ""
    assert written(value).splitlines() == agreed.splitlines(), ADVICE.format(name=name)

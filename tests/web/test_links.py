"""No link of the site is dead: from its pages to pages, anchors, pictures, files and feeds."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.distribution import DRILL
from tests.tools import demo
from tests.tools.running import LiveSite
from tests.web.walk import walk

STARTS = ["/", "/robots.txt", "/sitemap.xml", "/favicon.ico"]
STARTS += [f"/{language}/nothing-here/" for language in demo.LANGUAGES]


#: The walk goes through the pages of these languages, and asks for one page of the others at most.
WALKED = demo.LANGUAGES if DRILL else ("en", "pl")


def test_nothing_on_the_site_leads_nowhere(live_site: LiveSite) -> None:
    others = [f"{live_site.url}/{code}/" for code in demo.LANGUAGES if code not in WALKED]
    seen = walk(live_site.url, STARTS, but=others)
    pages = {
        live_site.url + place.path for language in WALKED for place in demo.every_page(language)
    }
    assert pages - set(seen.answers) == set(), "each page is reached"
    assert len([url for url in seen.answers if "/media/images/" in url]) >= 22 * 4 * 2
    found = list(seen.problems())
    assert not found, "\n".join(found)


PAGES = {
    "/": """<link rel="canonical" href="/once"><link rel="stylesheet" href="/style.css">
        <a href="/dead/">a</a><a href="/once">b</a><a href="/twice">c</a><a href="#nowhere">d</a>
        <a href="/fine/#there">e</a><a href="/fine/#not-there">f</a><p id="x"></p><p id="x"></p>
        <a href="https://elsewhere.example/">g</a><a href="mailto:a@b.example">h</a>
        <img src="/a.webp" srcset="/a.webp 1x, /dead.webp 2x">
        <script type="module" src="/a.js"></script>""",
    "/fine/": '<p id="there"></p>',
    "/style.css": "/* url(/comment.svg) */ p { background: url('dead.svg') }",
    "/a.js": 'import { b } from "./dead.js";\n',
    "/a.webp": "",
    "/start/": '<a href="/only-from-a-404/">a</a>',
}
MOVED = {"/twice": "/once", "/once": "/fine/"}
KINDS = {"css": "text/css", "js": "text/javascript", "webp": "image/webp"}


class Broken(BaseHTTPRequestHandler):
    """A site where much is amiss."""

    def do_GET(self) -> None:
        known = self.path in PAGES and self.path != "/start/"
        self.send_response(302 if self.path in MOVED else 200 if known else 404)
        self.send_header("Location", MOVED.get(self.path, ""))
        self.send_header("Content-Type", KINDS.get(self.path.rpartition(".")[2], "text/html"))
        self.end_headers()
        self.wfile.write(PAGES.get(self.path, "").encode())

    def log_message(self, *_args: object) -> None:
        pass


@pytest.fixture
def broken() -> Iterator[str]:
    server = ThreadingHTTPServer(("localhost", 0), Broken)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_walk_finds_what_is_broken(broken: str) -> None:
    lines = list(walk(broken, ["/", "/start/"]).problems())
    found = sorted(line.partition(" (from")[0].replace(broken, "") for line in lines)
    assert found == [
        "1 redirects: /once",
        "2 redirects: /twice",
        "404: /dead.js",
        "404: /dead.svg",
        "404: /dead.webp",
        "404: /dead/",
        "404: /only-from-a-404/",
        "id 'x' 2 times: /",
        "no #not-there at /fine/",
        "no #nowhere at /",
    ]


def test_the_walk_is_bounded(broken: str) -> None:
    with pytest.raises(RuntimeError, match="more than 5 addresses"):
        walk(broken, ["/"], most=5)

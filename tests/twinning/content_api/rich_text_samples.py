"""What rich text refers to in the tests, and a text with all that an editor can write."""

from typing import Any

PAGE_HERE: dict[str, Any] = {
    "id": 3,
    "type": "towns.TownPage",
    "title": "Almelo",
    "locale": "en",
    "path": "/en/towns/almelo/",
    "url": "https://example.org/en/towns/almelo/",
}
PAGE_ELSEWHERE = PAGE_HERE | {
    "id": 4,
    "locale": "nl",
    "path": "/nl/steden/almelo/",
    "url": "https://example.org/nl/steden/almelo/",
}
DOCUMENT: dict[str, Any] = {
    "id": 5,
    "title": "Minutes",
    "url": "https://media.example.org/minutes (1).pdf",
    "content_type": "application/pdf",
    "size": 1024,
}
IMAGE: dict[str, Any] = {
    "id": 10,
    "title": "Bridge",
    "credit": "",
    "width": 800,
    "height": 600,
    "focal_point": None,
    "placeholder": "",
    "src": "https://media.example.org/bridge.jpg",
    "sources": [
        {"type": "image/webp", "srcset": "https://media.example.org/bridge.webp 800w"},
        {"type": "image/jpeg", "srcset": "https://media.example.org/bridge.jpg 800w"},
    ],
}
FILM = "https://video.example.org/watch?v=1&t=2"


class Library:
    """A site in English with two pages, a document, a picture and a film."""

    locale = "en"

    def page(self, pk: int) -> dict[str, Any] | None:
        return {3: PAGE_HERE, 4: PAGE_ELSEWHERE}.get(pk)

    def href(self, page: dict[str, Any]) -> str:
        return str(page["path"])

    def document(self, pk: int) -> dict[str, Any] | None:
        return DOCUMENT if pk == 5 else None

    def image(self, pk: int, alt: str) -> dict[str, Any] | None:
        return IMAGE | {"alt": alt} if pk == 10 else None

    def embed(self, url: str) -> dict[str, Any] | None:
        return {"url": url, "title": "A film"} if url == FILM else None


RICH = (
    '<h2 data-block-key="aaaaa">Two <b>towns</b></h2>'
    '<p data-block-key="bbbbb">See <a linktype="page" id="3">Almelo</a>, '
    '<a linktype="page" id="4">in <i>Dutch</i></a>, <a linktype="document" id="5">minutes</a>, '
    '<a linktype="page" id="99">what is gone</a> &amp; <a href="mailto:a@example.org">us</a>.'
    "<br/>H<sub>2</sub>O, <u>so</u>, <s>old</s>, <code>x &lt; y</code></p>"
    '<ul><li data-block-key="ccccc">one<ul><li>one a</li><li>one <b>b</b></li></ul></li>'
    "<li>two<ol><li>first</li><li>second</li></ol></li></ul>"
    "<blockquote>Said <em>she</em></blockquote>"
    '<embed embedtype="image" id="10" alt="A &quot;bridge&quot;" format="left"/>'
    f'<embed embedtype="media" url="{FILM.replace("&", "&amp;")}"/>'
    "<hr/><pre>a\n  b</pre>"
)

"""Rich text in the three formats of the Content API."""

import json
from typing import Any

import pytest
from pydantic import TypeAdapter

from tests.twinning.content_api.rich_text_samples import (
    DOCUMENT,
    FILM,
    IMAGE,
    PAGE_ELSEWHERE,
    RICH,
    Library,
)
from twinning.content_api.rich_text import FORMATS, convert
from twinning.content_api.rich_text.schemas import PortableText

LIBRARY = Library()


def html(stored: str) -> Any:
    return convert(stored, "html", LIBRARY)


def portable_text(stored: str) -> Any:
    return convert(stored, "portable_text", LIBRARY)


def outline(stored: str) -> list[str]:
    """Blocks in short: their style or type, list and level, and text with its marks."""
    return [_line(block) for block in portable_text(stored)]


def _line(block: dict[str, Any]) -> str:
    if block["_type"] != "block":
        return str(block["_type"])
    hrefs = {link["_key"]: link["href"] for link in block["markDefs"]}
    head = block["style"]
    if "listItem" in block:
        head += f" {block['listItem']}{block['level']}"
    spans = [
        span["text"] + "".join(f"^{hrefs.get(mark, mark)}" for mark in span["marks"])
        for span in block["children"]
    ]
    return f"{head}: {'|'.join(spans)}"


class TestConvert:
    @pytest.mark.parametrize("stored", [None, ""])
    def test_nothing(self, stored):
        assert [convert(stored, name, LIBRARY) for name in FORMATS] == ["", "", []]

    def test_unknown_format(self):
        with pytest.raises(ValueError, match="no format 'docx'"):
            convert("<p>a</p>", "docx", LIBRARY)


class TestHtml:
    @pytest.mark.parametrize(
        ("stored", "expected"),
        [
            ('<a linktype="page" id="3">x</a>', '<a href="/en/towns/almelo/">x</a>'),
            (
                '<a id="4" linktype="page">x</a>',
                '<a href="/nl/steden/almelo/" hreflang="nl">x</a>',
            ),
            (
                '<a linktype="document" id="5">x</a>',
                '<a href="https://media.example.org/minutes (1).pdf">x</a>',
            ),
            ('a <a linktype="page" id="9"><b>x</b></a> b', "a <b>x</b> b"),
            ('<a linktype="document" id="9">x</a>', "x"),
            ('<a linktype="ftp" id="3">x</a>', "x"),
            ('<a linktype="page" id="9">x</a> <a href="#y">y</a>', 'x <a href="#y">y</a>'),
            ('<a href="javascript:alert(1)">x</a>', "x"),
            ('<a href="java&#115;cript:alert(1)">x</a>', "x"),
            ('<a linktype="page" id="3">x<a linktype="page" id="9">y</a></a>',
             '<a href="/en/towns/almelo/">x</a>y'),
            ('<embed embedtype="image" id="9" alt=""/>', ""),
            ('<embed embedtype="media" url="https://example.org/unknown"/>', ""),
            ('<embed embedtype="map" id="1"/>', ""),
            (
                '<embed embedtype="image" id="10" alt="a &quot;b&quot; &lt;c&gt;" format="left"/>',
                '<img src="https://media.example.org/bridge.jpg" '
                'alt="a &quot;b&quot; &lt;c&gt;" width="800" height="600" '
                'srcset="https://media.example.org/bridge.jpg 800w">',
            ),
            (
                f'<embed embedtype="media" url="{FILM.replace("&", "&amp;")}"/>',
                '<p><a href="https://video.example.org/watch?v=1&amp;t=2">A film</a></p>',
            ),
        ],
    )  # fmt: skip
    def test_references(self, stored, expected):
        assert html(stored) == expected

    @pytest.mark.parametrize(
        "stored",
        [
            "<p>a &amp; b<br/>c</p><hr/>",
            '<p><a href="https://example.org/?a=1&amp;b=2">x</a></p>',
            '<p><a href="mailto:a@example.org">x</a> <a href="tel:+44">y</a></p>',
            '<p><a href="#there">x</a> <a id="there">y</a></p>',
            "<article>1 < 2</article>",
        ],
    )
    def test_the_rest_stays(self, stored):
        assert html(stored) == stored

    def test_the_editors_keys_of_paragraphs_do_not(self):
        assert html('<p data-block-key="a1b2c">a</p>') == "<p>a</p>"

    def test_picture_of_one_family(self):
        class Modern(Library):
            def image(self, pk: int, alt: str) -> dict[str, Any]:
                return IMAGE | {"alt": alt, "src": "/x.png", "sources": []}

        stored = '<embed embedtype="image" id="10" alt="a"/>'
        assert convert(stored, "html", Modern()) == (
            '<img src="/x.png" alt="a" width="800" height="600">'
        )


class TestPortableText:
    @pytest.mark.parametrize(
        ("stored", "expected"),
        [
            ("loose", ["normal: loose"]),
            ("<p>a <b>b <i>c</i></b> d</p>", ["normal: a |b ^strong|c^strong^em| d"]),
            ("<p><i><b>x</b></i><b><i>y</i></b></p>", ["normal: xy^strong^em"]),
            (
                "<p><u>u</u><s>s</s><del>d</del><code>c</code><sub>b</sub><sup>p</sup></p>",
                ["normal: u^underline|sd^strike-through|c^code|b^sub|p^sup"],
            ),
            ("<h1>a</h1><h6>b</h6>", ["h1: a", "h6: b"]),
            (
                "<blockquote>a<p>b</p></blockquote>c",
                ["blockquote: a", "blockquote: b", "normal: c"],
            ),
            ("<p> a\n  b <br/> c <br/></p>", ["normal: a b\nc"]),
            ("<p></p><p> <br/></p><h2></h2>", []),
            ("<pre>a\n  b &lt;\n</pre>", ["normal: a\n  b <^code"]),
            (
                "<ul><li>a<ol><li>b</li></ol></li><li></li><li>c</li></ul><p>d</p>",
                ["normal bullet1: a", "normal number2: b", "normal bullet1: c", "normal: d"],
            ),
            (
                "<ul><li><p>a</p> <p>b</p>c</li><li>d</li></ul>",
                ["normal bullet1: a\nb\nc", "normal bullet1: d"],
            ),
            (
                '<p>a<embed embedtype="image" id="10" alt=""/>b<hr/>c</p>',
                ["normal: a", "image", "normal: b", "break", "normal: c"],
            ),
            ('<p><a linktype="page" id="9">x</a>y</p>', ["normal: xy"]),
            ('<p><a href="tel:+44">x</a><a href="/y"></a></p>', ["normal: x^tel:+44"]),
            ('<p><a href="javascript:x">x</a></p>', ["normal: x"]),
            ("<p><b>a</p><p>b</p>", ["normal: a^strong", "normal: b"]),
            ("<li>a</li></ul></b></p></a>b", ["normal: a", "normal: b"]),
            ("<p>a<!-- b -->c</p><span>d</span>", ["normal: ac", "normal: d"]),
        ],
    )
    def test_blocks(self, stored, expected):
        assert outline(stored) == expected

    def test_link_with_page(self):
        (block,) = portable_text('<p>a <a linktype="page" id="4">b <b>c</b></a></p>')
        assert block["markDefs"] == [
            {
                "_type": "link",
                "_key": "b-0-l0",
                "href": "/nl/steden/almelo/",
                "hreflang": "nl",
                "page": PAGE_ELSEWHERE,
            }
        ]
        assert [span["marks"] for span in block["children"]] == [
            [],
            ["b-0-l0"],
            ["strong", "b-0-l0"],
        ]

    def test_link_with_document(self):
        (block,) = portable_text('<p><a linktype="document" id="5">a</a></p>')
        assert block["markDefs"] == [
            {"_type": "link", "_key": "b-0-l0", "href": DOCUMENT["url"], "document": DOCUMENT}
        ]

    def test_objects(self):
        image, film, rule = portable_text(
            '<embed embedtype="image" id="10" alt="A bridge" format="left"/>'
            f'<embed embedtype="media" url="{FILM}"/><hr/>'
        )
        assert image == {"_type": "image", "_key": "b-0", **IMAGE, "alt": "A bridge"}
        assert film == {"_type": "embed", "_key": "b-1", "url": FILM, "title": "A film"}
        assert rule == {"_type": "break", "_key": "b-2"}

    def test_stored_keys_are_kept_where_they_are_sound(self):
        blocks = portable_text(
            '<p data-block-key="abc12">a</p><p data-block-key="abc12">b</p>'
            '<p data-block-key="a-b">c</p><p data-block-key="">d</p>'
        )
        assert [block["_key"] for block in blocks] == ["abc12", "b-1", "b-2", "b-3"]

    def test_keys_are_unique_and_the_same_each_time(self):
        blocks = portable_text(RICH * 2)
        assert blocks == portable_text(RICH * 2)
        keys = [
            part["_key"]
            for block in blocks
            for part in [block, *block.get("children", []), *block.get("markDefs", [])]
        ]
        assert len(keys) == len(set(keys))

    def test_schema_takes_it_and_gives_it_back(self):
        adapter: TypeAdapter[Any] = TypeAdapter(PortableText)
        blocks = portable_text(RICH)
        read = adapter.validate_python(blocks)
        assert json.loads(adapter.dump_json(read, by_alias=True)) == blocks

    @pytest.mark.parametrize("mode", ["validation", "serialization"])
    def test_json_schema(self, mode):
        schema = TypeAdapter(PortableText).json_schema(by_alias=True, mode=mode)
        assert schema["items"]["discriminator"]["propertyName"] == "_type"
        block = schema["$defs"]["PortableTextBlock"]
        assert block["properties"]["_type"]["const"] == "block"
        assert block["required"] == ["_type", "_key", "style", "children", "markDefs"]
        # Not null, which the published types do not allow.
        assert block["properties"]["listItem"]["enum"] == ["bullet", "number"]
        link = schema["$defs"]["PortableTextLink"]
        assert link["properties"]["page"]["$ref"] == "#/$defs/PageReference"


ODD = [
    "<p>a<b>b<i>c",
    "</p></li></ul></b></a>",
    "<",
    "<a",
    "<a <a <a",
    "<embed",
    "<embed/>",
    '<embed embedtype="image"/>',
    '<embed embedtype="media" url="javascript:alert(1)"/>',
    "<a>x</a><a >y</a><a/>",
    "<![CDATA[x]]><!doctype html><?php ?>",
    "&#0;&#xD800;&#x110000;&bogus;&",
    "\0",
    "a\ud800b",
    "\udfff",
    "<ul><li></li><li><b></b></li></ul><ol></ol>",
    "<li>a<ul>b</ul>c",
    "<p><p><h2><li><blockquote><pre>x",
    "<br/><hr/><br>",
    "\x0b\x1c\u2028\x85",
    "<pre>\n\n</pre><pre>a<embed embedtype='image'/>b</pre>",
    "<ul><li>a" * 500,
    "<blockquote>" * 500 + "a",
    "<b><i>" * 500 + "a",
    "<div>" * 500 + "a",
    *(
        f'<a linktype="{kind}" id="{key}">x</a><embed embedtype="image" id="{key}" alt=""/>'
        for kind in ("page", "document", "", "x")
        for key in ("abc", "١٢", "-1", "", " 3", "3.0", "9" * 400)
    ),
]


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("stored", ODD, ids=range(len(ODD)))
def test_odd_input_is_converted(stored, name):
    """It never raises, and gives what an answer in JSON can hold."""
    value = convert(stored, name, LIBRARY)
    json.dumps(value, ensure_ascii=False).encode()
    if name == "portable_text":
        TypeAdapter(PortableText).validate_python(value)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    "piece",
    ["<a ", "<a", '<a href="', "<!--", "<", "&", "<b> a </b>", "`", "_", "#", "x <br/>", "é "],
)
def test_long_input_takes_no_longer_for_each_character(name, piece):
    """Some of these take a general parser minutes."""
    convert(f"<h2>{piece * 30_000} x", name, LIBRARY)

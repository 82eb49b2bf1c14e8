"""Rich text as Markdown: what CommonMark's own reader makes of it is what was written."""

from typing import Any

import pytest
from markdown_it import MarkdownIt

from tests.twinning.content_api.rich_text_samples import (
    FILM,
    Library,
)
from twinning.content_api.rich_text import convert

LIBRARY = Library()


def html(stored: str) -> Any:
    return convert(stored, "html", LIBRARY)


def markdown(stored: str) -> Any:
    return convert(stored, "markdown", LIBRARY)


class TestMarkdown:
    @pytest.mark.parametrize(
        ("stored", "expected"),
        [
            ("<h1>a</h1><p>b</p><h6>c</h6>", "# a\n\nb\n\n###### c"),
            ("<p><b>a</b> <i>b</i> <s>c</s> <code>d</code></p>", "**a** _b_ ~~c~~ `d`"),
            ("<p><b>a <i>b</i></b></p>", "**a _b_**"),
            ("<p>a<b> b </b>c</p>", "a **b** c"),
            ("<p>un<i>friend</i>ly</p>", "un<em>friend</em>ly"),
            ('<p>a<b>"b"</b>c</p>', 'a<strong>"b"</strong>c'),
            ("<p>H<sub>2</sub>O m<sup>2</sup> <u>u</u></p>",
             "H<sub>2</sub>O m<sup>2</sup> <u>u</u>"),
            ("<p>a<br/>b</p><h2>c<br/>d</h2>", "a\\\nb\n\n## c d"),
            ("<p>a</p><hr/><p>b</p>", "a\n\n---\n\nb"),
            ("<p>a</p><p>&nbsp;</p><p>b</p>", "a\n\nb"),
            ("<ul><li>a<ul><li>b</li></ul></li><li>c<br/>d</li></ul>", "- a\n  - b\n- c\\\n  d"),
            ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n   - b\n2. c"),
            ("<ul><li>a</li></ul><ol><li>b</li></ol>c", "- a\n1. b\n\nc"),
            ("<ul><li><ul><li>a</li></ul></li></ul>", "- a"),
            ("<blockquote>a<br/>b</blockquote><blockquote>c</blockquote>", "> a\\\n> b\n>\n> c"),
            ("<pre>a\n  ```\n&lt;b&gt;</pre>", "````\na\n  ```\n<b>\n````"),
            ("<p><code>a`b</code> <code>``</code></p>", "``a`b`` ``` `` ```"),
            ('<p><a linktype="page" id="4">a</a></p>', "[a](/nl/steden/almelo/)"),
            (
                '<p><a linktype="document" id="5">a</a></p>',
                "[a](https://media.example.org/minutes%20\\(1\\).pdf)",
            ),
            ('<p><a linktype="page" id="9"><b>a</b></a></p>', "**a**"),
            ('<p>Look!<a href="#x">a]</a></p>', "Look\\![a\\]](#x)"),
            ('<embed embedtype="image" id="10" alt="a [b]"/>',
             "![a \\[b\\]](https://media.example.org/bridge.jpg)"),
            (f'<embed embedtype="media" url="{FILM}"/>',
             "[A film](https://video.example.org/watch?v=1&t=2)"),
            # A bare address would be a link on GitHub, of all up to a space.
            ("<p>https://x.org/a_b, c</p>", "https://x.org/a_b, c"),
            ("<p>https://x.org<br/>a</p>", "https\\://x.org\\\na"),
        ],
    )  # fmt: skip
    def test_markup(self, stored, expected):
        assert markdown(stored) == expected

    @pytest.mark.parametrize(
        "text",
        [
            *("*a*", "_a_", "__a__", "~~a~~", "`a`", "[a](b)", "![a](b)", "\\*", "<b>a</b>"),
            *("&copy;", "&#35;", "snake_case", "https://x.org/a_b", "a * b", "2 > 1", "a~b"),
            *("# a", "#", "## a ##", "- a", "+ a", "* a", "1. a", "12) a", "> a", "---", "==="),
            *("***", "```", "~~~", "| a | b |", "[a]: /b", "    a", "<!-- a -->", "<https://x.org>"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("before", ["", "b<br/>", "<b>b</b> ", "<b>b</b>"])
    @pytest.mark.parametrize("tag", ["p", "h2", "li", "blockquote"])
    def test_text_is_never_markup(self, tag, before, text):
        """The text comes back from a reader of Markdown, without an element more."""
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        stored = f"<{tag}>{before}{escaped}</{tag}>"
        if tag == "li":
            stored = f"<ul>{stored}</ul>"
        read = MarkdownIt("commonmark").enable(["strikethrough", "table"]).parse(markdown(stored))
        children = [child for token in read for child in token.children or []]
        told = "".join(child.content for child in children if child.type == "text")
        assert told.replace(" ", "") == f"{'b' if before else ''}{text}".replace(" ", "")
        inline = {"text", "hardbreak", "strong_open", "strong_close", "html_inline"}
        assert {child.type for child in children} <= inline
        assert {token.tag for token in read} <= {"", "p", tag, *(["ul"] if tag == "li" else [])}

    def test_deep_list(self):
        """Items further in than any reader needs are on the last level."""
        lines = markdown("<ul><li>a" * 500).split("\n")
        assert len(lines) == 500
        assert lines[2] == "    - a"
        assert lines[-1] == lines[60]

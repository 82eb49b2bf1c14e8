"""Every Wagtail block class is described, nested to any depth, and what it answers fits its type.

For each block: what the editor saves goes through Wagtail's own storage form, comes out as JSON,
and validates against the very type that the OpenAPI document shows.
"""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page, PageViewRestriction
from wagtail.snippets.blocks import SnippetChooserBlock

from tests import factories
from towns.models import Interest
from twinning import landmarks, references
from twinning.content_api.blocks import (
    Description,
    Missing,
    describe,
    describes,
    registry,
    undescribed,
)
from twinning.content_api.checks import check_blocks
from twinning.content_api.context import Context


@pytest.fixture
def context(tree, rf):
    """The context of an answer in English."""
    with references.opened(rf.get("/")):
        site = landmarks.current().default_site
        yield Context(
            site=site,
            base_url="https://example.org",
            locale="en",
            locale_id=tree.locales["en"].pk,
            rich_text="html",
        )


def answer(block: blocks.Block, stored: Any, context: Context) -> Any:
    """What a block answers, checked against its own type."""
    described = describe(block, "Test")
    described.want(stored, context)
    found = described.value(stored, context)
    TypeAdapter(described.annotation).validate_python(found)
    return found


PLAIN = [
    (blocks.CharBlock(), "Ł", "Ł"),
    (blocks.CharBlock(required=False), None, ""),
    (blocks.TextBlock(), "a\nb", "a\nb"),
    (blocks.EmailBlock(), "a@example.org", "a@example.org"),
    (blocks.RegexBlock(regex="[0-9]+"), "12", "12"),
    (blocks.URLBlock(), "https://example.org/", "https://example.org/"),
    (blocks.RawHTMLBlock(), "<b>x</b>", "<b>x</b>"),
    (blocks.BlockQuoteBlock(), "words", "words"),
    (blocks.IntegerBlock(), 7, 7),
    (blocks.IntegerBlock(required=False), None, None),
    (blocks.IntegerBlock(required=False), "no number", None),
    (blocks.FloatBlock(), 1.5, 1.5),
    (blocks.FloatBlock(required=False), float("nan"), None),
    (blocks.DecimalBlock(), "1.50", "1.50"),
    (blocks.BooleanBlock(required=False), True, True),
    (blocks.BooleanBlock(required=False), None, False),
    (blocks.DateBlock(), "1948-05-01", "1948-05-01"),
    (blocks.DateBlock(required=False), "1948-13-01", None),
    (blocks.TimeBlock(), "18:30:00", "18:30:00"),
    (blocks.DateTimeBlock(), "1948-05-01T18:30:00Z", "1948-05-01T18:30:00+00:00"),
    (blocks.ChoiceBlock(choices=[("a", "A"), ("b", "B")]), "b", "b"),
    (blocks.ChoiceBlock(choices=[("G", [("a", "A")])], required=False), "gone", ""),
    (blocks.ChoiceBlock(choices=[(1, "One"), (2, "Two")]), "2", 2),
    (blocks.ChoiceBlock(choices=lambda: [("x", "X")]), "x", "x"),
    (blocks.MultipleChoiceBlock(choices=[("a", "A"), ("b", "B")]), ["b", "gone"], ["b"]),
    (blocks.StaticBlock(), None, None),
]


@pytest.mark.parametrize(("block", "stored", "expected"), PLAIN)
def test_plain_values(context, block, stored, expected) -> None:
    assert answer(block, stored, context) == expected


@pytest.mark.parametrize(
    ("block", "native"),
    [
        (blocks.DecimalBlock(), Decimal("1.50")),
        (blocks.DateBlock(), datetime.date(1948, 5, 1)),
        (blocks.TimeBlock(), datetime.time(18, 30)),
        (blocks.DateTimeBlock(), datetime.datetime(1948, 5, 1, 18, 30, tzinfo=datetime.UTC)),
    ],
)
def test_what_a_draft_holds_is_not_json_yet(context, block, native) -> None:
    assert isinstance(answer(block, block.get_prep_value(native), context), str)


@pytest.mark.parametrize(
    "block",
    [
        blocks.IntegerBlock(),
        blocks.DateBlock(),
        blocks.ChoiceBlock(choices=[("a", "A")]),
    ],
)
def test_a_required_value_that_is_not_there_is_missing(context, block) -> None:
    with pytest.raises(Missing):
        describe(block, "Test").value(None, context)


def test_references(context, tree, picture, document) -> None:
    interest = factories.InterestFactory(key="cycling", name="Cycling")
    assert answer(blocks.PageChooserBlock(), tree.almelo.pk, context)["path"] == "/en/towns/almelo/"
    shown = answer(ImageChooserBlock(), picture.pk, context)
    assert (shown["alt"], shown["sources"][0]["type"]) == ("A bridge over a canal", "image/avif")
    use = {"image": picture.pk, "alt_text": "This bridge", "decorative": False}
    assert answer(ImageBlock(), use, context)["alt"] == "This bridge"
    assert answer(ImageBlock(), {**use, "decorative": True}, context)["alt"] == ""
    assert answer(ImageBlock(), picture.pk, context)["alt"] == "A bridge over a canal"
    file = answer(DocumentChooserBlock(), document.pk, context)
    assert (file["content_type"], file["url"][:20]) == ("text/plain", "https://example.org/")
    assert answer(SnippetChooserBlock(Interest), interest.pk, context) == {
        "key": "cycling",
        "name": "Cycling",
    }
    film = answer(EmbedBlock(), "https://example.org/film", context)
    assert (film["url"], film["html"]) == ("https://example.org/film", "")


@pytest.mark.parametrize(
    "block",
    [
        blocks.PageChooserBlock(),
        ImageChooserBlock(),
        ImageBlock(),
        DocumentChooserBlock(),
        SnippetChooserBlock(Interest),
    ],
)
@pytest.mark.parametrize("stored", [None, 999_999, "abc", "9" * 400])
def test_references_to_nothing_are_null(context, block, stored) -> None:
    assert answer(block, stored, context) is None


@pytest.mark.parametrize("kind", ["draft", "expired", "private", "elsewhere"])
def test_pages_that_are_not_public_are_null(request, tree, kind) -> None:
    page = factories.StandardPageFactory(parent=tree.home)
    if kind == "draft":
        page.unpublish()
    elif kind == "expired":
        Page.objects.filter(pk=page.pk).update(expire_at="2001-01-01T00:00:00Z")
    elif kind == "private":
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    else:
        page = factories.HomePageFactory(parent=Page.get_first_root_node(), slug="apart")
    context = request.getfixturevalue("context")
    assert answer(blocks.PageChooserBlock(), page.pk, context) is None
    html = f'<p>See <a linktype="page" id="{page.pk}">it</a>.</p>'
    assert answer(blocks.RichTextBlock(), html, context) == "<p>See it.</p>"


class Inner(blocks.StructBlock):
    """A struct of its own class."""

    number = blocks.IntegerBlock()
    words = blocks.RichTextBlock(required=False)


def nested() -> blocks.StreamBlock:
    """Structs, lists and streams within each other, to a depth of six."""
    cells = [("text", blocks.CharBlock()), ("number", blocks.IntegerBlock(required=False))]
    table = TypedTableBlock(cells)
    innermost = blocks.StreamBlock([("inner", Inner()), ("table", table), ("rule", TableBlock())])
    items = blocks.ListBlock(
        blocks.StructBlock([("stream", innermost), ("on", blocks.DateBlock())])
    )
    return blocks.StreamBlock(
        [("group", blocks.StructBlock([("items", items)])), ("inner", Inner())]
    )


TABLE = {
    "caption": "Figures",
    "columns": [
        {"type": "text", "heading": "Town"},
        {"type": "number", "heading": "Year"},
        {"type": "gone", "heading": "?"},
    ],
    "rows": [{"values": ["Almelo", 1948, "x"]}, {"values": ["Nîmes", None, "y"]}],
}
RULE = {"data": [["a", None], ["b", 1]], "first_row_is_table_header": True, "mergeCells": []}


def test_anything_nests_to_any_depth(context) -> None:
    innermost = [
        {"type": "inner", "id": "1", "value": {"number": 1, "words": "<p>w</p>"}},
        {"type": "inner", "id": "2", "value": {"number": None, "words": ""}},
        {"type": "unknown", "id": "3", "value": 1},
        {"type": "table", "id": "4", "value": TABLE},
        {"type": "rule", "id": "5", "value": RULE},
    ]
    stored = [
        {
            "type": "group",
            "id": "0",
            "value": {
                "items": [
                    {"type": "item", "id": "x", "value": {"stream": innermost, "on": "1948-05-01"}},
                    {"stream": [], "on": "1955-02-22"},  # as lists were stored before Wagtail 2.16
                    {"type": "item", "id": "y", "value": {"stream": [], "on": None}},
                ]
            },
        }
    ]
    found = answer(nested(), stored, context)
    items = found[0]["value"]["items"]
    assert [item["on"] for item in items] == ["1948-05-01", "1955-02-22"]
    shown = items[0]["stream"]
    assert [block["id"] for block in shown] == ["1", "4", "5"]
    assert shown[0]["value"] == {"number": 1, "words": "<p>w</p>"}
    assert [column["type"] for column in shown[1]["value"]["columns"]] == ["text", "number"]
    assert shown[1]["value"]["rows"][1] == [
        {"type": "text", "value": "Nîmes"},
        {"type": "number", "value": None},
    ]
    assert shown[2]["value"]["header"] == "row"
    assert shown[2]["value"]["rows"] == [["a", ""], ["b", "1"]]


def test_a_child_that_was_added_later_has_its_default(context) -> None:
    block = blocks.StructBlock([("a", blocks.CharBlock()), ("b", blocks.CharBlock(default="new"))])
    assert answer(block, {"a": "old"}, context) == {"a": "old", "b": "new"}


def test_a_stream_is_told_apart_by_type(context) -> None:
    union = TypeAdapter(describe(nested(), "Test").annotation)
    document = union.json_schema(mode="serialization")
    named = document["items"]["$ref"].rpartition("/")[2]
    assert document["$defs"][named]["discriminator"]["propertyName"] == "type"
    with pytest.raises(ValidationError):
        union.validate_python([{"type": "inner", "id": "1", "value": {"items": []}}])


def test_equal_shapes_share_a_schema_and_names_are_stable() -> None:
    first, second = describe(nested(), "A"), describe(nested(), "A")
    assert first.key == second.key
    document = TypeAdapter(first.annotation).json_schema()
    assert document == TypeAdapter(second.annotation).json_schema()
    names = document["$defs"]
    assert {"Inner", "InnerBlock"} <= names.keys()


class Odd(blocks.FieldBlock):
    """A block of a class that Wagtail does not have."""

    def __init__(self, **kwargs: Any) -> None:
        from django import forms

        self.field = forms.CharField()
        super().__init__(**kwargs)


def test_an_unknown_class_fails_the_check_and_not_the_reader(context) -> None:
    block = blocks.StreamBlock([("odd", Odd())])
    stored = [{"type": "odd", "id": "1", "value": "as stored"}]
    try:
        assert answer(block, stored, context)[0]["value"] == "as stored"
        found = check_blocks(None)
        assert [error.id for error in found] == ["twinning.E003"]
        assert "Test.odd" in found[0].msg
        assert "Odd" in found[0].msg
    finally:
        undescribed.clear()
    assert check_blocks(None) == []


def test_a_site_describes_its_own_class(context) -> None:
    try:
        describes(Odd)(lambda block, path: Description("odd", int, lambda s, c: len(s)))
        assert answer(blocks.StructBlock([("odd", Odd())]), {"odd": "four"}, context) == {"odd": 4}
    finally:
        registry._describers.pop(Odd)

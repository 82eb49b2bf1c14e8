"""Blocks that hold one value: text, numbers, dates, choices, rich text."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from html import unescape
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from django.utils.encoding import force_str
from pydantic import WithJsonSchema
from wagtail import blocks
from wagtail.rich_text import extract_references_from_rich_text

from twinning.content_api import rich_text
from twinning.content_api.blocks.registry import Description, Missing, describes
from twinning.content_api.rich_text.schemas import RichText
from twinning.references import reference_key

if TYPE_CHECKING:
    from twinning.content_api.context import Context

#: A number with all its digits, as text: JSON's own numbers lose some.
DecimalText = Annotated[str, WithJsonSchema({"type": "string", "format": "decimal"})]
#: A time of day. JSON Schema's own format asks for an offset (RFC 3339), which such a time has not.
TimeOfDay = Annotated[
    time, WithJsonSchema({"type": "string", "pattern": r"^\d\d:\d\d:\d\d(\.\d+)?$"})
]

_MEDIA = re.compile(r'<embed\b[^>]*?\burl="([^"]*)"')


@describes(
    blocks.CharBlock,
    blocks.TextBlock,
    blocks.EmailBlock,
    blocks.RegexBlock,
    blocks.URLBlock,
    blocks.RawHTMLBlock,
)
def describe_text(block: blocks.FieldBlock, path: str) -> Description:
    """Text, empty where there is none."""
    return Description("text", str, lambda stored, context: "" if stored is None else str(stored))


@describes(blocks.BooleanBlock)
def describe_boolean(block: blocks.BooleanBlock, path: str) -> Description:
    """True or false; nothing is false."""
    return Description("boolean", bool, lambda stored, context: bool(stored))


@describes(blocks.IntegerBlock)
def describe_integer(block: blocks.IntegerBlock, path: str) -> Description:
    """A whole number."""
    return _scalar(block, "integer", int, int)


@describes(blocks.FloatBlock)
def describe_float(block: blocks.FloatBlock, path: str) -> Description:
    """A number; the infinities and NaN, which JSON has not, are none."""
    return _scalar(block, "float", float, _finite)


@describes(blocks.DecimalBlock)
def describe_decimal(block: blocks.DecimalBlock, path: str) -> Description:
    """A decimal number as text."""
    return _scalar(block, "decimal", DecimalText, _decimal)


@describes(blocks.DateBlock)
def describe_date(block: blocks.DateBlock, path: str) -> Description:
    """A day, `2026-11-24` (RFC 3339)."""
    return _scalar(block, "date", date, lambda stored: _iso(stored, parse_date))


@describes(blocks.TimeBlock)
def describe_time(block: blocks.TimeBlock, path: str) -> Description:
    """A time of day, `18:30:00`."""
    return _scalar(block, "time", TimeOfDay, lambda stored: _iso(stored, parse_time))


@describes(blocks.DateTimeBlock)
def describe_datetime(block: blocks.DateTimeBlock, path: str) -> Description:
    """A moment with its offset, `2026-11-24T18:30:00+00:00`."""

    def convert(stored: Any) -> str:
        moment = parse_datetime(str(stored))
        if moment is None:
            raise Missing
        return (timezone.make_aware(moment) if timezone.is_naive(moment) else moment).isoformat()

    return _scalar(block, "datetime", datetime, convert)


@describes(blocks.ChoiceBlock)
def describe_choice(block: blocks.ChoiceBlock, path: str) -> Description:
    """One of the choices; where they are found out at run time, any text."""
    values = _choices(block)
    required = block.required and None not in values.values() and "" not in values
    if not values:
        annotation: Any = str
        return Description("text", annotation, lambda s, c: "" if s is None else str(s))
    allowed = (*values.values(),) if required else ("", *(v for v in values.values() if v))

    def value(stored: Any, context: "Context") -> Any:
        found = values.get(force_str(stored)) if stored is not None else None
        if found is None:
            if required:
                raise Missing
            return ""
        return found

    return Description(("choice", allowed), Literal[allowed], value)


@describes(blocks.MultipleChoiceBlock)
def describe_multiple_choice(block: blocks.MultipleChoiceBlock, path: str) -> Description:
    """Any number of the choices; one that is no longer offered is left out."""
    values = _choices(block)
    if not values:
        return Description("texts", list[str], lambda s, c: [str(item) for item in s or []])
    allowed = (*values.values(),)

    def value(stored: Any, context: "Context") -> list[Any]:
        keys = [force_str(item) for item in stored or []]
        return [values[key] for key in keys if key in values]

    return Description(("choices", allowed), list[Literal[allowed]], value)  # type: ignore[valid-type]


@describes(blocks.RichTextBlock)
def describe_rich_text(block: blocks.RichTextBlock, path: str) -> Description:
    """Rich text in the format that the request asks for."""
    from wagtail.api.v3.schemas.generators.write import RichTextInputSchema

    return Description(
        "rich text",
        RichText,
        lambda stored, context: rich_text.convert(
            stored if isinstance(stored, str) else "", context.rich_text, context
        ),
        want_rich_text,
        read=str,
        write=str | RichTextInputSchema,
    )


@describes(blocks.StaticBlock)
def describe_static(block: blocks.StaticBlock, path: str) -> Description:
    """Nothing: that the block is there says all."""
    return Description("static", None, lambda stored, context: None)


def want_rich_text(stored: str | None, context: "Context") -> None:
    """Say which pages, documents, pictures and embeds rich text refers to."""
    if not isinstance(stored, str) or "<" not in stored:
        return
    try:
        for model, key, _model_path, _content_path in extract_references_from_rich_text(stored):
            context.want_object(model, reference_key(key))
    except KeyError:  # a reference without an id, which leads nowhere
        pass
    for url in _MEDIA.findall(stored):
        context.want_embed(unescape(url))


def _scalar(
    block: blocks.FieldBlock, kind: str, annotation: Any, convert: Callable[[Any], Any]
) -> Description:
    """A value that has no natural empty one: null where the block does not require it."""
    required = block.required

    def value(stored: Any, context: "Context") -> Any:
        try:
            if stored is not None and stored != "":
                return convert(stored)
        except (ValueError, TypeError, OverflowError, InvalidOperation, Missing):
            pass  # what an earlier kind of block has left here
        if required:
            raise Missing
        return None

    shape = annotation if required else annotation | None
    return Description((kind, required), shape, value, read=annotation | None)


def _decimal(stored: Any) -> str:
    number = Decimal(str(stored))
    if not number.is_finite():
        raise Missing
    return f"{number:f}"


def _finite(stored: Any) -> float:
    number = float(stored)
    if number != number or number in (float("inf"), float("-inf")):
        raise Missing
    return number


def _iso(stored: Any, parse: Callable[[str], Any]) -> str:
    found = parse(str(stored))
    if found is None:
        raise Missing
    return str(found.isoformat())


def _choices(block: blocks.FieldBlock) -> dict[str, Any]:
    """The values of a fixed list of choices by their text; empty where the list is a function."""
    choices = block._constructor_kwargs["choices"]
    return {} if callable(choices) else {force_str(value): value for value in _flat(choices)}


def _flat(choices: Any) -> Iterator[Any]:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            yield from _flat(label)
        elif isinstance(value, (str, int)) and value != "":
            yield value

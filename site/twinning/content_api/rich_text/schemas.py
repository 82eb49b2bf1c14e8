"""The shape of rich text in answers, for the OpenAPI document and its clients' types."""

from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from twinning.content_api.schemas import Document, Image, PageReference

# Pydantic takes no field whose name begins with an underscore, so the names are aliases: answers
# have to be written with `by_alias=True`.


def _drop_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


def _optional(alias: str | None = None) -> Any:
    """A field that is left out rather than null: renderers take `listItem: null` for a list."""
    return Field(
        None,
        alias=alias,
        exclude_if=lambda value: value is None,
        json_schema_extra=_drop_default,
    )


class PortableTextSpan(Schema):
    """A run of text; its marks are decorators, or keys of the block's `markDefs`."""

    type_: Literal["span"] = Field(alias="_type")
    key: str = Field(alias="_key")
    text: str
    marks: list[str]


class PortableTextLink(Schema):
    """A link, with the page or document of this site that it leads to, if it leads to one."""

    type_: Literal["link"] = Field(alias="_type")
    key: str = Field(alias="_key")
    href: str
    #: The language of the target, where it is another than that of the text.
    hreflang: str | SkipJsonSchema[None] = _optional()
    page: PageReference | SkipJsonSchema[None] = _optional()
    document: Document | SkipJsonSchema[None] = _optional()


class PortableTextBlock(Schema):
    """A paragraph, heading, quotation or list item."""

    type_: Literal["block"] = Field(alias="_type")
    key: str = Field(alias="_key")
    style: Literal["normal", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"]
    list_item: Literal["bullet", "number"] | SkipJsonSchema[None] = _optional("listItem")
    level: int | SkipJsonSchema[None] = _optional()
    children: list[PortableTextSpan]
    mark_defs: list[PortableTextLink] = Field(alias="markDefs")


class PortableTextImage(Image):
    """A picture between paragraphs."""

    type_: Literal["image"] = Field(alias="_type")
    key: str = Field(alias="_key")


class PortableTextEmbed(Schema):
    """A film or recording elsewhere, between paragraphs."""

    type_: Literal["embed"] = Field(alias="_type")
    key: str = Field(alias="_key")
    url: str
    title: str


class PortableTextBreak(Schema):
    """A rule between paragraphs."""

    type_: Literal["break"] = Field(alias="_type")
    key: str = Field(alias="_key")


PortableTextItem = Annotated[
    PortableTextBlock | PortableTextImage | PortableTextEmbed | PortableTextBreak,
    Field(discriminator="type_"),
]
PortableText = list[PortableTextItem]

#: Rich text in the format that the request asks for: HTML and Markdown are strings.
RichText = str | PortableText

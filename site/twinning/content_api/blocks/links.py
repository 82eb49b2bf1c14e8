"""The kernel's own links: a page or an address, with what the link says."""

from typing import TYPE_CHECKING, Any

from ninja import Schema

from twinning.blocks.links import LinkBlock
from twinning.content_api import schemas
from twinning.content_api.blocks.registry import Description, describes
from twinning.content_api.blocks.structures import struct

if TYPE_CHECKING:
    from twinning.content_api.context import Context


class Link(Schema):
    """A link: to `page`, a page of the site, or to `url`, an address outside it."""

    label: str
    page: schemas.PageReference | None
    url: str


@describes(LinkBlock)
def describe_link(block: LinkBlock, path: str) -> Description:
    """A link; null where it leads to nothing that is public."""
    plain = struct(block, path, Link)

    def value(stored: Any, context: "Context") -> dict[str, Any] | None:
        link: dict[str, Any] = plain.value(stored, context)
        page = link["page"]
        if page is None and not link["url"]:
            return None
        return {**link, "label": link["label"] or (page["title"] if page else "")}

    return Description(
        ("link", type(block).__name__),
        Link | None,
        value,
        plain.want,
        plain.read_annotation,
        plain.write_annotation,
    )

"""StreamField blocks in the API: every class that Wagtail has is described here."""

from twinning.content_api.blocks import fields, links, references, structures, tables
from twinning.content_api.blocks.registry import (
    Description,
    Missing,
    describe,
    describes,
    undescribed,
)

__all__ = [
    "Description",
    "Missing",
    "describe",
    "describes",
    "fields",
    "links",
    "references",
    "structures",
    "tables",
    "undescribed",
]

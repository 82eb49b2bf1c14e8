"""The living pattern page: every block and every part of the pages, in the language of its path.

Only where DEBUG is on. Nothing on it is a copy: blocks are those of all page types, shown with
their own previews; parts are the templates that the pages include.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from wagtail.blocks import Block
from wagtail.fields import StreamField
from wagtail.models import Page

#: The colours that a town may have, as tokens.css names them.
ACCENTS = ("slate", "river", "ember", "ochre", "heather", "palm", "brick")
GROUNDS = ("paper", "surface", "highlight", "sea", "land", "line", "muted", "ink", "night")


#: Each takes the request and returns a context with the `template` that shows parts of a room.
Pattern = Callable[[HttpRequest], dict[str, Any]]

patterns: list[Pattern] = []


def register(pattern: Pattern) -> None:
    """Show a room's own parts on the page; call it in an AppConfig's `ready()`."""
    if pattern not in patterns:
        patterns.append(pattern)


@dataclass(frozen=True)
class Specimen:
    """One block, rendered."""

    name: str
    label: str
    html: SafeString


def styleguide(request: HttpRequest) -> HttpResponse:
    """All patterns on one page."""
    context = {
        "accents": ACCENTS,
        "grounds": GROUNDS,
        "specimens": list(specimens({"request": request})),
        "assets": list(
            dict.fromkeys(file for block in blocks().values() for file in assets(block))
        ),
        "patterns": [pattern(request) for pattern in patterns],
        "items": Paginator(range(30), 10).page(2),
    }
    return render(request, "twinning/styleguide.html", context)


def specimens(context: dict[str, object]) -> Iterator[Specimen]:
    """Every kind of block that the body of any page may have, by its name."""
    for name, block in sorted(blocks().items()):
        html = block.render(block.normalize(block.get_preview_value()), context=context)
        yield Specimen(name, str(block.label), SafeString(html))


def blocks() -> dict[str, Block]:
    """The blocks with a template of their own, of all streams of all page types."""
    return {
        name: block
        for model in apps.get_models()
        if issubclass(model, Page)
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
        for name, block in field.stream_block.child_blocks.items()
        if getattr(block.meta, "template", None)
    }


def assets(block: Block) -> tuple[str, ...]:
    """The static files that a page with the block loads."""
    return tuple(getattr(block, "assets", ()))

"""From what a visitor wrote to a draft of a story."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.utils.html import escape
from django.utils.text import slugify
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from stories.models.story_page import StoryPage
from stories.sharing.form import ShareStoryForm
from twinning.submissions.intake import Busy
from twinning.translation.collation import fold

LONGEST_SLUG = 80

_EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")


def add_draft(form: ShareStoryForm, pictures: Sequence[AbstractImage]) -> StoryPage:
    """Add the draft at the form's place, in the transaction that is open.

    Args:
        form: valid.

    Raises:
        Busy: the page above it has gone meanwhile.
    """
    given, place = form.cleaned_data, form.place
    # Locked, so that two stories that come at once get different places in the tree, and slugs.
    parent = Page.objects.select_for_update().filter(pk=place.parent).first() if place else None
    if place is None or parent is None:
        raise Busy
    when = given["when"]
    story = StoryPage(
        title=given["title"],
        slug=free_slug(given["title"], parent),
        locale=form.page.locale,
        live=False,
        has_unpublished_changes=True,
        date=when.day if when else None,
        date_precision=when.precision if when else StoryPage.DatePrecision.DAY,
        people=given["people"],
        town_id=place.town,
        body=body_of(given["story"], pictures, given["pictures_show"] or given["title"]),
    )
    parent.add_child(instance=story)
    story.save_revision()
    return story


def free_slug(title: str, parent: Page) -> str:
    """A slug that no other page below `parent` has."""
    base = slugify(fold(title))[:LONGEST_SLUG].strip("-") or "story"
    taken = set(
        Page.objects.child_of(parent).filter(slug__startswith=base).values_list("slug", flat=True)
    )
    number, free = 1, base
    while free in taken:
        number += 1
        free = f"{base}-{number}"
    return free


def body_of(text: str, pictures: Sequence[AbstractImage], shown: str) -> list[dict[str, Any]]:
    """The body's blocks: the text, then its pictures.

    Args:
        shown: what the pictures show, as their alternative text.
    """
    figures = [
        {
            "image": {"image": picture.pk, "alt_text": shown, "decorative": False},
            "caption": "",
        }
        for picture in pictures
    ]
    blocks = [_block("rich_text", paragraphs(text))]
    if len(figures) == 1:  # a gallery has two at least
        blocks.append(_block("image", figures[0]))
    elif figures:
        items = [_block("item", figure) for figure in figures]
        blocks.append(_block("gallery", {"heading": "", "pictures": items}))
    return blocks


def paragraphs(text: str) -> str:
    """Text as HTML in which nothing is markup but what is made here."""
    found = [part.strip() for part in _EMPTY_LINES.split(text.strip())]
    lines = (escape(part).replace("\n", "<br/>") for part in found if part)
    return "".join(f"<p>{part}</p>" for part in lines)


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid4())}

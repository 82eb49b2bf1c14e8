"""What visitors are told of a translated page: from which language, by whom, how far behind."""

from dataclasses import dataclass

from django import template
from django.template.context import RequestContext
from wagtail.models import Page

from twinning import references, visibility
from twinning.templatetags.twinning_tags import shown_page
from twinning.translation import provenance

register = template.Library()


@dataclass(frozen=True)
class Note:
    """What is said at the foot of a page.

    Args:
        text: from which language, and by whom.
        original: the page that it was translated from, where visitors may see that.
        language: the code of its language.
    """

    text: str
    is_stale: bool
    language: str
    original: Page | None


@register.inclusion_tag("twinning/includes/provenance.html", takes_context=True)
def provenance_note(context: RequestContext) -> dict[str, object]:
    """How the shown page came to be in its language; nothing of an original, or of no page."""
    page = shown_page(context)
    return {"request": context.get("request"), "note": _note(page) if page else None}


def _note(page: Page) -> Note | None:
    record = provenance.of_shown(page)
    if record is None:
        return None
    original = references.current().translations(page).get(record.source_locale)
    return Note(
        provenance.sentence(record),
        record.is_stale,
        record.source_locale,
        original if original is not None and visibility.is_public(original) else None,
    )

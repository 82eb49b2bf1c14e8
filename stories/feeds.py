"""The newest stories of a language as an Atom feed (RFC 4287)."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid5

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.images import get_image_model

from stories import queries
from stories.models import StoryPage
from towns.templatetags.towns_tags import interests_of
from twinning import hosts, landmarks, references, visibility
from twinning.delivery.offers import offer
from twinning.media import renditions
from twinning.seo import publisher, words, xml

#: As many as a reader wants to catch up on.
STORIES = 30
#: When nothing has been published yet: an answer must not change without a cause.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class StoriesAtom(Atom1Feed):
    """Django's Atom, with labels of categories, and pictures whose length nobody knows yet."""

    def latest_post_date(self) -> datetime:
        """When anything in the feed was last published; the same each time where nothing is."""
        return max((item["updateddate"] for item in self.items), default=NEVER)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Adds the story's town and interests, and its picture."""
        super().add_item_elements(handler, item)
        for term, label in item["terms"]:
            handler.addQuickElement("category", "", {"term": term, "label": label})
        if item["picture"]:
            link = {"rel": "enclosure", "type": "image/jpeg", "href": item["picture"]}
            handler.addQuickElement("link", "", link)


def stories_feed(request: HttpRequest) -> HttpResponse:
    """Stories that exist in the active language; one that does not is in no feed of it.

    Raises:
        Http404: the site is not in this language.
    """
    offer(request, ())
    site, language = landmarks.current_site(), translation.get_language() or ""
    if site is None or language not in site.roots:
        raise Http404
    by = publisher.current(request)
    address = hosts.absolute(request, request.path)
    feed = StoriesAtom(
        title=xml.text(f"{by.name} – {_('Stories')}"),
        link=hosts.absolute(request, landmarks.serve_prefix(language)),
        description="",
        subtitle=xml.text(by.strapline) or None,
        language=language,
        author_name=xml.text(by.name),
        feed_url=address,
        feed_guid=address,
    )
    for story in queries.newly_published(STORIES):
        _add(feed, story, request)
    return HttpResponse(feed.writeString("utf-8"), content_type=StoriesAtom.content_type)


def _add(feed: StoriesAtom, story: StoryPage, request: HttpRequest) -> None:
    feed.add_item(
        title=xml.text(story.title),
        link=hosts.absolute(request, story.get_url(request)),
        # Atom is told that it is HTML.
        description=escape(xml.text(story.meta_description or words.cut(story.title))),
        # The same wherever the story is moved and whatever it is called, and another one in each
        # language.
        unique_id=uuid5(story.translation_key, story.locale.language_code).urn,
        pubdate=story.first_published_at,
        updateddate=story.last_published_at or story.first_published_at or NEVER,
        terms=_terms(story),
        picture=_picture(story, request),
    )


def _terms(story: StoryPage) -> list[tuple[str, str]]:
    """Categories: what machines compare, and what people read."""
    # A town that stands in for it would cost each entry a query.
    public = story.town if story.town and visibility.is_public(story.town) else None
    town = [(public.native_name, public.title)] if public else []
    interests = [(interest.key, interest.name) for interest in interests_of(story)]
    return [(xml.text(term), xml.text(label)) for term, label in town + interests]


def _picture(story: StoryPage, request: HttpRequest) -> str:
    image = references.current().get(get_image_model(), story.picture_id)
    preview = renditions.link_preview(image) if image else None
    return hosts.absolute(request, preview[0]) if preview else ""

"""What a story is, in the words of schema.org."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest

from stories import models, queries  # modules, not their names: models.py imports this one
from towns.structured_data import place
from twinning.seo import addresses, structured, words

#: Characters of a headline that search engines show.
LONGEST_HEADLINE = 110


def of_story(story: "models.StoryPage", request: HttpRequest) -> list[dict[str, Any]]:
    """The story as an article, by the organisation and about its town."""
    town = queries.shown_town(story)
    published = story.first_published_at or story.last_published_at
    known = {
        "description": story.meta_description,
        "datePublished": _moment(published),
        "dateModified": _moment(story.last_published_at or published),
        "temporalCoverage": _when(story),
        "about": place(town, request) if town else None,
    }
    author = structured.organization_reference(request)
    return [
        {
            "@type": "Article",
            "headline": words.cut(story.title, LONGEST_HEADLINE),
            "mainEntityOfPage": addresses.canonical(story, request),
            "inLanguage": story.locale.language_code,
            "image": structured.image(story, request),
            "author": author,
            "publisher": {"@id": author["@id"]},
            **{name: value for name, value in known.items() if value},
        }
    ]


def _moment(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _when(story: "models.StoryPage") -> str:
    """The date of what is told as far as it is known, by ISO 8601."""
    if story.date is None:
        return ""
    precision = models.StoryPage.DatePrecision
    lengths = {precision.YEAR.value: 4, precision.MONTH.value: 7}
    return story.date.isoformat()[: lengths.get(story.date_precision, 10)]

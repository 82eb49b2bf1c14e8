"""What the templates of the search use."""

from typing import Any

from django import template
from wagtail.models import Page

from search import ways_on
from search.ways_on import Examples

register = template.Library()


@register.simple_tag
def search_examples() -> list[Examples]:
    """Words to look for, by facet."""
    return ways_on.examples()


@register.simple_tag
def other_ways_on(menu: Any) -> list[Page]:
    """Pages that others lead to and that are not in a menu."""
    return ways_on.pages(menu or [])

"""What templates that show interests use."""

from typing import Any

from django import template

from towns.models import Interest
from twinning.translation.localised import localised

register = template.Library()


@register.simple_tag
def interests_of(owner: Any) -> list[Interest]:
    """The interests of a town, a story or a partner, in the visitor's language."""
    return localised(owner.interests.all(), owner.locale_id)

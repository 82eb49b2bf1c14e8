"""Template tags of the admin's home page."""

from typing import Any

from django import template
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name

from twinning.translation import rights

register = template.Library()


@register.simple_tag(takes_context=True)
def board_greeting(context: dict[str, Any]) -> str:
    """Greet whoever has logged in, with the towns that they answer for."""
    user = context["request"].user
    name = getattr(user, "first_name", "") or get_user_display_name(user)
    towns = [team.title for team in rights.teams_of(user) if team.key is not None and team.title]
    greeting = _("Welcome, %(name)s") % {"name": name}
    return f"{greeting} – {', '.join(towns)}" if towns else greeting

"""What this room adds to Wagtail."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from towns.models import Interest


@register_snippet
class InterestViewSet(SnippetViewSet):
    """Interests, each in every language."""

    model = Interest
    icon = "tag"
    menu_label = _("Interests")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ("name", "key", "locale")

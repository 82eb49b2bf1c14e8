"""What this room adds to Wagtail."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from towns.models import Interest, TownTeam
from towns.team_form import TownTeamForm, name_of
from twinning.translation import provenance

_ViewSet: Any = SnippetViewSet
if provenance.is_kept():  # and with it, who may write in which language
    from twinning.translation.rights.snippets import OwnLanguageViewSet

    _ViewSet = OwnLanguageViewSet


@register_snippet
class InterestViewSet(_ViewSet):
    """Interests, each in every language."""

    model = Interest
    icon = "tag"
    menu_label = _("Interests")
    menu_order = 300
    add_to_admin_menu = True
    list_display = ("name", "key", "locale")


@register_snippet
class TownTeamViewSet(SnippetViewSet):
    """Who reads what is sent to which town."""

    model = TownTeam
    icon = "group"
    menu_label = _("Town teams")
    menu_order = 910
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = (
        "group",
        Column("town", label=_("Town"), accessor=name_of),
        "email",
    )
    edit_handler = ObjectList(
        [FieldPanel(name) for name in ("town_key", "group", "email", "language")],
        base_form_class=TownTeamForm,
    )

    def get_queryset(self, request: HttpRequest) -> "QuerySet[TownTeam]":
        """Every team, with its group."""
        return TownTeam.objects.select_related("group").order_by("group__name", "pk")

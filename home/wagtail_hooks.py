"""What this room adds to Wagtail."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from home.enquiries.inbox.viewset import EnquiryViewSet
from home.models import SiteSettings


@register_snippet
class SiteSettingsViewSet(SnippetViewSet):
    """Names, menus and footers, one set for each site and language."""

    model = SiteSettings
    icon = "cogs"
    menu_label = _("Site settings")
    menu_order = 900
    add_to_settings_menu = True
    list_display = ("site_name", "site", "locale")
    edit_handler = ObjectList(SiteSettings.panels)


@hooks.register("register_admin_viewset")
def register_enquiries() -> EnquiryViewSet:
    """The inbox."""
    return EnquiryViewSet()

"""What this part of the kernel adds to Wagtail."""

from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem

from twinning.submissions import exports
from twinning.submissions.personal_data import PersonalDataView

hooks.register("register_log_actions", exports.register)


@hooks.register("register_admin_urls")
def register_personal_data_url() -> list[URLPattern]:
    """The page on what is kept of somebody."""
    return [path("personal-data/", PersonalDataView.as_view(), name="personal_data")]


@hooks.register("register_settings_menu_item")
def register_personal_data_menu_item() -> AdminOnlyMenuItem:
    """The way to it."""
    return AdminOnlyMenuItem(
        _("Personal data"),
        reverse("personal_data"),
        name="personal-data",
        icon_name="user",
        order=920,
    )

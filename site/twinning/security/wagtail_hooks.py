"""What security adds to Wagtail."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from twinning import conf
from twinning.security.audit import accounts, actions
from twinning.security.second_factor.account import panel
from twinning.security.second_factor.resetting import ResetView, may_reset
from twinning.security.tokens.viewset import TokenViewSet

hooks.register("register_account_settings_panel", panel)
hooks.register("register_log_actions", actions.register)
hooks.register("after_bulk_action", accounts.bulk_changed)


@hooks.register("register_admin_urls")
def register_reset_url() -> list[URLPattern]:
    """Where an administrator forgets somebody's second factor."""
    return [
        path("second-factor/reset/<int:user_id>/", ResetView.as_view(), name="second_factor_reset")
    ]


@hooks.register("register_user_listing_buttons")
def register_reset_button(user: Any, request_user: Any) -> Iterator[Button]:
    """The way to it, in the list of users."""
    if conf.get("TWO_FACTOR") != "off" and may_reset(request_user, user):
        url = reverse("second_factor_reset", args=[user.pk])
        yield Button(_("Reset two-step login"), url, icon_name="lock", priority=90)


@hooks.register("register_admin_viewset")
def register_tokens() -> list[TokenViewSet]:
    """Under the names that Wagtail's templates know."""
    if apps.is_installed("wagtail.api.v3"):
        return []
    return [TokenViewSet("wagtailusers_api_tokens", url_prefix="api-tokens")]

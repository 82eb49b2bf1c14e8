"""What webhooks add to Wagtail."""

from wagtail import hooks

from twinning.webhooks.admin.viewset import EndpointViewSet


@hooks.register("register_admin_viewset")
def register_endpoints() -> EndpointViewSet:
    """Webhooks, below the settings."""
    return EndpointViewSet()

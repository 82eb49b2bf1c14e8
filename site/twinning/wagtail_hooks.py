"""What the kernel adds to Wagtail."""

from typing import Any

from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from twinning.publishing.actions import register_actions
from twinning.rich_text import LocalisedPageLinkHandler, ReferencedDocumentLinkHandler


@hooks.register("register_rich_text_features", order=10)
def register_link_types(features: FeatureRegistry) -> None:
    """Links in rich text find their targets through the request's references."""
    features.register_link_type(LocalisedPageLinkHandler)
    features.register_link_type(ReferencedDocumentLinkHandler)


@hooks.register("register_actions", order=-20)
def whole_actions(registry: Any) -> None:
    """Publishing in the API v3; before `twinning.translation`, which makes more of copying."""
    register_actions(registry)


@hooks.register("register_admin_viewset", order=-0.5)
def whole_views() -> Any:
    """Publishing in the admin; after Wagtail's own (-1), and before those of apps (0)."""
    from twinning.publishing.views import viewset  # only where the admin is

    return viewset

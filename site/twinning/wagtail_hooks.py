"""What the kernel adds to Wagtail."""

from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from twinning.rich_text import LocalisedPageLinkHandler, ReferencedDocumentLinkHandler


@hooks.register("register_rich_text_features", order=10)
def register_link_types(features: FeatureRegistry) -> None:
    """Links in rich text find their targets through the request's references."""
    features.register_link_type(LocalisedPageLinkHandler)
    features.register_link_type(ReferencedDocumentLinkHandler)

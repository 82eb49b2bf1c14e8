"""The addresses that another site includes, in one line: docs/plugin.md.

They stand before its own `wagtail.urls`, and outside `i18n_patterns`. All lie below `api/content/`
and `twinning/`: `images/` is where Wagtail has a site put its own view of pictures.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, path

from twinning.content_api import urls as content_api
from twinning.media.views import RenditionView

urlpatterns = [
    path("api/content/v1/", content_api.urls),
    # Pictures in sizes that nobody has asked for yet.
    path(
        "twinning/images/<str:signature>/<int:image_id>/<str:filter_spec>/<str:filename>",
        RenditionView.as_view(),
        name="twinning_rendition",
    ),
]


def beside_pages(*patterns: URLPattern | URLResolver) -> list[URLPattern | URLResolver]:
    """Addresses that lie where the site's pages do: below a language, where it has several."""
    if getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        return [*i18n_patterns(*patterns)]
    return list(patterns)

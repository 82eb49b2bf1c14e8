"""The addresses that another site includes, in one line: docs/plugin.md.

They stand before its own `wagtail.urls`, and outside `i18n_patterns`. All lie below `api/content/`
and `twinning/`: `images/` is where Wagtail has a site put its own view of pictures.
"""

from django.urls import path

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

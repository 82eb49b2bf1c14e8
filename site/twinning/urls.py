"""The deployable site's addresses. Pages carry their language in the path (ADR 4)."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.api.v3.urls import api as wagtail_api
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from twinning import routing
from twinning.api_v2 import urls as api_v2
from twinning.content_api import urls as content_api
from twinning.content_api.v3 import without_nulls
from twinning.media.views import (
    RenditionView,
    serve_document,
    serve_picture,
    serve_private_picture,
)
from twinning.security.tokens.guarding import limited
from twinning.seo import views as seo
from twinning.styleguide import styleguide

urlpatterns = [
    path("", routing.language_redirect, name="language_redirect"),
    path("robots.txt", seo.robots),
    path("favicon.ico", seo.favicon),
    path("sitemap.xml", seo.sitemap_index, name="sitemap_index"),
    path("sitemap-<slug:language>.xml", seo.sitemap, name="sitemap"),
    path("admin/", include("twinning.security.second_factor.urls")),
    path("admin/", include("twinning.translation.guards.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/<int:document_id>/<path:document_filename>", serve_document),
    path("documents/", include(wagtaildocs_urls)),
    path("api/v2/", api_v2.urls),
    path("api/v3/", limited(without_nulls(wagtail_api.urls))),
    path("api/content/v1/", content_api.urls),
    # Under a name of our own, which keeps Wagtail's form that signs any size shut.
    path(
        "images/<str:signature>/<int:image_id>/<str:filter_spec>/<str:filename>",
        RenditionView.as_view(),
        name="twinning_rendition",
    ),
]

if settings.STORAGES["default"]["BACKEND"].endswith("FileSystemStorage"):
    # Pictures from the local disk; documents only through Wagtail, which asks who may have them.
    urlpatterns += [
        re_path(
            r"^media/(?P<path>(?:images|original_images|avatar_images)/[^/]+)$",
            serve_picture,
        ),
        re_path(r"^media/(?P<path>private_images/[^/]+)$", serve_private_picture),
    ]

if settings.DEBUG:
    urlpatterns += i18n_patterns(path("styleguide/", styleguide))

# Wagtail's own forms (a protected page's password) stand before our view of pages, which would take
# their addresses for pages'.
_forms = [pattern for pattern in wagtail_urls.urlpatterns if pattern.name != "wagtail_serve"]

urlpatterns += i18n_patterns(
    path("", include(_forms)),
    path("", include("stories.urls")),
    path("", include("twinning.translation.review.urls")),
    re_path(serve_pattern, routing.serve, name="wagtail_serve"),
)

# Any other address that looks like a page's: our own "not found" even where DEBUG is on.
urlpatterns += [re_path(r"^(?!(?:api|images|static|media)/)(?:[\w-]+/)+$", routing.no_page)]

handler400 = "twinning.views.bad_request"
handler404 = "twinning.views.page_not_found"
handler500 = "twinning.views.server_error"

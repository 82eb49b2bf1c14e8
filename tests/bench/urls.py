"""The site's addresses, with Wagtail's API v2 at /api/v2/ and a constant view at /constant/."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

from twinning.urls import handler404, handler500
from twinning.urls import urlpatterns as site_urlpatterns

router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", PagesAPIViewSet)
router.register_endpoint("images", ImagesAPIViewSet)


def constant(request: HttpRequest) -> HttpResponse:
    """What Django and the site's middleware cost by themselves."""
    return HttpResponse("The same for everybody.")


urlpatterns = [
    path("api/v2/", router.urls),
    path("constant/", constant),
    *site_urlpatterns,
]

__all__ = ["handler404", "handler500", "urlpatterns"]

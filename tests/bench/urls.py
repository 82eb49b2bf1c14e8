"""The site's addresses with Wagtail's API v2 at /api/v2/."""

from django.urls import path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

from twinning.urls import handler404, handler500
from twinning.urls import urlpatterns as site_urlpatterns

router = WagtailAPIRouter("wagtailapi")
router.register_endpoint("pages", PagesAPIViewSet)
router.register_endpoint("images", ImagesAPIViewSet)

urlpatterns = [path("api/v2/", router.urls), *site_urlpatterns]

__all__ = ["handler404", "handler500", "urlpatterns"]

"""Where API v2 is: its router, as Wagtail's documentation makes one."""

from wagtail.api.v2.router import WagtailAPIRouter

from twinning.api_v2 import views

router = WagtailAPIRouter("api_v2")
router.register_endpoint("pages", views.Pages)
router.register_endpoint("images", views.Images)
router.register_endpoint("documents", views.Documents)

urls = router.urls

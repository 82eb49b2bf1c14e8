"""App configuration of home."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = _("Home")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from home.api import router
        from home.enquiries.inbox.permissions import EnquiryPolicy
        from home.enquiries.inbox.waiting import new_enquiries
        from home.enquiries.keeping import keeper
        from home.models import Enquiry, EnquiryPage
        from home.publisher import publisher
        from twinning import privacy
        from twinning.content_api.api import add_router
        from twinning.seo.publisher import register
        from twinning.translation.board import waiting
        from twinning.webhooks import names

        add_router("/site/", router)
        register(publisher)
        privacy.register(keeper)
        waiting.register(new_enquiries)
        register_permission_policy(Enquiry, EnquiryPolicy(Enquiry))
        names.register(EnquiryPage.webhook_event, _("Form submitted"))

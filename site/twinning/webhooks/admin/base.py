"""What the pages about one endpoint have in common."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.permissions import policy_registry

from twinning.webhooks.models import Endpoint


class EndpointPage(WagtailAdminTemplateMixin, TemplateView):
    """Read by whoever may see or change endpoints; what is posted needs the right to change."""

    header_icon = "redirect"
    http_method_names = ["get", "head", "post"]

    endpoint: Endpoint

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may.

        Raises:
            PermissionDenied: for all others.
        """
        policy = policy_registry.get_by_type(Endpoint)
        self.may_change = bool(policy.user_has_permission(request.user, "change"))
        may_see = self.may_change or policy.user_has_permission(request.user, "view")
        if not (may_see and (self.may_change or request.method != "POST")):
            raise PermissionDenied
        self.find(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def find(self, pk: int) -> None:
        """Find the endpoint that the page is about.

        Raises:
            Http404: there is none.
        """
        raise NotImplementedError

    def get_page_subtitle(self) -> str:
        """Which endpoint it is about."""
        return self.endpoint.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("webhooks:index"), "label": _("Webhooks")},
            {
                "url": reverse("webhooks:log", args=[self.endpoint.pk]),
                "label": self.endpoint.name,
            },
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the endpoint, and whether the reader may do anything."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["endpoint"] = self.endpoint
        context["may_change"] = self.may_change
        return context

    @staticmethod
    def unknown() -> HttpResponse:
        """What is answered to an action that there is not."""
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)

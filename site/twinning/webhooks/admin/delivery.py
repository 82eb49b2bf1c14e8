"""The page of one delivery: what was sent, and what was answered."""

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from twinning.webhooks import actions, bodies, claims, failures, names
from twinning.webhooks.admin.base import EndpointPage
from twinning.webhooks.models import Delivery


class DeliveryView(EndpointPage):
    """The request without its signature, which each try has anew, and the answer to the last."""

    template_name = "twinning/admin/webhooks/delivery.html"
    page_title = pgettext_lazy("of a webhook", "Delivery")

    delivery: Delivery

    def find(self, pk: int) -> None:
        """The delivery by its key, with its endpoint."""
        deliveries = Delivery.objects.select_related("endpoint")
        self.delivery = get_object_or_404(deliveries, pk=pk)
        self.endpoint = self.delivery.endpoint

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send it again, or give it up."""
        action = request.POST.get("action", "")
        if action == "replay":
            if actions.replay(self.endpoint, self.delivery):
                self._say_when(request)
        elif action == "skip":
            actions.skip(self.endpoint, self.delivery)
            messages.success(request, _("It is skipped. What comes after it goes on."))
        else:
            return self.unknown()
        return redirect("webhooks:delivery", pk)

    def _say_when(self, request: HttpRequest) -> None:
        if self.endpoint.is_sent_to:
            messages.success(request, _("It is sent again."))
        else:
            words = _("It waits: nothing is sent while the webhook is paused or inactive.")
            messages.warning(request, words)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the delivery, its events with what they are called, its body and its error."""
        context = super().get_context_data(**kwargs)
        events = list(claims.events_of(self.delivery))
        context["delivery"] = self.delivery
        context["events"] = [(event, names.label_of(event.name)) for event in events]
        body = bodies.content(self.delivery, events)
        context["body"] = json.dumps(body, indent=2, ensure_ascii=False)
        context["headers"] = [
            ("content-type", "application/json"),
            ("user-agent", bodies.USER_AGENT),
            ("webhook-id", self.delivery.uid),
        ]
        context["error"] = failures.words(self.delivery.error)
        context["waits"] = self.delivery.state == Delivery.State.WAITING
        context["is_test"] = any(event.name == names.TEST for event in events)
        return context

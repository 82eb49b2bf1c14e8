"""The page of an endpoint: how it does, what it was sent, and what can be done about it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from twinning import conf
from twinning.webhooks import actions, failures, names, signing
from twinning.webhooks.admin.base import EndpointPage
from twinning.webhooks.admin.secret import show_once
from twinning.webhooks.models import Delivery, Endpoint, Event

#: Deliveries on a page.
PER_PAGE = 50


class LogView(EndpointPage):
    """The newest deliveries first, those of one state if that is asked for."""

    template_name = "twinning/admin/webhooks/log.html"
    page_title = gettext_lazy("Deliveries")

    def find(self, pk: int) -> None:
        """The endpoint by its own key."""
        self.endpoint = get_object_or_404(Endpoint, pk=pk)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what is asked for."""
        action = _ACTIONS.get(request.POST.get("action", ""))
        return self.unknown() if action is None else action(request, self.endpoint)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the page of deliveries, the filter, the secrets' ages, and how many events wait."""
        context = super().get_context_data(**kwargs)
        state = self.request.GET.get("state", "")
        state = state if state in Delivery.State.values else ""
        page = Paginator(_deliveries(self.endpoint, state), PER_PAGE)
        context["deliveries"] = page.get_page(self.request.GET.get("p"))
        for delivery in context["deliveries"]:
            delivery.words = failures.words(delivery.error)
            delivery.label = names.label_of(delivery.name or "")
        context["state"] = state
        context["states"] = Delivery.State.choices
        context["elided_page_range"] = page.get_elided_page_range(context["deliveries"].number)
        context["secrets"] = signing.valid(timezone.now()).filter(endpoint=self.endpoint)
        context["gathering"] = Event.objects.filter(
            Q(delivery=None) | Q(delivery__state=Delivery.State.WAITING), endpoint=self.endpoint
        ).count()
        context["keep_days"] = conf.get("KEEP_WEBHOOK_DAYS")
        return context


def _deliveries(endpoint: Endpoint, state: str) -> Any:
    found = endpoint.deliveries.order_by("-pk")
    if state:
        found = found.filter(state=state)
    # Of several events, any name of them: the number says that there are more.
    return found.annotate(
        number=Count("events"), name=Min("events__name"), other=Max("events__name")
    )


def _test(request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
    delivery = actions.send_test(endpoint)
    if delivery.state == Delivery.State.SENT:
        words = _("The test was delivered: status %(status)s after %(time)s ms.")
        values = {"status": delivery.status, "time": delivery.milliseconds}
        messages.success(request, words % values)
    else:
        words = _("The test was not delivered: %(error)s.")
        messages.error(request, words % {"error": failures.words(delivery.error)})
    return redirect("webhooks:delivery", delivery.pk)


def _rotate(request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
    show_once(request, signing.rotate(endpoint))
    return redirect("webhooks:secret", endpoint.pk)


def _pause(request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
    actions.pause(endpoint)
    messages.success(request, _("Paused. What happens from now on is kept for later."))
    return _back(endpoint)


def _resume(request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
    actions.resume(endpoint, skip=False)
    messages.success(request, _("It goes on, with all that has waited."))
    return _back(endpoint)


def _resume_without(request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
    actions.resume(endpoint, skip=True)
    messages.success(request, _("It goes on. What has waited was skipped."))
    return _back(endpoint)


def _replay_failed(request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
    number = actions.replay(endpoint)
    if endpoint.is_sent_to:
        words = ngettext(
            "%(number)s delivery is sent again.", "%(number)s deliveries are sent again.", number
        )
        messages.success(request, words % {"number": number})
    else:
        words = ngettext(
            "%(number)s delivery waits: nothing is sent while the webhook is paused or inactive.",
            "%(number)s deliveries wait: nothing is sent while the webhook is paused or inactive.",
            number,
        )
        messages.warning(request, words % {"number": number})
    return _back(endpoint)


def _back(endpoint: Endpoint) -> HttpResponse:
    return redirect(reverse("webhooks:log", args=[endpoint.pk]))


#: What may be done with an endpoint, by the button's value.
_ACTIONS: dict[str, Callable[[HttpRequest, Endpoint], HttpResponse]] = {
    "test": _test,
    "rotate": _rotate,
    "pause": _pause,
    "resume": _resume,
    "resume_without": _resume_without,
    "replay_failed": _replay_failed,
}

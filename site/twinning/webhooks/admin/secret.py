"""The page that shows a new secret, once, to whoever has made it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from twinning import conf
from twinning.webhooks.admin.base import EndpointPage
from twinning.webhooks.models import Endpoint, Secret

#: In the session, the primary key of the secret that may be shown.
_KEY = "webhooks.secret"


def show_once(request: HttpRequest, secret: Secret) -> None:
    """Let whoever sends this request see a secret, the next time that they ask for it."""
    request.session[_KEY] = secret.pk


class SecretView(EndpointPage):
    """The secret to be copied, before it is never shown again."""

    template_name = "twinning/admin/webhooks/secret.html"
    page_title = gettext_lazy("Signing secret")
    http_method_names = ["get"]

    def find(self, pk: int) -> None:
        """The endpoint; its secret is for those who may change it."""
        if not self.may_change:
            raise PermissionDenied
        self.endpoint = get_object_or_404(Endpoint, pk=pk)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show it, or say that it has been shown."""
        key = request.session.pop(_KEY, None)
        secret = self.endpoint.secrets.filter(pk=key).first()
        if secret is None:
            messages.warning(request, _("A secret is shown once only. You can make a new one."))
            return redirect("webhooks:log", self.endpoint.pk)
        others = self.endpoint.secrets.exclude(pk=secret.pk).exists()
        hours = conf.get("WEBHOOK_OVERLAP_HOURS")
        context = self.get_context_data(secret=secret.value, others=others, hours=hours)
        response: HttpResponse = self.render_to_response(context)
        return response

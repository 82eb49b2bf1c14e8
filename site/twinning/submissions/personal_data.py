"""The admin's page on what is kept of somebody: how much, a copy of it, and erasing it.

The address is only ever sent in the body of a request, so that no log and no history has it.
"""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from twinning import privacy
from twinning.submissions.exports import exported

#: What is to be done with what is kept of an address.
ACTIONS = ("look", "download", "ask", "erase")


class AddressForm(forms.Form):
    """Whose data it is about."""

    address = forms.EmailField(
        label=_("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )


@method_decorator(sensitive_post_parameters("address"), name="dispatch")
class PersonalDataView(WagtailAdminTemplateMixin, TemplateView):
    """Look, download, ask whether to erase, erase: for administrators."""

    template_name = "twinning/admin/personal_data.html"
    page_title = _("Personal data")
    header_icon = "user"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let administrators in; Wagtail has no cache keep anything of the admin.

        Raises:
            PermissionDenied: it is somebody else.
        """
        if not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do what is asked for with an address."""
        form = AddressForm(request.POST)
        action = request.POST.get("action")
        if not form.is_valid() or action not in ACTIONS:
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        address = form.cleaned_data["address"]
        if action == "download":
            return _download(request.user, address)
        if action == "erase":
            return self._erase(address)
        found = {
            privacy.label_of(name): len(all_) for name, all_ in privacy.export(address).items()
        }
        context = self.get_context_data(
            form=form, address=address, found=found, total=sum(found.values()), asks=action == "ask"
        )
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the form for an address."""
        kwargs.setdefault("form", AddressForm())
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def _erase(self, address: str) -> HttpResponse:
        with transaction.atomic():
            number = sum(privacy.erase(address).values())
        words = ngettext("%(number)s record was erased.", "%(number)s records were erased.", number)
        messages.success(self.request, words % {"number": number})
        return redirect("personal_data")


def _download(user: Any, address: str) -> HttpResponse:
    found = privacy.export(address)
    exported(user, "personal_data", sum(map(len, found.values())))
    return JsonResponse(
        found,
        json_dumps_params={"indent": 2, "ensure_ascii": False},
        headers={"Content-Disposition": 'attachment; filename="personal-data.json"'},
    )

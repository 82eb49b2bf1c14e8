"""An administrator forgets the second factor of somebody who has lost theirs."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.users.utils import change_user_perm

from twinning.security.second_factor import codes


def may_reset(user: Any, whose: Any) -> bool:
    """As Wagtail decides who may change a user; administrators' alone by administrators."""
    return bool(
        user != whose
        and user.has_perm(change_user_perm)
        and (user.is_superuser or not whose.is_superuser)
    )


class ResetView(WagtailAdminTemplateMixin, TemplateView):
    """Asks first, then forgets device and codes."""

    template_name = "twinning/admin/security/reset.html"
    header_icon = "lock"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may.

        Raises:
            PermissionDenied: it is somebody else, or about themselves.
        """
        self.whose = get_object_or_404(get_user_model(), pk=kwargs["user_id"])
        if not may_reset(request.user, self.whose):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """The heading."""
        return _("Reset two-step login")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds whose it is."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "whose": self.whose}

    def post(self, request: HttpRequest, user_id: int) -> HttpResponse:
        """Forget them."""
        codes.reset(self.whose)
        log(self.whose, "twinning.second_factor.reset", user=request.user)
        words = _("%(name)s sets up a device anew at the next login.")
        messages.success(request, words % {"name": self.whose.get_username()})
        return redirect("wagtailusers_users:index")

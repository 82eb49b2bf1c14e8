"""The admin's page on the review links of a page: make one, take it back, settle comments."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from twinning import conf
from twinning.translation.models import ReviewComment, ReviewLink
from twinning.translation.review import links
from twinning.translation.rights.questions import require


class DaysForm(forms.Form):
    """How long a new link is valid for."""

    days = forms.IntegerField(
        label=_("Valid for how many days"), min_value=1, max_value=conf.MOST_REVIEW_DAYS
    )


class ReviewLinksView(WagtailAdminTemplateMixin, TemplateView):
    """All of it on one page; whoever may edit the page may do all of it."""

    template_name = "twinning/admin/review_links.html"
    page_title = _("Review links")
    header_icon = "link"

    page: Page

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Let in who may edit the page.

        Raises:
            Http404: there is no such page.
        """
        pages = Page.objects.select_related("locale")
        self.page = get_object_or_404(pages, pk=kwargs["page_id"])
        require(links.may_manage(request.user, self.page))
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Do what is asked for, with the link or comment of this page that is named."""
        action = request.POST.get("action", "")
        if action == "make":
            return self._make()
        change = _CHANGES.get(action)
        if change is None:
            return HttpResponse(status=HTTPStatus.BAD_REQUEST)
        change(self.page, _number(request.POST.get("item", "")))
        return self._back()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the links with their addresses, the comments, and which one is to be deleted."""
        kwargs.setdefault("form", DaysForm(initial={"days": conf.get("REVIEW_DAYS")}))
        context: dict[str, Any] = super().get_context_data(**kwargs)
        found = list(self.page.review_links.select_related("created_by__wagtail_userprofile"))
        for link in found:
            link.page = self.page
        context["page_of_links"] = self.page
        context["links"] = [
            (link, links.address_of(link) if link.is_open else "") for link in found
        ]
        comments = ReviewComment.objects.filter(link__page=self.page)
        context["comments"] = comments.order_by(
            F("resolved_at").desc(nulls_first=True), "-created_at", "-pk"
        )
        context["asks"] = self.request.GET.get("delete", "")
        context["keep_days"] = conf.get("KEEP_REVIEW_DAYS")
        return context

    def get_page_subtitle(self) -> str:
        """Which page it is about."""
        return str(self.page.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here."""
        edit = reverse("wagtailadmin_pages:edit", args=[self.page.pk])
        here = {"url": "", "label": self.page_title}
        return [
            *self.breadcrumbs_items,
            {"url": edit, "label": self.get_page_subtitle()},
            here,
        ]

    def _make(self) -> HttpResponse:
        form = DaysForm(self.request.POST)
        if not form.is_valid():
            context = self.get_context_data(form=form)
            return self.render_to_response(context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        links.make(self.page, self.request.user, form.cleaned_data["days"])
        messages.success(self.request, _("The link is made. Copy it and send it to your readers."))
        return self._back()

    def _back(self) -> HttpResponse:
        return redirect("review_links", self.page.pk)


def _number(written: str) -> int:
    if written.isascii() and written.isdecimal() and len(written) < 19:
        return int(written)
    raise Http404


def _revoke(page: Page, number: int) -> None:
    link = get_object_or_404(ReviewLink, pk=number, page=page)
    ReviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def _settle(page: Page, number: int) -> None:
    comment = _comment(page, number)
    settled = ReviewComment.objects.filter(pk=comment.pk, resolved_at=None)
    settled.update(resolved_at=timezone.now())


def _reopen(page: Page, number: int) -> None:
    ReviewComment.objects.filter(pk=_comment(page, number).pk).update(resolved_at=None)


def _delete(page: Page, number: int) -> None:
    _comment(page, number).delete()


def _comment(page: Page, number: int) -> ReviewComment:
    return get_object_or_404(ReviewComment, pk=number, link__page=page)


#: What may be done with a link or a comment, by the button's value.
_CHANGES: dict[str, Callable[[Page, int], None]] = {
    "revoke": _revoke,
    "settle": _settle,
    "reopen": _reopen,
    "delete": _delete,
}

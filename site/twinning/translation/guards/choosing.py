"""Which pages are shown to whom, where Wagtail shows every page to everybody in the admin.

Drafts of other towns are nobody else's business: not in the page chooser, not in a report, not in
the admin's own API.
"""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.admin.api.serializers import AdminPageSerializer, PageTranslationsField
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views import chooser
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.models import Page
from wagtail.permissions import policy_registry

from twinning.translation.rights import policy
from twinning.translation.rights.questions import require


def shown(pages: "QuerySet[Page]", user: Any) -> "QuerySet[Page]":
    """Those of some pages that are live, or that the explorer shows to somebody."""
    rights = policy_registry.get_by_type(Page)
    if user.is_superuser and user.is_active:
        return pages
    if not rights.get_cached_permissions_for_user(user):
        return pages.filter(live=True)  # Wagtail fails on what lies above nothing
    explorable = rights.explorable_instances(user).order_by().values("pk")
    return pages.filter(Q(live=True) | Q(pk__in=explorable))


def is_shown(page: Page, user: Any) -> bool:
    """Whether a page is live, or the explorer shows it to somebody."""
    return bool(page.live) or shown(Page.objects.filter(pk=page.pk), user).exists()


def explore(request: HttpRequest, parent_page_id: int) -> HttpResponse:
    """The explorer below a page that it shows to somebody; Wagtail says what another is like."""
    _require_explorable(request, parent_page_id)
    return _index(request, parent_page_id=parent_page_id)


def explore_results(request: HttpRequest, parent_page_id: int) -> HttpResponse:
    """What is replaced in the explorer."""
    _require_explorable(request, parent_page_id)
    return _results(request, parent_page_id=parent_page_id)


def confirm_cancellation(request: HttpRequest, page_id: int) -> HttpResponse:
    """Whether a workflow is really to be cancelled; Wagtail asks everybody, and names the page."""
    page = get_object_or_404(Page, pk=page_id)
    require(page.permissions_for_user(request.user).can_edit())
    return _confirm_cancellation(request, page_id=page_id)


def _require_explorable(request: HttpRequest, parent_page_id: int) -> None:
    if not request.user.is_superuser:
        page = get_object_or_404(Page.objects.only("path", "depth"), pk=parent_page_id)
        require(policy.may_explore(request.user, page))


_index = page_viewset_registry.as_view("index", parent_page_id_kwarg="parent_page_id")
_confirm_cancellation = page_viewset_registry.as_view(
    "confirm_workflow_cancellation", page_id_kwarg="page_id"
)
_results = page_viewset_registry.as_view("index_results", parent_page_id_kwarg="parent_page_id")


class BrowseView(chooser.BrowseView):
    """The page chooser below a page; not below one that is not shown."""

    def get(self, request: HttpRequest, parent_page_id: int) -> HttpResponse:
        """Turn away whoever may not see the page."""
        require(is_shown(get_object_or_404(Page, pk=parent_page_id), request.user))
        answer: HttpResponse = super().get(request, parent_page_id)
        return answer


class ChosenMultipleView(chooser.ChosenMultipleView):
    """What the chooser is told of pages that were chosen together; nothing of those not shown."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Leave out what is not shown, and what is no key."""
        keys = [key for key in request.GET.getlist("id") if key.isdecimal()]
        found = shown(Page.objects.filter(pk__in=keys), request.user)
        query = request.GET.copy()
        query.setlist("id", [str(key) for key in found.values_list("pk", flat=True)])
        request.GET = query  # type: ignore[assignment]
        answer: HttpResponse = super().get(request)
        return answer


class PageTypesView(PageTypesUsageReportView):
    """The report on types of pages; the page that was edited last only where it is shown."""

    def decorate_paginated_queryset(self, page_types: Any) -> Any:
        """Leave out pages that are not shown."""
        decorated = super().decorate_paginated_queryset(page_types)
        keys = [item.last_edited_page.pk for item in decorated if item.last_edited_page]
        seen = set(
            shown(Page.objects.filter(pk__in=keys), self.request.user).values_list("pk", flat=True)
        )
        for item in decorated:
            if item.last_edited_page and item.last_edited_page.pk not in seen:
                item.last_edited_page = None
        return decorated


class ShownTranslations(PageTranslationsField):
    """A page's translations, those that are shown."""

    def to_representation(self, page: Page) -> Any:
        """As in Wagtail, of fewer pages."""
        user = self.context["request"].user
        return super().to_representation(_WithTranslations(shown(page.get_translations(), user)))


class _WithTranslations:
    """A page as the field asks it."""

    def __init__(self, pages: "QuerySet[Page]") -> None:
        self.get_translations = lambda: pages


class ShownPageSerializer(AdminPageSerializer):
    """A page in the admin's own API."""

    translations = ShownTranslations(read_only=True)


class ShownPagesViewSet(PagesAdminAPIViewSet):
    """Pages in the admin's own API; of translations only those that are shown."""

    base_serializer_class = ShownPageSerializer
    action_view = transaction.atomic(PagesAdminAPIViewSet.action_view)

"""The filters of the inbox; they offer nothing that somebody may not see."""

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.utils import get_user_display_name
from wagtail.permissions import policy_registry

from home.enquiries.inbox import names
from home.enquiries.inbox.permissions import EVERYTHING
from home.models import Enquiry

ME = "me"
NOBODY = "nobody"


def _one_of(label: Any, **options: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, empty_label=_("All"), widget=forms.RadioSelect, **options
    )


class EnquiryFilterSet(WagtailFilterSet):
    """State, town, interest, language of the answer, who deals with it, when it came."""

    state = _one_of(_("State"), choices=Enquiry.State.choices)
    town = _one_of(_("Town"), field_name="town_key")
    interest = _one_of(_("Interest"), field_name="interest_key", choices=names.interests_to_choose)
    language = _one_of(
        _("Language of the answer"), field_name="answer_language", choices=settings.LANGUAGES
    )
    assignee = _one_of(_("Who deals with it"), method="dealt_with_by")
    received = django_filters.DateFromToRangeFilter(
        label=_("Received"), field_name="created_at", widget=DateRangePickerWidget
    )

    class Meta:
        model = Enquiry
        fields: list[str] = []

    def __init__(
        self, data: Any = None, queryset: Any = None, *, request: HttpRequest, **options: Any
    ) -> None:
        super().__init__(data, queryset, request=request, **options)
        self.filters["town"].extra.update(_towns_of(request.user))
        self.filters["assignee"].extra["choices"] = [
            (ME, _("Me")),
            (NOBODY, _("Nobody")),
            *_assignees_for(request.user),
        ]

    def dealt_with_by(
        self, enquiries: "QuerySet[Enquiry]", name: str, value: str
    ) -> "QuerySet[Enquiry]":
        """Those that a user deals with, that I do, or that nobody does."""
        if value == NOBODY:
            return enquiries.filter(assignee=None)
        return enquiries.filter(assignee=self.request.user.pk if value == ME else value)


def _towns_of(user: Any) -> dict[str, Any]:
    allowed = policy_registry.get_by_type(Enquiry).get_cached_permissions_for_user(user)
    sees_all = EVERYTHING in allowed
    choices = [(key, name) for key, name in names.towns().items() if sees_all or key in allowed]
    return {"choices": choices, "null_label": _("No particular town") if sees_all else None}


def _assignees_for(user: Any) -> list[tuple[str, str]]:
    """Whoever deals with an enquiry that somebody may see."""
    policy = policy_registry.get_by_type(Enquiry)
    visible = policy.instances_user_has_permission_for(user, "view").order_by()
    users = get_user_model()._default_manager.filter(pk__in=visible.values("assignee"))
    return [(str(found.pk), get_user_display_name(found)) for found in users]

"""The inbox in Wagtail's admin: its views, columns and place in the menu."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from home.enquiries.inbox import names
from home.enquiries.inbox.filters import EnquiryFilterSet
from home.enquiries.inbox.forms import DealingForm
from home.enquiries.inbox.views import EnquiryDeleteView, EnquiryView, InboxView
from home.enquiries.inbox.waiting import number_of_new
from home.models import Enquiry


class InboxMenuItem(MenuItem):
    """The way to the inbox, with the number of new enquiries, for those who see any."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there is an inbox for them."""
        policy = policy_registry.get_by_type(Enquiry)
        return bool(policy.user_has_permission(request.user, "view"))

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        """The item, which says how many are new if any are."""
        component = super().render_component(request)
        new = number_of_new(request.user)
        if new:
            component.label = _("Enquiries (%(number)s)") % {"number": new}
        return component


class EnquiryViewSet(ModelViewSet):
    """Enquiries, to read and to deal with; nothing is added or copied by hand."""

    model = Enquiry
    name = "enquiries"
    icon = "mail"
    menu_label = gettext_lazy("Enquiries")
    menu_name = "enquiries"
    menu_order = 250
    add_to_admin_menu = True
    menu_item_class = InboxMenuItem
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = InboxView
    edit_view_class = EnquiryView
    delete_view_class = EnquiryDeleteView
    filterset_class = EnquiryFilterSet
    list_export = InboxView.list_export
    export_filename = InboxView.export_filename
    ordering = "-created_at"
    #: Looked through as it stands: what people write is never in the index of the search.
    search_fields = ["reference", "name", "email", "message"]
    search_backend_name = None
    list_display = [
        TitleColumn(
            "reference",
            label=gettext_lazy("Reference"),
            url_name="enquiries:edit",
            classname="w-whitespace-nowrap",
            sort_key="reference",
        ),
        DateColumn("created_at", label=gettext_lazy("Received"), sort_key="created_at"),
        Column(
            "name",
            label=gettext_lazy("Sender"),
            accessor=lambda enquiry: enquiry.name or enquiry.email,
            sort_key="name",
        ),
        Column("town", label=gettext_lazy("Town"), accessor=names.town_of, sort_key="town_name"),
        Column(
            "interest",
            label=gettext_lazy("Interest"),
            accessor=names.interest_of,
            sort_key="interest_name",
        ),
        Column(
            "language",
            label=gettext_lazy("Language"),
            accessor="get_answer_language_display",
            sort_key="answer_language",
        ),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            primary=lambda enquiry: enquiry.state != Enquiry.State.NEW,
            sort_key="state",
        ),
        Column(
            "assignee",
            label=gettext_lazy("Who deals with it"),
            accessor=lambda enquiry: get_user_display_name(enquiry.assignee),
            sort_key="assignee__last_name",
        ),
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the views that there are not."""
        missing = dict.fromkeys(["add_url_name", "history_url_name", "usage_url_name"])
        common: dict[str, Any] = super().get_common_view_kwargs(**{**missing, **kwargs})
        return common

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        """The form to deal with an enquiry."""
        return DealingForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """List, enquiry and deleting: Wagtail's other views know nothing of towns."""
        wanted = {"index", "index_results", "edit", "delete"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in wanted]

    def get_permissions_to_register(self) -> "QuerySet[Permission]":
        """None: town teams decide, not the permissions of a group."""
        return Permission.objects.none()

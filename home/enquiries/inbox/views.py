"""The inbox's list, an enquiry with what has become of it, and deleting one."""

from typing import Any
from urllib.parse import quote, urlencode

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views import generic
from wagtail.permissions import policy_registry

from home.enquiries.inbox import names
from home.enquiries.inbox.export import EnquiryExport
from home.models import Enquiry


def visible(user: Any, action: str) -> "QuerySet[Enquiry]":
    """The enquiries with which somebody may do something."""
    policy = policy_registry.get_by_type(Enquiry)
    found: QuerySet[Enquiry] = policy.instances_user_has_permission_for(user, action)
    return found


class InboxView(EnquiryExport, generic.IndexView):
    """The list of those that somebody may see, and its export."""

    any_permission_required = ["view"]

    def get_base_queryset(self) -> "QuerySet[Enquiry]":
        """Those that may be seen, with who deals with them."""
        return visible(self.request.user, "view").select_related("assignee")

    def order_queryset(self, queryset: "QuerySet[Enquiry]") -> "QuerySet[Enquiry]":
        """In the order that is asked for, and always in the same."""
        ordered = super().order_queryset(queryset)
        return ordered.order_by(*ordered.query.order_by, "-pk")

    def filter_queryset(self, queryset: "QuerySet[Enquiry]") -> "QuerySet[Enquiry]":
        """Nothing where a filter makes no sense: an export of everything would surprise."""
        if self.filters and not self.filters.is_valid():
            return queryset.none()
        return super().filter_queryset(queryset)


class EnquiryView(generic.EditView):
    """All that was sent, to read, and the form to deal with it."""

    template_name = "home/enquiries/enquiry.html"
    page_title = gettext_lazy("Enquiry")

    def get_queryset(self) -> "QuerySet[Enquiry]":
        """Those that may be dealt with; locked while one is."""
        found = visible(self.request.user, "change")
        if self.request.method == "POST":
            return found.select_for_update(of=("self",))
        return found.select_related("page")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look and save in one transaction, so that no one else comes between."""
        with transaction.atomic():
            return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the user, whose notes it adds."""
        return {**super().get_form_kwargs(), "for_user": self.request.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds `facts`, pairs of label and value; `mailto`; and `notes` with their authors."""
        context = super().get_context_data(**kwargs)
        subject = urlencode({"subject": f"[{self.object.reference}] "}, quote_via=quote)
        context["facts"] = facts(self.object)
        context["mailto"] = f"mailto:{quote(self.object.email, safe='@')}?{subject}"
        context["notes"] = self.object.notes.select_related("author")
        return context


class EnquiryDeleteView(generic.DeleteView):
    """Deleting, for those who see everything."""

    def get_queryset(self) -> "QuerySet[Enquiry]":
        """Those that may be deleted."""
        return visible(self.request.user, "delete")


def facts(enquiry: Enquiry) -> list[tuple[str, str]]:
    """What was sent besides address, message and consent: pairs of label and value."""
    found = [
        (_("Sender"), enquiry.name),
        (_("Who asks"), enquiry.get_party_display()),
        (_("Language of the answer"), enquiry.get_answer_language_display()),
        (_("Town"), names.town_of(enquiry) or _("No particular town")),
        (_("Possible partner"), enquiry.partner_name),
        (_("Interest"), names.interest_of(enquiry)),
        *((answer["label"], answer["value"]) for answer in enquiry.answers),
        (_("Page"), enquiry.page.title if enquiry.page else ""),
        (_("Language of the form"), enquiry.get_language_display()),
    ]
    return [(str(label), str(value)) for label, value in found if value]

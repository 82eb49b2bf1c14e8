"""The list of endpoints and their form."""

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from twinning.webhooks import signing
from twinning.webhooks.admin.delivery import DeliveryView
from twinning.webhooks.admin.form import EndpointForm
from twinning.webhooks.admin.log import LogView
from twinning.webhooks.admin.secret import SecretView, show_once
from twinning.webhooks.models import Delivery, Endpoint, Event


class EndpointIndexView(generic.IndexView):
    """All endpoints with how each does, in the same number of queries for any number of them."""

    def get_base_queryset(self) -> "QuerySet[Endpoint]":
        """With how many events each still has to hear of."""
        waiting = Q(delivery=None) | Q(delivery__state=Delivery.State.WAITING)
        queued = Event.objects.filter(waiting, endpoint=OuterRef("pk")).order_by()
        counted = queued.values("endpoint").annotate(number=Count("pk")).values("number")
        return Endpoint.objects.annotate(waiting=Coalesce(Subquery(counted), 0))


class EndpointCreateView(generic.CreateView):
    """A new endpoint, with its first secret."""

    def save_instance(self) -> Endpoint:
        """Make a secret too; the next page shows it."""
        made: Endpoint = super().save_instance()
        show_once(self.request, signing.rotate(made))
        return made

    def get_success_url(self) -> str:
        """Where the secret is shown."""
        return reverse("webhooks:secret", args=[self.object.pk])


class EndpointEditView(generic.EditView):
    """The form, with the way to the deliveries."""

    def get_success_url(self) -> str:
        """The log, where everything else is done."""
        return reverse("webhooks:log", args=[self.object.pk])

    @property
    def header_buttons(self) -> list[HeaderButton]:
        """The log."""
        url = reverse("webhooks:log", args=[self.object.pk])
        return [HeaderButton(_("Deliveries"), url, icon_name="history")]


class EndpointViewSet(ModelViewSet):
    """Webhooks, below the settings."""

    model = Endpoint
    name = "webhooks"
    icon = "redirect"
    menu_label = gettext_lazy("Webhooks")
    menu_name = "webhooks"
    menu_order = 910
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = EndpointIndexView
    add_view_class = EndpointCreateView
    edit_view_class = EndpointEditView
    ordering = "name"
    search_fields = ["name", "url", "description"]
    search_backend_name = None
    list_display = [
        TitleColumn("name", label=gettext_lazy("Name"), url_name="webhooks:log", sort_key="name"),
        StatusTagColumn(
            "state",
            label=gettext_lazy("State"),
            accessor="get_state_display",
            primary=lambda endpoint: endpoint.state == "good",
        ),
        Column("url", label=gettext_lazy("Address")),
        Column("waiting", label=gettext_lazy("Events that wait")),
        DateColumn("last_sent_at", label=gettext_lazy("Last delivery"), sort_key="last_sent_at"),
    ]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("url"),
            FieldPanel("description"),
            FieldPanel("is_active"),
            FieldPanel("events"),
            MultiFieldPanel(
                [FieldPanel("types"), FieldPanel("locales"), FieldPanel("places")],
                heading=gettext_lazy("Only some pages"),
            ),
            FieldPanel("maintainers"),
        ],
        base_form_class=EndpointForm,
    )

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the views that there are not."""
        missing = dict.fromkeys(["history_url_name", "usage_url_name"])
        common: dict[str, Any] = super().get_common_view_kwargs(**{**missing, **kwargs})
        return common

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's own, and what this adds."""
        unwanted = {"history", "history_results", "usage"}
        return [
            *(each for each in super().get_urlpatterns() if each.name not in unwanted),
            path("<int:pk>/deliveries/", LogView.as_view(), name="log"),
            path("<int:pk>/secret/", SecretView.as_view(), name="secret"),
            path("deliveries/<int:pk>/", DeliveryView.as_view(), name="delivery"),
        ]

"""The report of what people have looked for and not found."""

import csv
import io
from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import URLPattern
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from search.models import Miss


class MissFilterSet(WagtailFilterSet):
    """By the language that was searched in."""

    language = django_filters.ChoiceFilter(
        label=_("Language"),
        choices=settings.LANGUAGES,
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Miss
        fields: list[str] = []


def language_of(miss: Miss) -> str:
    """What the language is called in itself."""
    return dict(settings.LANGUAGES).get(miss.language, miss.language)


def _last_on(miss: Miss) -> str:
    return date_format(miss.last_on, "DATE_FORMAT")


class MissesView(generic.IndexView):
    """The list and its export. Words are letters and digits alone: no cell is a formula."""

    any_permission_required = ["view", "delete"]
    page_title = _("Searches without result")

    def order_queryset(self, queryset: "QuerySet[Miss]") -> "QuerySet[Miss]":
        """In the order that is asked for, and always in the same."""
        ordered = super().order_queryset(queryset)
        return ordered.order_by(*(ordered.query.order_by or Miss._meta.ordering or ()), "pk")

    def get_heading(self, queryset: "QuerySet[Miss]", field: str) -> str:
        """What a column is called."""
        return {column.name: str(column.label) for column in self.columns}[field]

    def to_row_dict(self, item: Miss) -> dict[str, Any]:
        """The values of a row by the names of their columns."""
        return {**super().to_row_dict(item), "language": language_of(item)}

    def write_csv_response(self, queryset: "QuerySet[Miss]") -> HttpResponse:
        """The whole file at once: what is streamed comes after the editor's language."""
        output = io.StringIO()
        writer = csv.writer(output)
        writer.writerow([self.get_heading(queryset, name) for name in self.list_export])
        writer.writerows(self.to_row_dict(miss).values() for miss in queryset)
        name = f"{self.get_filename()}.csv"
        return HttpResponse(
            output.getvalue(),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class MissViewSet(ModelViewSet):
    """Searches without result: to read, to take along, and to remove; nothing else."""

    model = Miss
    name = "searches-without-result"
    icon = "search"
    menu_label = _("Searches without result")
    menu_name = "searches-without-result"
    menu_hook = "register_reports_menu_item"
    menu_order = 1300
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = MissesView
    filterset_class = MissFilterSet
    list_per_page = 50
    list_export = ["words", "language", "count", "last_on"]
    export_filename = "searches-without-result"
    search_fields = ["words"]
    search_backend_name = None
    list_display = [
        "words",
        Column("language", label=_("Language"), accessor=language_of, sort_key="language"),
        NumberColumn("count", label=_("How often"), sort_key="count"),
        Column("last_on", label=_("Last on"), accessor=_last_on, sort_key="last_on"),
    ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the views that there are not."""
        names = ("add_url_name", "edit_url_name", "history_url_name", "usage_url_name")
        missing = dict.fromkeys(names)
        common: dict[str, Any] = super().get_common_view_kwargs(**{**missing, **kwargs})
        return common

    def get_form_class(self, for_update: bool = False) -> type[forms.ModelForm]:
        """None that anybody sees: nothing is written by hand."""
        return forms.modelform_factory(Miss, fields=())

    def get_urlpatterns(self) -> list[URLPattern]:
        """List and deleting."""
        wanted = {"index", "index_results", "delete"}
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in wanted]

    def get_permissions_to_register(self) -> "QuerySet[Permission]":
        """Reading and deleting, for the form of groups."""
        found = Permission.objects.filter(content_type__app_label="search")
        return found.filter(codename__in=["view_miss", "delete_miss"])

"""The glossary in the admin: a list with a column for each language, and a form with its names."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.choices import CallableChoiceIterator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import BaseColumn, Column, TitleColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from twinning.translation.models import GlossaryName, GlossaryTerm

#: As the setting has them when the form is shown.
LANGUAGES = CallableChoiceIterator(lambda: settings.LANGUAGES)


def name_in(language: str) -> Any:
    """What gives the name of a term in a language; nothing where it has none."""

    def name(term: GlossaryTerm) -> str:
        return next((name.text for name in term.names.all() if name.language == language), "")

    return name


class GlossaryIndexView(IndexView):
    """The list: searched by names in whatever language, their other forms, and notes."""

    is_searchable = True

    @property
    def columns(self) -> list[BaseColumn]:
        """The name in the site's own language, which leads to the term; then the others."""
        (first, label), *others = settings.LANGUAGES
        title = TitleColumn(
            "name",
            label=label,
            accessor=lambda term: name_in(first)(term) or str(term),
            get_url=self.get_edit_url,
        )
        return [
            title,
            *(Column(code, label=label, accessor=name_in(code)) for code, label in others),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
        ]

    def search_queryset(self, queryset: "QuerySet[GlossaryTerm]") -> "QuerySet[GlossaryTerm]":
        """Each term once, however many of its names match."""
        if not self.is_searching:
            return queryset
        words = self.search_query
        names = GlossaryName.objects.filter(
            Q(text__icontains=words) | Q(forms__icontains=words), term=OuterRef("pk")
        )
        return queryset.filter(Q(note__icontains=words) | Exists(names))


class GlossaryViewSet(SnippetViewSet):
    """What terms and places are called in each language."""

    model = GlossaryTerm
    index_view_class = GlossaryIndexView
    icon = "list-ul"
    menu_label = _("Glossary")
    menu_order = 320
    add_to_admin_menu = True
    copy_view_enabled = False
    list_filter = ["kind"]
    list_per_page = 50
    edit_handler = ObjectList(
        [
            FieldPanel("kind", widget=forms.RadioSelect),
            InlinePanel(
                "names",
                heading=_("Names"),
                label=_("Name"),
                min_num=1,
                panels=[
                    FieldPanel("language", widget=forms.Select(choices=LANGUAGES)),
                    FieldPanel("text"),
                    FieldPanel("forms", widget=forms.Textarea(attrs={"rows": 4})),
                ],
            ),
            FieldPanel("note"),
        ]
    )

    def get_queryset(self, request: Any) -> "QuerySet[GlossaryTerm]":
        """Every term with its names, the newest first."""
        return GlossaryTerm.objects.prefetch_related("names").order_by("-pk")

"""The filters of the board; they cost no query of their own."""

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import get_page_models
from wagtail.query import PageQuerySet

from twinning.translation import rights
from twinning.translation.board import families
from twinning.translation.board.reader import Reader, every_language
from twinning.translation.collation import sort_key
from twinning.translation.states.status import Status

#: The languages that the reader works in, as a choice among languages.
MINE = "mine"
#: Whatever there is to do, as a choice among states.
TO_DO = "to-do"


def _one_of(label: Any, method: str, **options: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, method=method, empty_label=_("All"), widget=forms.RadioSelect, **options
    )


class BoardFilterSet(WagtailFilterSet):
    """Language, state, town and page type. A state is one in the chosen language."""

    language = _one_of(_("Language"), "as_it_is")
    state = _one_of(
        _("State"),
        "in_state",
        choices=[(TO_DO, _("Anything to do")), *Status.choices],
    )
    town = _one_of(_("Town"), "of_town")
    kind = _one_of(_("Page type"), "of_kind")

    def __init__(
        self, data: Any = None, queryset: Any = None, *, request: HttpRequest, reader: Reader
    ) -> None:
        super().__init__(data, queryset, request=request)
        self.reader = reader
        self.filters["language"].extra["choices"] = _languages_for(reader)
        self.filters["town"].extra["choices"] = _towns()
        self.filters["kind"].extra["choices"] = _kinds()

    @property
    def languages(self) -> list[str]:
        """The languages that are asked for; all where none is."""
        chosen = self.form.cleaned_data["language"] if self.is_valid() else ""
        if chosen == MINE:
            return self.reader.languages
        return [chosen] if chosen else every_language()

    def as_it_is(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        """A language alone chooses columns, not rows."""
        return pages

    def in_state(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        """In a state, in any of the languages that are asked for."""
        return families.in_state(pages, "" if value == TO_DO else value, self.languages)

    def of_town(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        """A town's page and those below it."""
        return families.below(pages, value)

    def of_kind(self, pages: PageQuerySet, name: str, value: str) -> PageQuerySet:
        """Of a type, by its content type."""
        return pages.filter(content_type=value)


def _languages_for(reader: Reader) -> list[tuple[str, Any]]:
    mine = [(MINE, _("My languages"))] if 0 < len(reader.languages) < len(every_language()) else []
    return [*mine, *settings.LANGUAGES]


def _towns() -> list[tuple[str, str]]:
    """What teams answer for: the towns."""
    titles = {str(team.key): team.title for team in rights.teams() if team.key is not None}
    return sorted(titles.items(), key=lambda pair: sort_key(pair[1]))


def _kinds() -> list[tuple[str, str]]:
    """The types of pages, by the keys of their content types, which Django keeps."""
    types = ContentType.objects.get_for_models(*get_page_models())
    labels = {
        str(found.pk): capfirst(str(model._meta.verbose_name)) for model, found in types.items()
    }
    return sorted(labels.items(), key=lambda pair: sort_key(pair[1]))

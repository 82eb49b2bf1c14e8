"""The buttons that lead to submitting and to bringing up to date, for everybody who may.

wagtail-localize's are for holders of its one permission, and ask the database for each row of a
list. These ask once a list, however long it is.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin.utils import quote
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail_localize.models import Translation, TranslationSource

from twinning import references
from twinning.translation.rights import policy
from twinning.translation.rights.questions import may_edit


def with_sources(parent: Page, pages: "QuerySet[Page]", request: HttpRequest) -> "QuerySet[Page]":
    """Let the explorer's rows know what follows them; `construct_explorer_page_queryset`."""
    return pages.annotate(_followed_source=Subquery(_followed()[:1]))


def in_header(
    page: Page, user: Any, view_name: str | None = None, next_url: str | None = None
) -> Iterator[Button]:
    """Buttons for one page; `register_page_header_buttons`."""
    if page.depth < 2:
        return
    known = Page.objects.filter(pk=page.pk).annotate_has_untranslated_locale()
    known = known.annotate(_followed_source=Subquery(_followed()[:1]))
    facts = known.order_by().values_list("_has_untranslated_locale", "_followed_source").first()
    lacks_a_language, source = facts or (False, None)
    if lacks_a_language and _may_submit(user, page):
        yield _translate(page)
    if source is not None and policy.may_sync(user, page):
        yield _update(source, next_url)


def in_row(
    page: Page, user: Any, view_name: str | None = None, next_url: str | None = None
) -> Iterator[Button]:
    """Buttons for a page in a list; `register_page_listing_more_buttons`.

    Only Wagtail's annotations and ours are looked at; a list without ours has one button less.
    """
    if getattr(page, "_has_untranslated_locale", False) and _may_submit(user, page):
        yield _translate(page)
    source = getattr(page, "_followed_source", None)
    if source is not None and policy.may(user, page, "change"):
        yield _update(source, next_url)


def of_snippet(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Buttons for a snippet in a list; `register_snippet_listing_buttons`. Meant for few."""
    if not isinstance(snippet, TranslatableMixin):
        return
    model = type(snippet)
    rights = policy.LocalePermissionPolicy(model)
    languages = policy.languages_of(user)
    there = _versions(model).get(snippet.translation_key, set())
    lacking = [item for item in _locales() if item.pk not in there]
    may_write = rights.user_has_any_permission(user, {"add", "change"})
    if may_write and any(item.language_code in languages for item in lacking):
        names = [model._meta.app_label, model._meta.model_name, quote(snippet.pk)]
        url = reverse("wagtail_localize:submit_snippet_translation", args=names)
        yield _button(_("Translate"), url, "wagtail-localize-language", str(snippet))
    source = _sources().get((snippet.translation_key, snippet.locale_id))
    if source is not None and may_edit(user, snippet):
        yield _update(source, next_url, str(snippet))


def _may_submit(user: Any, page: Page) -> bool:
    return bool(policy.submittable(user, [page], _locales()))


def _followed() -> "QuerySet[Any, Any]":
    """The key of a page's source, where enabled translations follow it; a subquery of pages."""
    enabled = Translation.objects.filter(source=OuterRef("pk"), enabled=True)
    found = TranslationSource.objects.filter(
        Exists(enabled), object=OuterRef("translation_key"), locale=OuterRef("locale")
    )
    return found.values_list("pk", flat=True)


def _locales() -> list[Locale]:
    """All languages, asked for once a request."""
    return references.current().once("every locale", lambda: list(Locale.objects.all()))


def _versions(model: Any) -> dict[Any, set[int]]:
    """The locales of every object of a small model, by translation key; once a request."""

    def find() -> dict[Any, set[int]]:
        found: dict[Any, set[int]] = {}
        rows = model._default_manager.order_by().values_list("translation_key", "locale")
        for key, locale in rows:
            found.setdefault(key, set()).add(locale)
        return found

    return references.current().once(("versions", model), find)


def _sources() -> dict[tuple[Any, int], int]:
    """The sources of snippets that translations follow, by object and locale; once a request."""
    enabled = Translation.objects.filter(source=OuterRef("pk"), enabled=True)
    found = TranslationSource.objects.filter(Exists(enabled)).exclude(
        object__content_type__model="page", object__content_type__app_label="wagtailcore"
    )

    def find() -> dict[tuple[Any, int], int]:
        rows = found.values_list("object_id", "locale_id", "pk")
        return {(key, locale): source for key, locale, source in rows}

    return references.current().once("sources of snippets", find)


def _translate(page: Page) -> Button:
    url = reverse("wagtail_localize:submit_page_translation", args=[page.alias_of_id or page.pk])
    return _button(_("Translate this page"), url, "wagtail-localize-language")


def _update(source: int, next_url: str | None, name: str = "") -> Button:
    url = reverse("wagtail_localize:update_translations", args=[source])
    if next_url:
        url += "?" + urlencode({"next": next_url})
    return _button(_("Bring translations up to date"), url, "resubmit", name)


def _button(label: str, url: str, icon: str, name: str = "") -> Button:
    attributes = {"aria-label": f"{label}: {name}"} if name else {}
    return Button(label, url, priority=60, icon_name=icon, attrs=attributes)

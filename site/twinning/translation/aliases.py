"""No page stands in for a translation: an alias would pass English off as Polish (ADR 3).

wagtail-localize makes live aliases of parents that are not translated yet, when a page below them
is submitted and when a new language is synchronised, and offers to convert a translation back into
an alias. Here such a copy is a draft with a translation record, as if it had been submitted too.
"""

from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource


def drop_alias_of_other_language(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Turn an alias of a page in another language into a draft; a receiver of `pre_save`."""
    if not isinstance(instance, Page) or not instance.alias_of_id:
        return
    if instance.alias_of.locale_id == instance.locale_id:
        return
    instance.translated_from = instance.alias_of
    instance.alias_of = None
    instance.live = False
    instance.has_unpublished_changes = True


def record_translation(sender: type[Model], instance: Any, created: bool, **kwargs: Any) -> None:
    """Give such a draft its translation record; a receiver of `post_save`."""
    original = instance.__dict__.pop("translated_from", None)
    if original is not None and created:
        source, _made = TranslationSource.update_or_create_from_instance(original)
        Translation.objects.get_or_create(source=source, target_locale=instance.locale)


def refuse_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Stand in the place of wagtail-localize's view that makes an alias of a translation."""
    messages.error(
        request, _("A translation is never replaced by an alias of the original. Nothing changed.")
    )
    return redirect("wagtailadmin_pages:edit", page_id)

"""What a changed row means for the answers that are out there."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from modelcluster.fields import ParentalKey
from taggit.models import Tag
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import AbstractDocument
from wagtail.embeds.models import Embed
from wagtail.images.models import AbstractImage
from wagtail.models import DraftStateMixin, Page, ReferenceIndex, TranslatableMixin

from twinning.delivery.purging.changes import Changes, everything
from twinning.delivery.tags import locale_tag, page_tag, type_tag, type_tags

#: How far a page's translation is; by its label, as not every site keeps it.
TRANSLATION_STATE = "translation.TranslationState"
#: Nothing shows a new one before something else has changed that refers to it.
_UNSEEN_WHEN_NEW = (AbstractImage, AbstractDocument, Embed, Tag)


def of(instance: Model, is_new: bool = False) -> Changes | None:
    """What a row that was written or will be deleted means; None where no answer shows it.

    Args:
        instance: anything but a page's own row.
        is_new: whether the row has just come to be.
    """
    if is_unseen(instance, is_new):
        return None
    if isinstance(instance, Page):
        return Changes(pages={instance.pk}) if instance.live else None
    if isinstance(instance, (AbstractImage, AbstractDocument)):
        return _of_file(instance)
    if instance._meta.label == TRANSLATION_STATE:
        return of(instance.page)  # type: ignore[attr-defined]  # by its label
    if isinstance(instance, Redirect):
        return Changes(tags={type_tag(Redirect)})
    parent = parent_key(instance)
    if parent is not None:
        owner = getattr(instance, parent.name, None)
        return of(owner) if owner is not None else None
    if isinstance(instance, TranslatableMixin):
        return _of_snippet(instance)
    return everything()


def is_unseen(instance: Model, is_new: bool) -> bool:
    """Whether nothing shows a row, because it has just come to be."""
    is_draft = (
        isinstance(instance, DraftStateMixin)
        and not isinstance(instance, Page)
        and not instance.live
    )
    return is_new and (is_draft or isinstance(instance, _UNSEEN_WHEN_NEW))


def parent_key(instance: Model) -> ParentalKey | None:
    """The field that makes a row a part of something else, None where it has none."""
    return next((f for f in instance._meta.fields if isinstance(f, ParentalKey)), None)


def of_page(page: Page) -> Changes:
    """What it means that a page is shown otherwise than before, or no longer."""
    model = page.specific_class or type(page)
    return Changes(
        tags={page_tag(page.pk), *type_tags(model)}, families={str(page.translation_key)}
    )


def _of_file(file: Any) -> Changes:
    """A picture or document: all that refers to it."""
    changes = Changes(tags={type_tag(type(file))})
    rows = ReferenceIndex.get_references_to(file)
    referring = set(rows.values_list("base_content_type", "content_type", "object_id"))
    pages = ContentType.objects.get_for_model(Page).pk
    others = set()
    for base, kind, key in referring:
        if base == pages:
            changes.pages.add(int(key))
        else:
            others.add((kind, key))
    for snippet in _objects(others):
        changes.add(of(snippet) or Changes())
    return changes


def _objects(references: Iterable[tuple[int, str]]) -> list[Model]:
    found = []
    for kind, key in references:
        model = ContentType.objects.get_for_id(kind).model_class()
        item = model._base_manager.filter(pk=key).first() if model is not None else None
        if item is not None:
            found.append(item)
    return found


def _of_snippet(snippet: Any) -> Changes:
    """All answers in its language, and in those that it stands in for its translation in."""
    codes = {code for code, _name in settings.LANGUAGES}
    family = type(snippet)._base_manager.filter(translation_key=snippet.translation_key)
    codes -= set(family.values_list("locale__language_code", flat=True))
    codes.add(snippet.locale.language_code)
    return Changes(tags={type_tag(type(snippet)), *map(locale_tag, codes)})

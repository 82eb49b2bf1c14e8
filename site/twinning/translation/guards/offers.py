"""Into which languages somebody may have something translated, and what must come first."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from twinning.translation.rights import policy


@dataclass(frozen=True)
class Offer:
    """What a form of submission offers.

    Args:
        known: every other language, by its key.
        locales: into these it may be translated now.
        missing: by the keys of the others: the page above that must be translated first.
        taken: it exists in these, or is being translated into them.
        refused: this user has no say in these.
    """

    known: dict[int, Locale] = field(default_factory=dict)
    locales: Sequence[Locale] = ()
    missing: dict[int, Page] = field(default_factory=dict)
    taken: frozenset[int] = frozenset()
    refused: frozenset[int] = frozenset()

    @property
    def is_nothing(self) -> bool:
        """Whether the user has no say in any language."""
        return not (self.locales or self.missing or self.taken)


def of_page(user: Any, page: Page) -> Offer:
    """The offer for a page, in as many queries for any number of languages."""
    others = list(Locale.objects.exclude(pk=page.locale_id))
    allowed = {locale for _page, locale in policy.submittable(user, [page], others)}
    taken = taken_locales(page)
    missing = policy.missing_parents(page, others)
    mine = [locale for locale in others if locale.pk in allowed]
    free = [locale for locale in mine if locale.pk not in taken]
    return Offer(
        {locale.pk: locale for locale in others},
        [locale for locale in free if locale.pk not in missing],
        {locale.pk: missing[locale.pk] for locale in free if locale.pk in missing},
        frozenset(locale.pk for locale in mine if locale.pk in taken),
        frozenset(locale.pk for locale in others if locale.pk not in allowed),
    )


def of_snippet(user: Any, snippet: Any) -> Offer:
    """The offer for a translatable snippet: whoever may add or change one in that language."""
    others = list(Locale.objects.exclude(pk=snippet.locale_id))
    rights = policy.LocalePermissionPolicy(type(snippet))
    may_write = rights.user_has_any_permission(user, {"add", "change"})
    languages = policy.languages_of(user) if may_write else frozenset()
    mine = [locale for locale in others if locale.language_code in languages]
    taken = taken_locales(snippet)
    return Offer(
        {locale.pk: locale for locale in others},
        [locale for locale in mine if locale.pk not in taken],
        {},
        frozenset(locale.pk for locale in mine if locale.pk in taken),
        frozenset(locale.pk for locale in others if locale not in mine),
    )


def taken_locales(instance: Any) -> set[int]:
    """The keys of the locales that something exists in or is being translated into.

    From whatever language: wagtail-localize expects that at most one record leads to a page, and
    fails on that page for ever where two do.
    """
    versions = type(instance)._default_manager.filter(translation_key=instance.translation_key)
    recorded = Translation.objects.filter(source__object_id=instance.translation_key, enabled=True)
    return {
        *versions.order_by().values_list("locale_id", flat=True),
        *recorded.order_by().values_list("target_locale_id", flat=True),
    }

"""Pages with translations, made as wagtail-localize makes them; each change commits."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from twinning.translation.models import TranslationState


def paragraphs(*texts: str, key: str = "b1") -> dict[str, Any]:
    """A block of rich text."""
    html = "".join(f"<p>{text}</p>" for text in texts)
    return {"type": "rich_text", "value": html, "id": f"00000000-0000-0000-0000-0000000000{key}"}


def heading(text: str, key: str = "a1") -> dict[str, Any]:
    """A heading."""
    value = {"text": text, "level": "h2"}
    return {"type": "heading", "value": value, "id": f"00000000-0000-0000-0000-0000000000{key}"}


@dataclass
class Desk:
    """What somebody does to pages and their translations."""

    commit: Callable[[], AbstractContextManager[Any]]

    def publish(self, page: Page, **values: Any) -> Page:
        """Change a page and publish it; the page as it then is."""
        page = Page.objects.get(pk=page.pk).specific
        for name, value in values.items():
            setattr(page, name, value)
        with self.commit():
            page.save_revision().publish()
        return Page.objects.get(pk=page.pk).specific

    def submit(self, page: Page, locale: Locale) -> Translation:
        """Submit a page: its translation is a draft."""
        with self.commit():
            source, _made = TranslationSource.update_or_create_from_instance(page.specific)
            translation, _made = Translation.objects.get_or_create(
                source=source, target_locale=locale
            )
            translation.save_target(publish=False)
        return translation

    def translate(self, translation: Translation, kind: str = "manual") -> None:
        """Translate whatever lacks a translation: “nl: ” stands before the words."""
        code = translation.target_locale.language_code
        locale = translation.target_locale
        segments = StringSegment.objects.filter(source=translation.source)
        with self.commit():
            for segment in segments.select_related("string", "context"):
                if segment.context.path == "slug":
                    words = f"{code}-{segment.string.data}"
                else:
                    words = f"{code}: {segment.string.data}"
                StringTranslation.objects.get_or_create(
                    translation_of=segment.string,
                    context=segment.context,
                    locale=locale,
                    defaults={"data": words, "translation_type": kind},
                )

    def write(self, translation: Translation) -> Page:
        """Publish a translation; its page."""
        with self.commit():
            translation.save_target(publish=True)
        return translation.get_target_instance()

    def translated(self, page: Page, locale: Locale, kind: str = "manual") -> Page:
        """All of it."""
        translation = self.submit(page, locale)
        self.translate(translation, kind=kind)
        return self.write(translation)


def state(page: Page) -> TranslationState:
    """A page's state as it is now."""
    return TranslationState.objects.get(pk=page.pk)


def words_of(page: Page) -> str:
    """The body of a live page as it is stored now."""
    return str(Page.objects.get(pk=page.pk).specific.body.raw_data)

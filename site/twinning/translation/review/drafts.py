"""The draft of a page as it is now, in its newest revision or in a translation's record."""

from dataclasses import dataclass

from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail_localize.models import SourceDeletedError

from twinning.media import folders
from twinning.media.signals import picture_keys
from twinning.translation.editor import access


@dataclass(frozen=True)
class Draft:
    """What is shown.

    Args:
        page: of its own type, with what nobody may save.
        missing: how many sentences stand in the source's language, because nobody has translated
            them yet.
        source_language: the code of that language; empty where the page follows no source.
    """

    page: Page
    missing: int = 0
    source_language: str = ""

    @property
    def is_public(self) -> bool:
        """Whether visitors read just this."""
        is_changed = self.page.has_unpublished_changes or self.source_language
        return bool(self.page.live and not is_changed)

    @property
    def may_be_public(self) -> bool:
        """Whether visitors may read just this: a translation's record does not tell."""
        return bool(self.page.live and self.source_language and not self.missing)

    def has_private_pictures(self) -> bool:
        """Whether it has pictures of visitors that nobody sees before they are published."""
        keys = picture_keys(self.page)
        private = get_image_model().objects.filter(pk__in=keys, file__startswith=folders.PRIVATE)
        return bool(keys) and private.exists()


def of(page: Page) -> Draft:
    """The draft of a page.

    What a translator has written is in no revision until the translation is saved, so that of a
    page which follows a source it is put together from the translation's record.
    """
    record = access.following(page)
    if record is not None:
        try:
            made = record.source.get_ephemeral_translated_instance(page.locale, fallback=True)
        except SourceDeletedError:
            return Draft(page.get_latest_revision_as_object())
        total, translated = record.get_progress()
        return Draft(made, total - translated, record.source.locale.language_code)
    return Draft(page.get_latest_revision_as_object())

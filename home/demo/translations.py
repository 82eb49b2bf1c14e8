"""The translations of the content: .po files, read and written through wagtail-localize.

Each translated page so gets a translation record, as if an editor had submitted it and a
translator had filled it in; editors go on from there.
"""

from pathlib import Path

import polib
from django.conf import settings
from django.db import transaction
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.strings import StringValue

from home.demo import source
from home.models import SiteSettings
from towns.models import Interest


class UntranslatedError(Exception):
    """A .po file lacks a segment, or has one that its page does not."""


@transaction.atomic
def translate_page(written: source.PageSource, page_id: int, locale: Locale) -> None:
    """Translate and publish a page from its .po file, unless its translation is live.

    Raises:
        UntranslatedError: the file and the page do not match.
    """
    page = Page.objects.get(pk=page_id).specific
    if page.get_translations().filter(locale=locale, live=True).exists():
        return
    translation = _translation(page, locale)
    _import(translation, polib.pofile(source.po_path(locale.language_code, written.key)))
    translation.save_target(publish=True)


def translate_interests(locale: Locale) -> None:
    """Translate the interests from one .po file; each entry's context is the interest's key."""
    entries = {
        entry.msgctxt: entry
        for entry in polib.pofile(source.po_path(locale.language_code, "interests"))
    }
    untranslated = Interest.objects.filter(locale__language_code=settings.LANGUAGE_CODE).exclude(
        translation_key__in=Interest.objects.filter(locale=locale).values("translation_key")
    )
    for interest in untranslated:
        po = polib.POFile()
        entry = entries[interest.key]
        english, translated = (
            StringValue.from_plaintext(words).data for words in (entry.msgid, entry.msgstr)
        )
        po.append(polib.POEntry(msgctxt="name", msgid=english, msgstr=translated))
        with transaction.atomic():
            translation = _translation(interest, locale)
            _import(translation, po)
            translation.save_target()


@transaction.atomic
def translate_navigation(locale: Locale) -> None:
    """Translate the site's settings from their .po file, unless that is done."""
    original = SiteSettings.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    if SiteSettings.objects.filter(site=original.site, locale=locale).exists():
        return
    translation = _translation(original, locale)
    _import(translation, polib.pofile(source.po_path(locale.language_code, "navigation")))
    translation.save_target()


def export_page(written: source.PageSource, locale: Locale) -> polib.POFile:
    """A page's segments with the translations that its .po file has for the same words."""
    page = Page.objects.get(
        translation_key=written.translation_key, locale__language_code=settings.LANGUAGE_CODE
    )
    return merge(_segments(page.specific), source.po_path(locale.language_code, written.key))


def export_interests(locale: Locale) -> polib.POFile:
    """The interests' names with the translations that there are."""
    po = polib.POFile()
    for interest in source.interests():
        po.append(polib.POEntry(msgctxt=interest["key"], msgid=interest["name"]))
    return merge(po, source.po_path(locale.language_code, "interests"))


def export_navigation(locale: Locale) -> polib.POFile:
    """The settings' segments with the translations that there are."""
    original = SiteSettings.objects.get(locale__language_code=settings.LANGUAGE_CODE)
    return merge(_segments(original), source.po_path(locale.language_code, "navigation"))


def merge(new: polib.POFile, path: Path) -> polib.POFile:
    """Take over, entry by entry, what an earlier file already says for the same words."""
    known = polib.pofile(path) if path.exists() else polib.POFile()
    by_context = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in known}
    by_words = {entry.msgid: entry.msgstr for entry in known}
    new.metadata = {
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    new.wrapwidth = 100
    for entry in new:
        entry.msgstr = by_context.get((entry.msgctxt, entry.msgid), by_words.get(entry.msgid, ""))
    return new


def _segments(instance: object) -> polib.POFile:
    translation_source, _made = TranslationSource.update_or_create_from_instance(instance)
    return translation_source.export_po()


def _translation(instance: object, locale: Locale) -> Translation:
    translation_source, _made = TranslationSource.update_or_create_from_instance(instance)
    translation, _made = Translation.objects.get_or_create(
        source=translation_source, target_locale=locale
    )
    return translation


def _import(translation: Translation, po: polib.POFile) -> None:
    # No person who speaks the language has read these words yet, and the records say so.
    warnings = translation.import_po(po, translation_type="machine", tool_name="AI")
    total, translated = translation.get_progress()
    if warnings or translated != total:
        raise UntranslatedError(
            f"{translation.source.object_repr} in {translation.target_locale.language_code}: "
            f"{translated} of {total} segments, {warnings}. Run `make demo-messages`."
        )

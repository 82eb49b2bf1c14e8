"""Have a machine translate what is not translated yet: all of it, or nothing is changed."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import Translation
from wagtail_localize.strings import StringValue

from twinning.translation.machine import batches, budget, failures, segments
from twinning.translation.machine.failures import MachineFailed
from twinning.translation.machine.segments import Pending
from twinning.translation.models import TranslationJob
from twinning.translation.sync import jobs

Asked = dict[StringValue, list[Pending]]


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    Args:
        translated: segments that have the machine's words now.
        left_out: segments whose words the machine broke; they are as they were.
        overtaken: segments that somebody else has translated meanwhile; theirs remains.
    """

    translated: int = 0
    left_out: int = 0
    overtaken: int = 0


def translate(
    translation: Translation,
    user: Any,
    job: TranslationJob | None = None,
    again: bool = False,
) -> Outcome:
    """Translate a page's segments that have no translation. The page itself stays as it is.

    It takes as long as the service does, minutes at worst: call it from a task, and outside a
    transaction.

    Args:
        user: whom the words are noted to be from, and whose team pays; None for nobody.
        job: is told how many texts are done.
        again: translate those too that a machine has translated and nobody has read.

    Raises:
        MachineFailed: nothing was changed; the message says why, in the active language.
    """
    translator = _translator(translation)
    asked: Asked = defaultdict(list)
    for item in segments.pending(translation, again):
        asked[item.asked].append(item)
    if not asked:
        return Outcome()
    said = _said(translator, translation, asked, user, job)
    words: dict[Pending, str] = {}
    for text, items in asked.items():
        for item in items:
            found = item.usable(said.get(text))
            if found is not None:
                words[item] = found
    every = sum(len(items) for items in asked.values())
    if not words:
        raise failures.nonsense(translator.display_name)
    kept = segments.write(translation, words, user, str(translator.display_name))
    return Outcome(kept, every - len(words), len(words) - kept)


def _translator(translation: Translation) -> Any:
    translator = get_machine_translator()
    if translator is None:
        raise MachineFailed(_("No translation service is set up."))
    if not translator.can_translate(translation.source.locale, translation.target_locale):
        raise MachineFailed(_("The translation service does not know these languages."))
    return translator


def _said(
    translator: Any,
    translation: Translation,
    asked: Asked,
    user: Any,
    job: TranslationJob | None,
) -> dict[StringValue, StringValue]:
    """What the service makes of all texts; what it has not translated is given back."""
    unspent = sum(len(text.data) for text in asked)
    reserved = budget.reserve(budget.payer_of(user), unspent)
    said: dict[StringValue, StringValue] = {}
    done = 0
    try:
        for batch in batches.of(translator, asked):
            said |= translator.translate(
                translation.source.locale, translation.target_locale, batch
            )
            unspent -= sum(len(text.data) for text in batch)
            done += len(batch)
            if job is not None:
                job.total = len(asked)
                jobs.progress(job, done)
    finally:
        reserved.give_back(unspent)
    return said

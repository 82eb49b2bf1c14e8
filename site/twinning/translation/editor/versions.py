"""Which version of some words an editor has seen: preconditions as RFC 9110 has them (13.1)."""

from collections.abc import Mapping
from hashlib import sha256

from wagtail_localize.models import StringTranslation

from twinning.translation.models import ReplacedWords


def version(words: str) -> str:
    """A name for exactly these words, without quotes."""
    return sha256(words.encode()).hexdigest()[:16]


def etag(words: str | None) -> dict[str, str]:
    """The header that names them; none for no words."""
    return {} if words is None else {"ETag": f'"{version(words)}"'}


def is_met(headers: Mapping[str, str], words: str | None) -> bool:
    """Whether what a request wants to change is still what its sender has seen.

    One without a precondition is always met: so the program behaves that knows of none.

    Args:
        words: those that are stored now; None where there are none.
    """
    wanted, unwanted = headers.get("If-Match"), headers.get("If-None-Match")
    if wanted is not None:
        return words is not None and (wanted.strip() == "*" or version(words) in _tags(wanted))
    if unwanted is not None:
        return words is None or (unwanted.strip() != "*" and version(words) not in _tags(unwanted))
    return True


def _tags(header: str) -> list[str]:
    """The tags of a header. A proxy that compresses answers makes weak ones of them."""
    return [tag.strip().removeprefix("W/").strip('"') for tag in header.split(",")]


def keep(before: StringTranslation | None, words: str | None) -> ReplacedWords | None:
    """Keep words that others are about to replace.

    Args:
        before: what is stored.
        words: what comes instead; None where it is removed.
    """
    if not differs(before, words) or before is None:
        return None
    replaced = as_replaced(before)
    replaced.save()
    return replaced


def differs(before: StringTranslation | None, words: str | None) -> bool:
    """Whether there is something that would be lost."""
    return before is not None and bool(before.data) and before.data != words


def as_replaced(before: StringTranslation) -> ReplacedWords:
    """The record of words that are replaced, not saved yet."""
    return ReplacedWords(
        string_id=before.translation_of_id,
        context_id=before.context_id,
        locale_id=before.locale_id,
        data=before.data,
        written_by_id=before.last_translated_by_id,
        written_at=before.updated_at,
    )

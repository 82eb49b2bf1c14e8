"""Choices that editors write, one on each line, and the keys under which answers are stored.

A choice keeps its key when it is renamed, moved or translated, so that answers stay comparable.
"""

from django.utils.text import slugify

from twinning.translation.collation import fold


def lines(written: str) -> list[str]:
    """The choices as they are written."""
    return [line.strip() for line in written.splitlines() if line.strip()]


def pairs(written: str, keys: str) -> list[tuple[str, str]]:
    """Pairs of key and label; a label that a translation lacks is the key itself.

    Choices that are not saved yet, in a preview, have the keys that they would get.
    """
    labels, found = lines(written), lines(keys or keys_for(written, "", ""))
    return [(key, labels[at] if at < len(labels) else key) for at, key in enumerate(found)]


def keys_for(written: str, before: str, keys: str) -> str:
    """The keys of choices, one on each line.

    Args:
        written: the choices as they are now.
        before: as they were when `keys` were theirs; nothing where that is not known.
        keys: those that they had.
    """
    now, then, old = lines(written), lines(before), lines(keys)
    known = dict(zip(then, old, strict=False))
    renamed = len(now) == len(old) and not (set(now) <= set(then) and now != then)
    taken: set[str] = set()
    found = []
    for at, label in enumerate(now):
        key = old[at] if renamed else known.get(label, "")
        if not key or key in taken:
            key = _free(label, taken | set(old))
        taken.add(key)
        found.append(key)
    return "\n".join(found)


def _free(label: str, taken: set[str]) -> str:
    base = slugify(fold(label)) or "choice"
    number, free = 1, base
    while free in taken:
        number += 1
        free = f"{base}-{number}"
    return free

"""Keys of blocks and of what is in them: unique in a text, and the same each time it is read."""

import re

_STORED = re.compile(r"[a-zA-Z0-9]{1,16}")


class Keys:
    """Gives the blocks of one text their keys.

    The editor's own keys are kept, as they stay with a paragraph when others are written before
    it. Ours have a hyphen, which the editor's have not, so the two are never the same.
    """

    def __init__(self) -> None:
        self._used: set[str] = set()
        self._count = 0

    def block(self, stored: str | None) -> str:
        """A key for the next block, the stored one where it is sound and not yet used."""
        key = stored if stored and _STORED.fullmatch(stored) else ""
        if not key or key in self._used:
            key = f"b-{self._count}"
        self._used.add(key)
        self._count += 1
        return key


def span(block: str, index: int) -> str:
    """The key of a run of text in a block."""
    return f"{block}-s{index}"


def link(block: str, index: int) -> str:
    """The key of a link in a block."""
    return f"{block}-l{index}"

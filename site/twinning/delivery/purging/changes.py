"""What has changed, in a form that a task can be given."""

from dataclasses import dataclass, field
from typing import Any

#: With more than this, everything has changed: a purge of the whole site costs less.
MOST = 2000
_SETS = ("tags", "families", "pages", "gone", "places")


@dataclass
class Changes:
    """Some changes, to be completed by `reach.of` once they are committed.

    Args:
        everything: what changed may be seen in any answer; then nothing else counts.
        tags: cache tags that it is known to be seen under.
        families: translation keys of pages that changed in at least one language.
        pages: primary keys of pages that changed, if they are live.
        moved: primary keys of pages that are elsewhere now, all below them included, with their
            `url_path` before.
        gone: the `url_path` of pages that are no more.
        places: translation keys of pages that came, went or moved, which means everything where a
            site begins with one.
    """

    everything: bool = False
    tags: set[str] = field(default_factory=set)
    families: set[str] = field(default_factory=set)
    pages: set[int] = field(default_factory=set)
    moved: dict[int, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)

    def add(self, other: "Changes") -> None:
        """Take in other changes, which came later."""
        self.tags |= other.tags
        self.families |= other.families
        self.pages |= other.pages
        self.moved = {**other.moved, **self.moved}
        self.gone |= other.gone
        self.places |= other.places
        parts = (self.tags, self.families, self.pages, self.moved, self.gone, self.places)
        if self.everything or other.everything or sum(len(part) for part in parts) > MOST:
            self.everything = True
            for part in parts:
                part.clear()

    def dump(self) -> dict[str, Any]:
        """As JSON values, for `load`."""
        return {
            "everything": self.everything,
            "moved": list(self.moved.items()),
            **{name: sorted(getattr(self, name)) for name in _SETS},
        }

    @classmethod
    def load(cls, dumped: dict[str, Any]) -> "Changes":
        """What `dump` made."""
        sets = {name: set(dumped[name]) for name in _SETS}
        return cls(everything=dumped["everything"], moved=dict(dumped["moved"]), **sets)


def everything() -> Changes:
    """What may be seen in any answer."""
    return Changes(everything=True)

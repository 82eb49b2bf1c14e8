"""Where pages are and who may see them as it is stored now: what a change is compared with.

`landmarks` says the same for the request that is being answered, as it was when first asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from wagtail.models import Page

from twinning import landmarks
from twinning.compiled import CompiledQuery

_query = CompiledQuery(landmarks.marked, Page._meta.pk)


@dataclass(frozen=True)
class Mark:
    """A page's own row, as far as it decides where the page is and who may see it."""

    pk: int
    path: str
    url_path: str
    locale: str
    live: bool


@dataclass(frozen=True)
class Ground:
    """Landmarks, and the `url_path` of each of them by its place in the tree.

    So it can be said where a page was as well, of which nothing but the old `url_path` is known.
    """

    marks: landmarks.Landmarks
    url_paths: dict[str, str]

    def addresses(self, url_path: str) -> list[tuple[int, str]]:
        """Sites by primary key, with the path that a page has there; the nearest root's first.

        Nothing where a view restriction covers the page.
        """
        if any(url_path.startswith(self.url_paths[path]) for path, _pk in self.marks.restrictions):
            return []
        found = [
            (
                len(root.url_path),
                -site.pk,
                landmarks.serve_prefix(root.locale) + url_path[len(root.url_path) :],
            )
            for site in self.marks.sites
            for root in site.roots.values()
            if url_path.startswith(root.url_path)
        ]
        return [(-key, path) for _length, key, path in sorted(found, reverse=True)]

    def without(self, restriction: int) -> "Ground":
        """The same where one restriction does not count."""
        rest = [pair for pair in self.marks.restrictions if pair[1] != restriction]
        return replace(self, marks=replace(self.marks, restrictions=rest))

    def renamed(self, before: str, after: str) -> "Ground":
        """The same once a page, and all below it, has gone from one `url_path` to another."""
        if before == after:
            return self

        def moved(url_path: str) -> str:
            return after + url_path[len(before) :] if url_path.startswith(before) else url_path

        sites = [
            replace(site, roots={
                code: replace(root, url_path=moved(root.url_path))
                for code, root in site.roots.items()
            })
            for site in self.marks.sites
        ]  # fmt: skip
        paths = {path: moved(url_path) for path, url_path in self.url_paths.items()}
        return Ground(replace(self.marks, sites=sites), paths)


def including(keys: Sequence[int], using: str = "default") -> tuple[Ground, dict[int, Mark]]:
    """The landmarks as they are stored now, and the rows of some pages, in one query."""
    rows = _query.rows(list(keys) or [0], using=using)
    # The columns of `_COLUMNS`: where a page has two sites, it has two rows.
    marks = {row[0]: Mark(row[0], row[1], row[2], row[4], row[6]) for row in rows}
    return Ground(
        landmarks.from_rows(rows), {mark.path: mark.url_path for mark in marks.values()}
    ), marks

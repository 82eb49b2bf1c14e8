"""Which answers some changes are seen in: as cache tags, and as addresses as far as they are known.

Works after the commit, in the background, so that a publication does not wait for it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.encoding import iri_to_uri
from wagtail.models import Page, ReferenceIndex, Site

from twinning import landmarks
from twinning.delivery.purging.changes import Changes
from twinning.delivery.tags import SITE, locale_tag, page_tag, type_tags

#: With more pages than this, everything is purged.
MOST_PAGES = 1000
#: Addresses in one batch; the lives of answers bound what is left.
MOST_URLS = 3000


@dataclass(frozen=True)
class _Row:
    pk: int
    path: str
    url_path: str
    content_type: int


@dataclass(frozen=True)
class Reach:
    """What is to be purged.

    Args:
        everything: whether that is the whole site.
        tags: cache tags, in alphabetical order.
        languages: those whose every page shows the changes.
        pages: that changed, and their translations.
        before: the `url_path` of pages where they are no longer.
    """

    everything: bool
    tags: list[str]
    languages: list[str]
    pages: list[_Row]
    before: set[str]

    def urls(self) -> list[str]:
        """The addresses of pages: what changed, those above them, and those that refer to them."""
        changed = self.before | {page.url_path for page in self.pages}
        paths = list(dict.fromkeys(above for path in sorted(changed) for above in _lineage(path)))
        if self.everything or self.pages or self.languages:
            shown = Q() if self.everything else self._condition()
            found = Page.objects.filter(shown, live=True).order_by("depth", "path")
            paths += found.values_list("url_path", flat=True)[:MOST_URLS]
        return list(dict.fromkeys(_addresses(paths)))[:MOST_URLS]

    def _condition(self) -> Q:
        kind = ContentType.objects.get_for_model(Page).pk
        keys = [str(page.pk) for page in self.pages]
        referring = ReferenceIndex.objects.filter(
            to_content_type=kind, to_object_id__in=keys, base_content_type=kind
        )
        found = set(map(int, referring.values_list("object_id", flat=True)))
        return Q(pk__in=found) | Q(locale__language_code__in=self.languages)


def _lineage(path: str) -> Iterator[str]:
    """A `url_path` and those of all pages above it."""
    while path:
        yield path
        path = path[: path.rstrip("/").rfind("/") + 1]


def of(changes: Changes) -> Reach:
    """What changes are seen in, as the database is now."""
    pages = [] if changes.everything else _pages(changes)
    if changes.everything or len(pages) > MOST_PAGES or _moves_a_root(changes):
        return Reach(True, [SITE], [], [], set())
    tags = changes.tags | {page_tag(page.pk) for page in pages}
    for kind in {page.content_type for page in pages}:
        tags |= type_tags(ContentType.objects.get_for_id(kind).model_class() or Page)
    codes = [code for code, _name in settings.LANGUAGES if locale_tag(code) in tags]
    before = changes.gone | set(_before(changes, pages))
    return Reach(False, sorted(tags), codes, pages, before)


def _moves_a_root(changes: Changes) -> bool:
    roots = Site.objects.filter(root_page__translation_key__in=changes.places)
    return bool(changes.places) and roots.exists()


def _pages(changes: Changes) -> list[_Row]:
    """The pages that changed, and the translations of all; one more than `MOST_PAGES` at most."""
    moved = Page.objects.filter(pk__in=changes.moved).values_list("path", flat=True)
    below = [Q(path__startswith=path) for path in moved]
    changed = reduce(or_, below, Q(pk__in=changes.pages, live=True))
    keys = Page.objects.order_by().filter(changed).values("translation_key")
    family = Q(translation_key__in=keys) | Q(translation_key__in=changes.families)
    found = Page.objects.filter(family).values_list("pk", "path", "url_path", "content_type")
    return [_Row(*values) for values in found[: MOST_PAGES + 1]]


def _before(changes: Changes, pages: Iterable[_Row]) -> Iterator[str]:
    """Where moved pages and all below them were."""
    now = {page.pk: page for page in pages}
    for pk, before in changes.moved.items():
        yield before
        if pk in now:
            below = (page for page in pages if page.path.startswith(now[pk].path))
            yield from (before + page.url_path.removeprefix(now[pk].url_path) for page in below)


def _addresses(paths: Iterable[str]) -> Iterator[str]:
    """Where pages are served, on every site that they lie in."""
    roots = [(site, root) for site in landmarks.current().sites for root in site.roots.values()]
    for path in paths:
        for site, root in roots:
            if path.startswith(root.url_path):
                within = path.removeprefix(root.url_path)
                yield f"{site.base_url}{iri_to_uri(landmarks.serve_prefix(root.locale) + within)}"

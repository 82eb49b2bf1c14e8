"""Which pages anybody may see: asked once for each request, however many lists it shows."""

from django.db.models import Q
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

from twinning import references


def restrictions() -> list[PageViewRestriction]:
    """All view restrictions with their page and its aliases; fetched once for each request."""
    return references.current().once(
        "view restrictions",
        lambda: list(
            PageViewRestriction.objects.select_related("page").prefetch_related("page__aliases")
        ),
    )


def public(pages: PageQuerySet) -> PageQuerySet:
    """Live pages outside every private section: `.live().public()` without a query of its own."""
    private = Q()
    for restriction in restrictions():
        for path in _paths(restriction):
            private |= Q(path__startswith=path)
    return pages.live().exclude(private) if private else pages.live()


def restrictions_on(page: Page) -> list[int]:
    """Primary keys of the view restrictions on a page or on any page above it."""
    return [
        restriction.pk
        for restriction in restrictions()
        if any(page.path.startswith(path) for path in _paths(restriction))
    ]


def _paths(restriction: PageViewRestriction) -> list[str]:
    """Tree paths that a restriction covers: its page's and those of the page's aliases."""
    page = restriction.page
    return [page.path, *(alias.path for alias in page.aliases.all())]

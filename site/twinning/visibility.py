"""Which pages anybody may see: asked once for each request, however many lists it shows."""

from django.db.models import F, Q
from django.db.models.functions import Coalesce
from wagtail.models import Page
from wagtail.query import PageQuerySet

from twinning import references


def restrictions() -> list[tuple[str, int]]:
    """The tree paths that view restrictions cover, each with its restriction's primary key.

    An alias is covered by its source's restriction. Asked once for each request.
    """
    restricted = Page.objects.annotate(
        restriction=Coalesce(F("view_restrictions"), F("alias_of__view_restrictions"))
    ).filter(restriction__isnull=False)
    return references.current().once(
        "view restrictions", lambda: list(restricted.values_list("path", "restriction"))
    )


def public(pages: PageQuerySet) -> PageQuerySet:
    """Live pages outside every private section: `.live().public()` without a query of its own."""
    private = Q()
    for path, _restriction in restrictions():
        private |= Q(path__startswith=path)
    return pages.live().exclude(private) if private else pages.live()


def restrictions_on(page: Page) -> list[int]:
    """Primary keys of the view restrictions on a page or on any page above it."""
    return [pk for path, pk in restrictions() if page.path.startswith(path)]

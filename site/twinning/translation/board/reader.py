"""What somebody may see and do, decided for lists of many pages without a query for each.

The answers are those of `twinning.translation.rights.policy`.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import CharField, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from twinning import visibility
from twinning.translation import rights
from twinning.translation.rights import held

P = TypeVar("P", bound=Page)


@dataclass
class Reader:
    """Whoever looks at the list."""

    user: Any

    @cached_property
    def is_superuser(self) -> bool:
        """Whether they may do everything."""
        return held.is_superuser(self.user)

    @cached_property
    def languages(self) -> list[str]:
        """The languages that they work in, in the site's order."""
        theirs = held.languages_of(self.user)
        return [code for code in every_language() if code in theirs]

    @cached_property
    def teams(self) -> list[rights.Team]:
        """The teams that they are in."""
        return rights.teams_of(self.user)

    @cached_property
    def team_keys(self) -> set[UUID]:
        """The translation keys of the pages that their teams answer for."""
        return {team.key for team in self.teams if team.key is not None}

    def may_enter(self) -> bool:
        """Whether they have anything to do with pages at all."""
        return self.is_superuser or bool(held.by(self.user).grants)

    def may(self, path: str, *actions: str) -> bool:
        """Whether they may do any of the actions with the page at a path."""
        return self.is_superuser or held.by(self.user).allows(path, *actions)

    def may_change(self, path: str, owner: int | None) -> bool:
        """Whether they may change a page; as in Wagtail, who may add may change their own."""
        return self.may(path, "change") or (owner == self.user.pk and self.may(path, "add"))

    def pages(self) -> PageQuerySet:
        """The pages in the site's languages that they may see."""
        pages = Page.objects.filter(depth__gt=1, locale__language_code__in=every_language())
        return pages if self.is_superuser else pages.filter(self.sees())

    def sees(self) -> Q:
        """The condition that they may see a page: in the explorer, or because everybody may."""
        hidden = Q(expire_at__lte=timezone.now())
        for path, _restriction in visibility.restrictions():
            hidden |= Q(path__startswith=path)
        paths = {grant.path for grant in held.by(self.user).grants}
        steps = range(Page.steplen, max(map(len, paths), default=0), Page.steplen)
        found = Q(live=True) & ~hidden
        found |= Q(path__in={path[:end] for path in paths for end in steps})
        for path in paths:
            found |= Q(path__startswith=path)
        return found


def every_language() -> list[str]:
    """The codes of the site's languages, in their order."""
    return [code for code, _name in settings.LANGUAGES]


def above(pages: "QuerySet[P]") -> "QuerySet[P]":
    """Those that are the page of the outer query, or above it."""
    asked = ExpressionWrapper(OuterRef("path"), CharField())
    return pages.alias(asked=asked).filter(asked__startswith=F("path"))

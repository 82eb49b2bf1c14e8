"""New pages: what roles and teams have on them, once roles are in use, and nothing else.

Rows that somebody has taken away elsewhere stay away.
"""

from typing import Any

from django.conf import settings
from django.db.models import Model
from wagtail.models import Page

from twinning.translation.models import Role
from twinning.translation.rights import granting, held, registry, roles


def page_saved(
    sender: type[Model], instance: Any, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Give rights on a new page of a town, or a language's first; a receiver of `post_save`."""
    if raw or not created or not isinstance(instance, Page):
        return
    is_team_page = isinstance(instance, registry.team_pages())
    is_home = instance.depth == held.HOME_DEPTH
    if not (is_team_page or is_home) or not roles.in_use():
        return
    if is_home:
        _make_translators(instance.locale.language_code)
    is_new_team = is_team_page and _is_first(instance)
    if is_new_team:
        registry.make_team(instance)
        key = instance.translation_key
        granting.grant_to(team.group_id for team in registry.teams() if team.key == key)
    if is_home or not is_new_team:
        granting.grant_on(instance)


def _make_translators(language: str) -> None:
    """Make a language's translators with its first home page, if they are not there."""
    kind = Role.Kind.TRANSLATORS
    homes = Page.objects.filter(depth=held.HOME_DEPTH, locale__language_code=language)
    if language not in dict(settings.LANGUAGES) or homes.count() > 1:
        return
    if not Role.objects.filter(kind=kind, language=language).exists():
        granting.grant_to([roles.make(kind, language).group_id])


def _is_first(page: Page) -> bool:
    others = Page.objects.filter(translation_key=page.translation_key).exclude(pk=page.pk)
    return not others.exists()

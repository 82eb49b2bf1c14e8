"""What the team of a town may do next: on the admin's home page."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from towns.models import TownPage
from twinning import references
from twinning.translation import rights
from twinning.translation.board.next_steps import Step
from twinning.translation.board.rows import edit_url
from twinning.translation.rights import policy


def own_pages(user: Any) -> list[TownPage]:
    """The pages of the towns that somebody answers for, each in the team's own language.

    Else in the site's; only those that they may change. One query a request.
    """
    return references.current().once(("own towns", user.pk), lambda: _own_pages(user))


def steps(user: Any) -> list[Step]:
    """What is missing on their towns' pages."""
    found: list[Step] = []
    for town in own_pages(user):
        url = edit_url(town.pk)
        if town.picture_id is None:
            text = _("The page of %(town)s has no picture: choose one")
            found.append(Step(text % {"town": town.title}, url, "image"))
        if not town.contacts:
            text = _("The page of %(town)s names nobody who answers questions: add a contact")
            found.append(Step(text % {"town": town.title}, url, "user"))
    return found


def _own_pages(user: Any) -> list[TownPage]:
    languages = {team.key: team.language for team in rights.teams_of(user) if team.key is not None}
    if not languages:
        return []
    versions: dict[tuple[UUID, str], TownPage] = {
        (page.translation_key, page.locale.language_code): page
        for page in TownPage.objects.filter(translation_key__in=languages).select_related("locale")
    }
    chosen = [
        versions.get((key, language)) or versions.get((key, settings.LANGUAGE_CODE))
        for key, language in languages.items()
    ]
    return [page for page in chosen if page is not None and policy.may(user, page, "change")]

"""The workflow of each town: its own team reads first, then the editors."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import GroupApprovalTask, Task, Workflow

from towns import teams
from towns.models import TownPage, TownTeam
from twinning.translation.moderation import workflows
from twinning.translation.rights import Team


def ensure() -> None:
    """Make the workflow of each town's team that has had none, and put it on the town's page.

    It is the page in the site's own language. A team remembers its workflow, so one that somebody
    has changed, taken off the page or deactivated stays as it is. There must be editors.
    """
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        missing = TownTeam.objects.exclude(town_key=teams.PARTNERSHIP).filter(workflow=None)
        found = list(missing.select_for_update(of=["self"]).select_related("group"))
        last = workflows.editors_step() if found else None
        if last is None:
            return
        titles = teams.town_titles()
        for team in found:
            key = UUID(team.town_key)
            _make(team, titles.get(key, team.group.name), last)
            workflows.add_reviewers(team.language, team.group)


def workflow_for(town_key: UUID | None) -> Workflow | None:
    """What a visitor's story passes, in whatever language it is.

    That of its town, if anybody is in the town's team; else that of the editors. None where there
    is neither.
    """
    return _of_town(town_key) or workflows.of_editors()


def assign_to_new(instance: TownPage, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Put a town's workflow on its page once that exists in the site's own language.

    A receiver of `post_save`: a team may begin with a page in its own language.
    """
    if raw or not created or instance.locale.language_code != settings.LANGUAGE_CODE:
        return
    teams_of_town = TownTeam.objects.filter(town_key=str(instance.translation_key))
    for workflow in Workflow.objects.filter(pk__in=teams_of_town.values("workflow"), active=True):
        workflows.assign(workflow, instance)


def follow(was: Team, now: Team | None, workflow: Workflow | None) -> None:
    """Let a team's group approve where the team has a say now, and nowhere else.

    Args:
        was, now: the team before and after it was edited; None after it was deleted.
        workflow: the town's.
    """
    lost = now is None or (now.group_id, now.language) != (was.group_id, was.language)
    kept = TownTeam.objects.filter(group=was.group_id, language=was.language)
    if lost and was.language and not kept.exists():
        workflows.remove_reviewers(was.language, was.group_id)
    if now is None:
        if workflow is not None and workflow.active:
            workflow.deactivate()
        return
    if lost and now.language:
        workflows.add_reviewers(now.language, Group.objects.get(pk=now.group_id))
    if now.group_id != was.group_id and workflow is not None:
        steps = GroupApprovalTask.objects.filter(workflow_tasks__workflow=workflow)
        for task in steps.filter(groups=was.group_id):
            task.groups.remove(was.group_id)
            task.groups.add(now.group_id)


def _make(team: TownTeam, town: str, last: Task) -> None:
    first = workflows.step(_("%(town)s: town team") % {"town": town}, [team.group])
    name = _("%(town)s: town team, then editors") % {"town": town}
    team.workflow = workflows.make(name, [first, last])
    TownTeam.objects.filter(pk=team.pk).update(workflow=team.workflow)  # without `team_changes`
    own = {"translation_key": team.town_key, "locale__language_code": settings.LANGUAGE_CODE}
    for page in TownPage.objects.filter(**own):
        workflows.assign(team.workflow, page)


def _of_town(town_key: UUID | None) -> Workflow | None:
    if town_key is None:
        return None
    team = TownTeam.objects.filter(
        town_key=str(town_key), workflow__active=True, group__user__is_active=True
    )
    found = team.select_related("workflow").first()
    return found.workflow if found else None

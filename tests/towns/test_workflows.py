"""Each town's workflow: its team, then the editors."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Workflow, WorkflowPage

from tests import factories
from towns import workflows
from towns.models import TownPage, TownTeam
from twinning.translation.models import Role
from twinning.translation.moderation import workflows as moderated

pytestmark = pytest.mark.django_db


def test_each_town_s_team_reads_first(world) -> None:
    editors = Role.objects.get(kind=Role.Kind.EDITORS).group
    for town, team in world.teams.items():
        assert team.workflow.name == f"{town.title()} en: town team, then editors"
        first, last = (task.specific for task in team.workflow.tasks)
        assert [*first.groups.all()] == [team.group] and [*last.groups.all()] == [editors]
        assert last.pk == moderated.editors_step().pk
        pages = [row.page.specific for row in team.workflow.workflow_pages.all()]
        assert pages == [world.towns[town, "en"]]
        assert world.stories[town, "en"].get_workflow() == team.workflow
    assert TownTeam.objects.get(town_key="").workflow is None


def test_it_is_made_once(world) -> None:
    team, count = world.teams["almelo"], Workflow.objects.count()
    team.workflow.name = "Almelo leest mee"
    team.workflow.save()
    WorkflowPage.objects.filter(workflow=world.teams["kalisz"].workflow).delete()
    call_command("sync_rights", verbosity=0)
    team.refresh_from_db()
    assert team.workflow.name == "Almelo leest mee" and Workflow.objects.count() == count
    page = TownPage.objects.get(pk=world.towns["kalisz", "en"].pk)
    assert page.get_workflow() == moderated.of_editors()


def test_a_town_that_comes_later_has_its_own(world) -> None:
    """Its team reviews in its language as well, and the page in English gets it when it comes."""
    polish = factories.TownPageFactory(
        parent=world.indexes["pl"], title="Opole", slug="opole", country="PL"
    )
    team = TownTeam.objects.get(town_key=str(polish.translation_key))
    assert team.workflow.name == "Opole: town team, then editors"
    assert not team.workflow.workflow_pages.exists()
    review = polish.get_workflow().tasks.get().specific
    assert {group.pk for group in review.groups.all()} == {
        team.group_id,
        world.teams["kalisz"].group_id,
    }
    english = polish.copy_for_translation(world.locales["en"])
    english.save()
    assert english.get_workflow() == team.workflow


def test_without_editors_there_is_none(tree) -> None:
    factories.TownTeamFactory(town_key=str(tree.almelo.translation_key))
    workflows.ensure()
    assert TownTeam.objects.get().workflow is None
    assert workflows.workflow_for(tree.almelo.translation_key) is None


def test_what_a_visitor_s_story_passes(world) -> None:
    team, editors = world.teams["almelo"], moderated.of_editors()
    key = world.towns["almelo", "en"].translation_key
    assert workflows.workflow_for(key) == team.workflow
    assert workflows.workflow_for(None) == workflows.workflow_for(uuid4()) == editors
    # Where nobody is in the team, nobody would ever read it.
    team.group.user_set.update(is_active=False)
    assert workflows.workflow_for(key) == editors
    team.group.user_set.update(is_active=True)
    team.workflow.deactivate()
    assert workflows.workflow_for(key) == editors
    editors.deactivate()
    assert workflows.workflow_for(key) is None


def test_nothing_to_make_costs_the_same_for_any_number_of_towns(world) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            moderated.ensure()
        return len(captured)

    before = queries()
    for number in range(3):
        factories.TownPageFactory(parent=world.indexes["en"], slug=f"town-{number}")
    assert queries() == before


def reviewers(world, language: str) -> set[int]:
    """The groups that approve what is translated into a language."""
    review = world.homes[language].get_workflow().tasks.get().specific
    return {group.pk for group in review.groups.all()}


def test_a_team_that_loses_its_language_approves_there_no_longer(world) -> None:
    team = world.teams["kalisz"]
    team.language = "nl"
    team.save()
    assert team.group_id not in reviewers(world, "pl")
    assert team.group_id in reviewers(world, "nl")


def test_a_team_s_new_group_approves_in_place_of_the_old_one(world) -> None:
    team, old = world.teams["kalisz"], world.teams["kalisz"].group_id
    team.group = Group.objects.create(name="Kalisz, anew")
    team.save()
    assert reviewers(world, "pl") == {team.group_id}
    first = team.workflow.tasks.first().specific
    assert [group.pk for group in first.groups.all()] == [team.group_id] != [old]


def test_a_team_that_is_no_more_approves_nothing(world) -> None:
    team = world.teams["kalisz"]
    group, workflow = team.group_id, team.workflow
    team.delete()
    assert group not in reviewers(world, "pl")
    workflow.refresh_from_db()
    assert not workflow.active
    page = TownPage.objects.get(pk=world.towns["kalisz", "en"].pk)
    assert page.get_workflow() == moderated.of_editors()

"""New pages get the rights that belong to them, and nothing else changes."""

from functools import partial

from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission, Page

from tests import factories
from tests.twinning.translation.rights.test_granting import group_of, pages_of
from towns.models import TownTeam
from twinning.translation.models import Role
from twinning.translation.rights import granting


def test_a_new_town_in_another_language_gets_a_team(world) -> None:
    town = factories.TownPageFactory(
        parent=world.indexes["pl"], locale=world.locales["pl"], title="Łódź", country="PL"
    )
    team = TownTeam.objects.get(town_key=str(town.translation_key))
    assert (team.group.name, team.language) == ("Town team: Łódź", "pl")
    assert pages_of(team.group) == {
        town.pk: {"add", "change"},
        world.homes["pl"].pk: {"add", "change", "lock", "publish", "unlock"},
    }
    assert team.collection.name == "Łódź" and team.sent_collection.name == "Łódź"
    assert team.group.permissions.filter(codename="access_admin").exists()
    assert not granting.difference()


def test_its_translation_gets_the_rights_of_the_same_team(world) -> None:
    town = factories.TownPageFactory(parent=world.indexes["en"], title="Łódź", country="PL")
    groups = Group.objects.count()
    translated = town.copy_for_translation(world.locales["nl"])
    team = TownTeam.objects.get(town_key=str(town.translation_key))
    assert pages_of(team.group)[translated.pk] == {"add", "change"}
    assert Group.objects.count() == groups
    assert not granting.difference()


def test_what_somebody_has_taken_away_stays_away(world) -> None:
    editors, team = group_of("editors"), world.teams["kalisz"].group
    GroupPagePermission.objects.filter(group=editors, permission__codename="publish_page").delete()
    GroupPagePermission.objects.filter(group=team, page=world.towns["kalisz", "de"]).delete()
    world.towns["kalisz", "fr"].delete()
    translated = world.towns["kalisz", "en"].copy_for_translation(world.locales["fr"])
    factories.TownPageFactory(parent=world.indexes["en"])
    assert "publish" not in pages_of(editors)[world.homes["en"].pk]
    assert world.towns["kalisz", "de"].pk not in pages_of(team)
    assert pages_of(team)[translated.pk] == {"add", "change"}


def test_a_team_that_somebody_has_deleted_does_not_come_back_with_a_translation(world) -> None:
    world.towns["kalisz", "fr"].delete()
    world.teams["kalisz"].delete()
    world.towns["kalisz", "en"].copy_for_translation(world.locales["fr"])
    key = world.towns["kalisz", "en"].translation_key
    assert not TownTeam.objects.filter(town_key=str(key)).exists()


def test_the_first_home_of_a_language_gets_its_translators(world) -> None:
    group_of("translators", "pl").delete()
    world.homes["pl"].delete()
    home = world.homes["en"].copy_for_translation(world.locales["pl"])
    assert pages_of(group_of("translators", "pl")) == {home.pk: {"change"}}
    assert "publish" in pages_of(world.teams["kalisz"].group)[home.pk]
    assert pages_of(world.teams["almelo"].group).get(home.pk) is None
    assert not granting.difference()


def test_rights_go_with_a_page_and_people_stay(world) -> None:
    town = world.towns["almelo", "en"]
    for version in [town, *town.get_translations()]:
        version.specific.delete()
    team = world.teams["almelo"]
    team.refresh_from_db()
    assert list(pages_of(team.group)) == [world.homes["nl"].pk]
    assert world.users["team-almelo"].groups.get() == team.group
    assert not granting.difference().missing


def test_stories_and_lists_get_nothing(world) -> None:
    before = GroupPagePermission.objects.count()
    factories.StoryPageFactory(parent=world.towns["almelo", "en"])
    factories.StandardPageFactory(parent=world.homes["pl"], locale=world.locales["pl"])
    assert GroupPagePermission.objects.count() == before


def test_before_roles_are_in_use_pages_get_nothing(tree) -> None:
    assert not Role.objects.exists() and not TownTeam.objects.exists()
    ours = GroupPagePermission.objects.exclude(page=Page.get_first_root_node())
    assert not ours.exists()


def test_other_pages_cost_nothing(world) -> None:
    def queries(make) -> int:
        with CaptureQueriesContext(connection) as captured:
            make()
        return len([q for q in captured if "permission" in q["sql"] or "role" in q["sql"]])

    story = partial(factories.StoryPageFactory, parent=world.towns["almelo", "en"])
    assert queries(story) == 0
    assert queries(partial(factories.TownPageFactory, parent=world.indexes["en"])) > 0

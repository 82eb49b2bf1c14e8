"""Roles become ordinary rows of groups, once; what people have edited stays."""

from collections import defaultdict
from io import StringIO

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from tests import factories
from tests.twinning.translation.rights.world import CODES, NAMES, TOWNS
from towns.models import TownTeam
from twinning.translation.models import Role
from twinning.translation.rights import defaults, granting, rows, table

ALL = {"add", "bulk_delete", "change", "lock", "publish", "unlock"}


def pages_of(group: Group) -> dict[int, set[str]]:
    """The actions of a group by page."""
    found = defaultdict(set)
    for row in GroupPagePermission.objects.filter(group=group).select_related("permission"):
        found[row.page_id].add(row.permission.codename.removesuffix("_page"))
    return dict(found)


def collections_of(group: Group) -> dict[str, set[str]]:
    found = defaultdict(set)
    for row in GroupCollectionPermission.objects.filter(group=group).select_related(
        "permission", "collection"
    ):
        found[f"{row.collection.depth} {row.collection.name}"].add(row.permission.codename)
    return dict(found)


def names_of(group: Group) -> set[str]:
    return set(group.permissions.values_list("codename", flat=True))


def group_of(kind: str, language: str = "") -> Group:
    return Group.objects.get(twinning_role__kind=kind, twinning_role__language=language)


def run(*options: str) -> str:
    out, err = StringIO(), StringIO()
    call_command("sync_rights", *options, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def test_editors_have_the_site_s_own_language(world) -> None:
    editors = group_of("editors")
    assert pages_of(editors) == {world.homes["en"].pk: ALL}
    assert names_of(editors) == {
        "access_admin",
        *(f"{action}_redirect" for action in ("add", "change", "delete")),
        *(f"{action}_searchpromotion" for action in ("add", "change", "delete")),
        *(f"{action}_miss" for action in ("view", "delete")),
        *(f"{action}_interest" for action in ("add", "change", "delete")),
        *(f"{action}_glossaryterm" for action in ("add", "change", "delete", "view")),
    }
    assert "choose_image" in collections_of(editors)["1 Root"]
    assert TownTeam.objects.get(town_key="").group == editors


def test_a_team_has_its_town_everywhere_and_its_language(world) -> None:
    team = world.teams["almelo"]
    assert team.language == "nl"
    town = {"add", "change"}
    language = {"add", "change", "lock", "publish", "unlock"}
    assert pages_of(team.group) == {
        **{world.towns["almelo", code].pk: town for code in CODES},
        world.homes["nl"].pk: language,
    }
    assert names_of(team.group) == {
        "access_admin",
        "change_interest",
        "view_miss",
        *(f"{action}_glossaryterm" for action in ("add", "change", "delete", "view")),
    }
    use = {"choose_image", "choose_document"}
    keep = {f"{action}_{kind}" for action in ("add", "change") for kind in ("image", "document")}
    assert collections_of(team.group) == {
        "2 Shared": use,
        "2 Almelo en": use | keep,
        "3 Almelo en": {"choose_image"},
    }


def test_translators_change_pages_of_their_language(world) -> None:
    for code in CODES:
        group = group_of("translators", code)
        assert pages_of(group) == {world.homes[code].pk: {"change"}}
        assert names_of(group) == {"access_admin", "change_interest", "view_glossaryterm"}
        assert collections_of(group) == {"2 Shared": {"choose_image", "choose_document"}}


def test_administrators_have_everything_that_a_group_can_have(world) -> None:
    group = group_of("administrators")
    assert pages_of(group) == {Page.get_first_root_node().pk: ALL}
    wanted = {"access_admin", "add_user", "change_group", "change_site", "add_locale"}
    wanted |= {"add_workflow", "change_townteam", "change_sitesettings", "add_redirect"}
    assert wanted <= names_of(group)


def test_nobody_holds_the_permission_that_reaches_into_any_tree(world) -> None:
    app, codename = table.NOBODYS
    nobodys = Permission.objects.get(content_type__app_label=app, codename=codename)
    ours = {holder.group for holder in granting.holders()}
    assert len(ours) == 2 + len(CODES) + len(TOWNS)
    assert not nobodys.group_set.filter(pk__in=ours).exists()
    assert nobodys.group_set.exists(), "wagtail-localize gives it to Wagtail’s own groups"
    defaults.disarm()
    assert not nobodys.group_set.exists()
    for name in NAMES:
        assert not world.user(name).has_perm(f"{app}.{codename}"), name
    assert world.user("superuser").has_perm(f"{app}.{codename}")


def test_everybody_has_a_group_named_as_it_is_at_first(world) -> None:
    assert set(Group.objects.values_list("name", flat=True)) - set(defaults.WAGTAILS) == {
        "Administrators",
        "Editors: English",
        *(f"Translators: {n}" for n in ("English", "Nederlands", "Français", "Deutsch", "Polski")),
        *(f"Town team: {town.title()} en" for town in TOWNS),
    }


def test_a_second_time_nothing_happens(world) -> None:
    before = counted()
    assert not granting.sync()
    assert counted() == before


def test_what_is_there_is_found_in_as_many_queries_for_more_towns(world) -> None:
    granting.sync()
    with CaptureQueriesContext(connection) as few:
        granting.sync()
    for number in range(4):
        factories.TownPageFactory(parent=world.indexes["en"], title=f"Town {number}")
    with CaptureQueriesContext(connection) as many:
        granting.sync()
    assert TownTeam.objects.count() == len(TOWNS) + 1 + 4
    assert len(many) == len(few) <= 30


def test_a_renamed_group_is_found_again(world) -> None:
    for group in Group.objects.all():
        group.name = f"x{group.pk}"
        group.save()
    Collection.objects.filter(depth__gt=1).update(name="y")
    before = counted()
    assert not granting.sync()
    assert counted() == before


def test_a_group_that_has_the_name_is_left_alone(locales) -> None:
    others = Group.objects.create(name="Administrators")
    granting.sync()
    assert group_of("administrators").name == "Administrators (2)"
    assert not others.permissions.exists()


def test_rights_that_somebody_has_added_stay_until_they_are_pruned(world) -> None:
    group = group_of("translators", "pl")
    added = GroupPagePermission.objects.create(
        group=group, page=world.homes["de"], permission_type="publish"
    )
    granting.sync()
    assert pages_of(group)[world.homes["de"].pk] == {"publish"}
    with pytest.raises(CommandError):
        run("--check")
    assert "1 rights were too many" in run("--prune")
    assert not GroupPagePermission.objects.filter(pk=added.pk).exists()
    run("--check")


def test_other_groups_are_not_pruned(world) -> None:
    group = Group.objects.create(name="Guests")
    GroupPagePermission.objects.create(group=group, page=world.homes["pl"], permission_type="add")
    group.permissions.add(Permission.objects.get(codename="submit_translation"))
    run("--prune")
    assert pages_of(group) == {world.homes["pl"].pk: {"add"}} and group.permissions.count() == 1


def test_pruning_takes_back_what_must_be_nobody_s(world) -> None:
    group = group_of("editors")
    group.permissions.add(Permission.objects.get(codename="submit_translation"))
    run("--prune")
    assert "submit_translation" not in names_of(group)


def test_check_lists_what_differs_and_changes_nothing(world) -> None:
    group_of("translators", "pl").delete()
    team = world.teams["kalisz"].group
    GroupPagePermission.objects.filter(group=team, page=world.homes["pl"]).delete()
    team.permissions.add(Permission.objects.get(codename="add_redirect"))
    before, out = counted(), StringIO()
    with pytest.raises(CommandError) as failed:
        call_command("sync_rights", "--check", stdout=out, stderr=StringIO())
    lines = out.getvalue().splitlines()
    assert failed.value.returncode == 1
    assert "+ Translators: Polski: the group" in lines
    home = world.homes["pl"].pk
    assert f"+ Town team: Kalisz en: publish_page on page {home} (Home pl)" in lines
    assert "- Town team: Kalisz en: add_redirect" in lines
    assert counted() == before
    run()
    assert "publish" in pages_of(team)[home]


def test_groups_that_reach_everything_are_named(world) -> None:
    assert "“Editors” is no role’s" in run() and "“Moderators”" in run()
    people = world.users["nobody"]
    people.groups.add(Group.objects.get(name="Moderators"))
    defaults.disarm()
    assert defaults.reaching_everything() == ["Moderators"], "somebody is in it"
    people.groups.clear()
    defaults.disarm()
    assert "no role’s" not in run()
    assert set(defaults.WAGTAILS) <= set(Group.objects.values_list("name", flat=True))


def test_rows_of_nothing_are_no_query(db, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        rows.write([])
        rows.remove([])


def test_a_role_whose_group_is_gone_is_made_anew_by_the_command_alone(world) -> None:
    group_of("translators", "pl").delete()
    assert not Role.objects.filter(kind="translators", language="pl").exists()
    factories.TownPageFactory(parent=world.indexes["pl"], locale=world.locales["pl"])
    assert not Role.objects.filter(kind="translators", language="pl").exists()
    run()
    assert pages_of(group_of("translators", "pl"))


def counted() -> list[int]:
    """How many rows there are of everything that is made."""
    models = (Group, Role, TownTeam, Collection, GroupPagePermission, GroupCollectionPermission)
    return [*(model.objects.count() for model in models), Group.permissions.through.objects.count()]

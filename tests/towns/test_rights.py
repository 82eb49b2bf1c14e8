"""The teams of towns: their language, their collections, and that they follow what is edited."""

import pytest
from django.contrib.auth.models import Group
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission
from wagtail.permissions import policy_registry

from tests import factories
from towns import rights, teams
from towns.models import TownTeam
from twinning.translation.rights import granting

IMAGES = policy_registry.get_by_type(get_image_model())
DOCUMENTS = policy_registry.get_by_type(get_document_model())


@pytest.mark.parametrize(
    ("country", "language"),
    [
        *(("GB", "en"), ("NL", "nl"), ("FR", "fr"), ("DE", "de"), ("PL", "pl")),
        *(("BE", "nl"), ("AT", "de"), ("US", "en"), ("CH", "de"), ("ES", ""), ("XX", ""), ("", "")),
    ],
)
def test_a_team_s_language_is_its_country_s(country, language) -> None:
    assert rights.language_of(country) == language


def test_a_team_of_a_country_without_our_languages_has_its_town_alone(world) -> None:
    town = factories.TownPageFactory(parent=world.indexes["en"], title="Ávila", country="ES")
    team = TownTeam.objects.get(town_key=str(town.translation_key))
    assert team.language == ""
    assert list(
        GroupPagePermission.objects.filter(group=team.group)
        .values_list("page", flat=True)
        .distinct()
    ) == [town.pk]


def test_what_a_team_may_choose_and_change(world) -> None:
    shared = rights.shared_collection()
    places = {
        "shared": shared,
        "own": world.teams["almelo"].collection,
        "other": world.teams["kalisz"].collection,
        "root": Collection.get_first_root_node(),
        "sent": world.teams["almelo"].sent_collection,
        "sent to another": world.teams["kalisz"].sent_collection,
        "sent to nobody": world.teams["almelo"].sent_collection.get_parent(),
    }
    images = {name: factories.ImageFactory(collection=place) for name, place in places.items()}

    def allowed(name: str, action: str) -> set[str]:
        user = world.user(name)
        return {
            place
            for place, image in images.items()
            if IMAGES.user_has_permission_for_instance(user, action, image)
        }

    assert allowed("team-almelo", "choose") == {"shared", "own", "sent"}
    assert allowed("team-almelo", "change") == {"own"}
    assert allowed("translator-nl", "choose") == {"shared"}
    assert allowed("translator-nl", "change") == set()
    for name in ("editor", "administrator"):
        assert allowed(name, "choose") == allowed(name, "change") == set(places)

    def adds(policy, name: str) -> set[str]:
        found = policy.collections_user_has_permission_for(world.user(name), "add")
        return {place for place, collection in places.items() if collection in found}

    for policy in (IMAGES, DOCUMENTS):
        assert adds(policy, "team-almelo") == {"own"}
        assert adds(policy, "translator-nl") == set()
        assert adds(policy, "editor") == set(places)


def test_another_language_brings_its_rights_and_takes_the_old_ones(world) -> None:
    client, team = world.client("administrator"), world.teams["almelo"]
    data = {"town_key": team.town_key, "group": team.group_id, "email": "", "language": "de"}
    answer = client.post(f"/admin/snippets/towns/townteam/edit/{team.pk}/", data)
    assert answer.status_code == 302
    pages = GroupPagePermission.objects.filter(group=team.group).values_list("page", flat=True)
    assert world.homes["de"].pk in pages and world.homes["nl"].pk not in pages
    assert world.towns["almelo", "pl"].pk in pages
    assert not granting.difference()


def test_another_group_takes_over(world) -> None:
    team, old = world.teams["almelo"], world.teams["almelo"].group
    team.group = Group.objects.create(name="Hof van Twente")
    team.save()
    assert not granting.difference()
    assert GroupPagePermission.objects.filter(group=team.group).exists()
    for rows in (old.page_permissions, old.collection_permissions, old.permissions):
        assert not rows.exists()


def test_a_mailbox_that_changes_leaves_rights_that_somebody_has_edited(world) -> None:
    team = world.teams["almelo"]
    GroupPagePermission.objects.filter(group=team.group, page=world.homes["nl"]).delete()
    team.email = "almelo@example.org"
    team.save()
    assert not GroupPagePermission.objects.filter(group=team.group, page=world.homes["nl"]).exists()


def test_a_team_that_goes_takes_its_rights_along(world) -> None:
    team = world.teams["almelo"]
    both = TownTeam.objects.get(pk=world.teams["kalisz"].pk)
    both.group = team.group
    both.save()
    team.delete()
    group = both.group
    pages = set(GroupPagePermission.objects.filter(group=group).values_list("page", flat=True))
    assert world.homes["nl"].pk not in pages and world.homes["pl"].pk in pages
    assert group.permissions.filter(codename="access_admin").exists()
    both.delete()
    assert Group.objects.filter(pk=group.pk).exists()
    for rows in (group.page_permissions, group.collection_permissions, group.permissions):
        assert not rows.exists()


def test_the_partnership_s_team_is_no_reason_for_rights_on_pages(world) -> None:
    partnership = TownTeam.objects.get(town_key="")
    editors, partnership.group = partnership.group, Group.objects.create(name="Secretariat")
    partnership.save()
    assert not partnership.group.page_permissions.exists()
    assert not granting.difference(), editors


def test_a_collection_that_somebody_deleted_is_made_anew_by_the_command(world) -> None:
    collection = world.teams["almelo"].collection
    collection.delete()
    granting.sync()
    team = TownTeam.objects.get(pk=world.teams["almelo"].pk)
    assert team.collection.name == "Almelo en"
    assert GroupCollectionPermission.objects.filter(
        group=team.group, collection=team.collection, permission__codename="add_image"
    ).exists()


def test_teams_that_were_there_before_keep_their_group_and_get_rights(tree) -> None:
    group = Group.objects.create(name="Almelo’s friends")
    factories.TownTeamFactory(town_key=str(tree.almelo.translation_key), group=group, language="nl")
    assert not group.page_permissions.exists()
    granting.sync()
    pages = set(group.page_permissions.values_list("page", flat=True))
    assert pages == {tree.almelo.pk}, "there is no Dutch home page yet"
    assert TownTeam.objects.filter(town_key=str(tree.almelo.translation_key)).count() == 1


def test_who_sees_what_is_sent_to_a_town(world) -> None:
    key = world.towns["almelo", "en"].translation_key
    found = {user.username for user in teams.members(key)}
    assert found == {"superuser", "administrator", "editor", "team-almelo"}
    assert {user.username for user in teams.members(None)} == found - {"team-almelo"}
    for name in world.users:
        user = world.user(name)
        assert teams.sees_everything(user) == (name in found - {"team-almelo"}), name


def test_where_there_are_no_roles_pictures_lie_at_the_root(db) -> None:
    assert rights.shared_collection() == Collection.get_first_root_node()
    assert rights.sent_collection(None) is None

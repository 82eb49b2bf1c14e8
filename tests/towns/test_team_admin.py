"""Town teams in the admin: a town is chosen by its name."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from towns.models import TownTeam

LIST = "/admin/snippets/towns/townteam/"


@pytest.fixture
def admin(client, admin_user, tree):
    """An administrator's browser."""
    client.force_login(admin_user)
    return client


def add(client, team: Group, **fields: str):
    data = {"town_key": "", "group": str(team.pk), "email": "", "language": "", **fields}
    return client.post(f"{LIST}add/", data)


def test_a_team_is_made_for_a_town(admin, tree) -> None:
    form = admin.get(f"{LIST}add/").context["form"]
    key = str(tree.almelo.translation_key)
    assert list(form.fields["town_key"].choices) == [
        ("", "The partnership: every town"),
        (key, "Almelo"),
    ]
    group = Group.objects.create(name="Almelo’s editors")
    answer = add(admin, group, town_key=key, email="almelo@example.org", language="nl")
    assert answer.status_code == 302
    team = TownTeam.objects.get()
    assert (team.town_key, team.group, team.mailbox_language) == (key, group, "nl")


def test_the_partnership_s_team_is_one(admin) -> None:
    group = Group.objects.create(name="Partnership")
    assert add(admin, group).status_code == 302
    assert TownTeam.objects.get().town_key == ""
    answer = add(admin, group)
    assert answer.status_code == 200 and list(answer.context["form"].errors) == ["town_key"]
    assert TownTeam.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "value"), [("town_key", "atlantis"), ("language", "la"), ("email", "x"), ("group", "")]
)
def test_what_cannot_be_is_refused(admin, name, value) -> None:
    answer = add(admin, Group.objects.create(name="x"), **{name: value})
    assert answer.status_code == 200 and list(answer.context["form"].errors) == [name]
    assert not TownTeam.objects.exists()


def test_the_list_names_towns_at_the_same_cost_for_any_number(admin, tree) -> None:
    def html() -> tuple[str, int]:
        with CaptureQueriesContext(connection) as captured:
            text = admin.get(LIST).content.decode()
        return text, len(captured)

    factories.TownTeamFactory()
    factories.TownTeamFactory(town_key=str(tree.almelo.translation_key))
    html()
    text, few = html()
    assert "The partnership: every town" in text and "Almelo" in text
    for index in range(12):
        town = factories.TownPageFactory(parent=tree.towns, title=f"Town-{index}")
        factories.TownTeamFactory(town_key=str(town.translation_key))
    text, many = html()
    assert "Town-11" in text and many == few


def test_a_team_outlives_its_town(admin, tree) -> None:
    team = factories.TownTeamFactory(town_key=str(tree.almelo.translation_key))
    tree.almelo.delete()
    assert "A town that is no longer there" in admin.get(LIST).content.decode()
    path = f"{LIST}edit/{team.pk}/"
    data = {"town_key": team.town_key, "group": str(team.group_id), "email": "a@b.example"}
    assert admin.post(path, {**data, "language": ""}).status_code == 302
    team.refresh_from_db()
    assert team.email == "a@b.example"


def test_it_needs_the_permissions_of_django(client, tree, django_user_model) -> None:
    editor = django_user_model.objects.create_user("editor", "editor@example.org", "x")
    editor.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(editor)
    assert client.get(LIST).status_code == 403
    assert LIST not in client.get("/admin/account/").content.decode()
    editor.user_permissions.add(Permission.objects.get(codename="add_townteam"))
    assert client.get(LIST).status_code == 200
    assert LIST in client.get("/admin/account/").content.decode()

"""Interests are changed by whoever has their language, whatever view or address is used."""

import pytest
from django.contrib.auth import get_user_model
from wagtail.permissions import policy_registry

from tests.twinning.translation.rights.world import CODES
from towns.models import Interest

LIST = "/admin/snippets/towns/interest/"
POLICY = policy_registry.get_by_type(Interest)


def edit(world, name: str, code: str):
    interest = world.interests[code]
    data = {"name": f"changed by {name}", "key": interest.key}
    answer = world.client(name).post(f"{LIST}edit/{interest.pk}/", data)
    interest.refresh_from_db()
    return answer, interest.name


def refused(answer) -> bool:
    """Wagtail leads those whom it refuses to the admin's home, with a message, or to its login."""
    if answer.status_code == 302:
        return answer.url == "/admin/" or answer.url.startswith("/admin/login/")
    return answer.status_code == 403


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("superuser", set(CODES)),
        ("administrator", set(CODES)),
        ("editor", {"en"}),
        ("team-almelo", {"nl"}),
        ("translator-pl", {"pl"}),
        ("nobody", set()),
    ],
)
def test_only_those_of_one_s_own_language_are_changed(world, name, own) -> None:
    for code in CODES:
        answer, now = edit(world, name, code)
        if code in own:
            assert answer.status_code == 302 and now == f"changed by {name}"
        else:
            assert refused(answer) and now == f"Rowing {code}"


@pytest.mark.parametrize("view", ["edit", "delete", "usage", "history"])
def test_no_view_shows_what_is_another_language_s(world, view) -> None:
    client = world.client("editor")
    assert client.get(f"{LIST}{view}/{world.interests['en'].pk}/").status_code == 200
    assert refused(client.get(f"{LIST}{view}/{world.interests['nl'].pk}/"))


def test_nothing_is_deleted_in_another_language(world) -> None:
    client = world.client("editor")
    assert refused(client.post(f"{LIST}delete/{world.interests['nl'].pk}/"))
    bulk = f"/admin/bulk/towns/interest/delete/?id={world.interests['nl'].pk}"
    client.post(bulk)
    assert Interest.objects.filter(pk=world.interests["nl"].pk).exists()
    assert client.post(f"{LIST}delete/{world.interests['en'].pk}/").status_code == 302
    assert not Interest.objects.filter(pk=world.interests["en"].pk).exists()
    assert refused(world.client("translator-pl").post(f"{LIST}delete/{world.interests['pl'].pk}/"))


def test_nothing_is_added_in_another_language(world) -> None:
    client, data = world.client("editor"), {"name": "Chess", "key": "chess"}
    assert refused(client.get(f"{LIST}add/?locale=pl"))
    assert refused(client.post(f"{LIST}add/?locale=pl", data))
    assert not Interest.objects.filter(key="chess").exists()
    assert client.post(f"{LIST}add/?locale=en", data).status_code == 302
    assert Interest.objects.get(key="chess").locale.language_code == "en"
    assert refused(world.client("translator-pl").post(f"{LIST}add/?locale=pl", data))


def test_the_list_offers_to_add_in_one_s_own_language(world) -> None:
    client = world.client("editor")
    assert f"{LIST}add/" in client.get(LIST).content.decode()
    for name in ("translator-pl", "team-almelo"):
        answer = world.client(name).get(LIST)
        assert answer.status_code == 200 and f"{LIST}add/" not in answer.content.decode()


def test_another_language_given_by_a_form_does_not_help(world) -> None:
    interest = world.interests["nl"]
    interest.locale = world.locales["pl"]
    user = world.user("translator-pl")
    assert not POLICY.user_has_permission_for_instance(user, "change", interest)
    assert POLICY.user_has_permission_for_instance(user, "change", world.interests["pl"])
    assert not POLICY.user_has_permission_for_instance(user, "delete", world.interests["pl"])


def test_instances_and_users(world) -> None:
    def instances(name: str, *actions: str) -> set[str]:
        found = POLICY.instances_user_has_any_permission_for(world.user(name), actions)
        return set(found.values_list("locale__language_code", flat=True))

    assert instances("translator-pl", "change", "delete") == {"pl"}
    assert instances("translator-pl", "delete") == set()
    assert instances("administrator", "change") == set(CODES)
    assert instances("superuser", "view") == set(CODES)

    def users(code: str, *actions: str) -> set[str]:
        found = POLICY.users_with_any_permission_for_instance(actions, world.interests[code])
        return {user.username for user in found}

    always = {"superuser", "administrator"}
    assert users("pl", "change") == always | {"team-kalisz", "translator-pl"}
    assert users("en", "delete") == always | {"editor"}
    assert users("pl", "change", "view") == always | {"team-kalisz", "translator-pl"}
    get_user_model().objects.filter(username="translator-pl").update(is_active=False)
    assert users("pl", "change") == always | {"team-kalisz"}

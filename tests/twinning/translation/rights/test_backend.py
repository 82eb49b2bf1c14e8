"""Logging in and permissions, as in Django and for fewer queries."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.users.models import UserProfile

from tests.twinning.translation.board.conftest import group_of
from twinning.translation.models import Role
from twinning.translation.rights import held
from twinning.translation.rights.backend import EditorBackend

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(tree, django_user_model):
    """Somebody with permissions of their own, of a group with a role, and of one without."""
    found = django_user_model.objects.create_user("anna", "anna@example.org", "secret")
    found.user_permissions.add(Permission.objects.get(codename="add_image"))
    translators = group_of("translators", (tree.home, "add change"))
    Role.objects.create(kind=Role.Kind.TRANSLATORS, language="en", group=translators)
    others = Group.objects.create(name="others")
    others.permissions.add(*Permission.objects.filter(codename__in=["add_image", "view_site"]))
    found.groups.add(translators, others)
    return found


def again(user):
    """The user as another request has them."""
    return type(user).objects.get(pk=user.pk)


def test_permissions_are_those_of_django(user) -> None:
    expected = ModelBackend().get_all_permissions(again(user))
    assert "wagtailadmin.access_admin" in expected and len(expected) == 3
    assert EditorBackend().get_all_permissions(again(user)) == expected
    assert again(user).has_perm("wagtailcore.view_site")
    assert not again(user).has_perm("wagtailcore.add_site")
    assert again(user).has_module_perms("wagtailadmin")


def test_superusers_may_do_all_and_the_inactive_nothing(user) -> None:
    user.is_superuser = True
    user.save()
    assert again(user).has_perm("wagtailcore.add_site")
    assert "wagtailcore.add_site" in again(user).get_all_permissions()
    user.is_active = False
    user.save()
    assert again(user).get_all_permissions() == set()
    assert held.groups_of(again(user)).keys == frozenset()


def test_permissions_for_an_object_are_none(user) -> None:
    assert again(user).get_all_permissions(user) == set()


def test_groups_roles_and_permissions_are_one_query(user, django_assert_num_queries) -> None:
    fresh = again(user)
    with django_assert_num_queries(1):
        assert fresh.has_perm("wagtailadmin.access_admin")
        groups = held.groups_of(fresh)
    assert groups.keys == set(user.groups.values_list("pk", flat=True))
    assert groups.roles == {Role.Kind.TRANSLATORS}


def test_wagtail_and_we_ask_for_the_rights_to_pages_once(
    user, tree, django_assert_num_queries
) -> None:
    fresh = again(user)
    with django_assert_num_queries(1):
        assert held.by(fresh).allows(tree.home.path, "change")
        policy = policy_registry.get_by_type(Page)
        assert policy.user_has_permission_for_instance(fresh, "change", tree.home)
        assert not policy.user_has_permission(fresh, "publish")


def test_what_is_forgotten_is_asked_anew(user, tree) -> None:
    fresh = again(user)
    assert held.by(fresh).grants and fresh.has_perm("wagtailadmin.access_admin")
    user.groups.clear()
    assert held.by(fresh).grants
    held.forget(fresh)
    assert not held.by(fresh).grants and not fresh.has_perm("wagtailadmin.access_admin")


def test_the_profile_comes_with_the_user(user, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert not hasattr(EditorBackend().get_user(user.pk), "wagtail_userprofile")
    UserProfile.objects.create(user=user, preferred_language="pl")
    with django_assert_num_queries(1):
        found = EditorBackend().get_user(user.pk)
        assert found.wagtail_userprofile.preferred_language == "pl"


def test_who_is_gone_or_not_active_has_no_session(user, client) -> None:
    client.force_login(user)
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    user.is_active = False
    user.save()
    assert EditorBackend().get_user(user.pk) is None
    assert EditorBackend().get_user(0) is None
    assert client.get(reverse("wagtailadmin_home")).status_code == 302


def test_passwords_are_djangos(user) -> None:
    assert authenticate(username="anna", password="secret") == user
    assert authenticate(username="anna", password="wrong") is None

"""The admin answers 403 to whoever may not, in their language, and says that nothing changed."""

import pytest
from django.contrib import messages
from django.contrib.auth.models import Group, Permission
from django.contrib.messages.storage.fallback import FallbackStorage
from django.utils import translation
from wagtail.admin.auth import permission_denied
from wagtail.models import GroupPagePermission
from wagtail.users.models import UserProfile

from twinning.translation.guards.refusals import RefusalMiddleware


@pytest.fixture
def stranger(client, tree, django_user_model):
    """Somebody who may edit Almelo's page and nothing else, in Polish."""
    group = Group.objects.create(name="Almelo")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=tree.almelo, permission=change)
    user = django_user_model.objects.create_user("anna", "anna@example.org", "x")
    user.groups.add(group)
    UserProfile.objects.create(user=user, preferred_language="pl")
    client.force_login(user)
    return user


@pytest.mark.parametrize("path", ["pages/{home}/edit/", "users/", "reports/locked/"])
def test_what_somebody_may_not_is_a_403_in_their_language(client, tree, stranger, path) -> None:
    answer = client.get(f"/admin/{path.format(home=tree.home.pk)}")
    assert answer.status_code == 403
    text = answer.content.decode()
    assert '<html lang="pl"' in text.replace("\n", " ")
    assert 'href="/admin/"' in text
    assert "<script" not in text


def test_the_message_is_not_shown_later(client, tree, stranger) -> None:
    assert client.get(f"/admin/pages/{tree.home.pk}/edit/").status_code == 403
    assert not list(client.get("/admin/").context["messages"])


def test_other_messages_stay(rf, stranger) -> None:
    def view(request):
        messages.info(request, "Saved.")
        return permission_denied(request)

    request = rf.get("/admin/anything/")
    request.user, request.session = stranger, {}
    request._messages = FallbackStorage(request)
    with translation.override("fr"):
        answer = RefusalMiddleware(view)(request)
    assert answer.status_code == 403
    assert [str(message) for message in request._messages._queued_messages] == ["Saved."]


def test_a_script_gets_a_line(client, tree, stranger) -> None:
    url = f"/admin/pages/{tree.home.pk}/edit/"
    answer = client.get(url, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.content) == (403, b"403")
    answer = client.get(url, headers={"X-Requested-With": "XMLHttpRequest"})
    assert answer.status_code == 403


def test_redirects_home_for_other_reasons_stay(client, tree, stranger) -> None:
    answer = client.get("/admin/login/?next=/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/")
    client.logout()
    assert client.get("/admin/").status_code == 302

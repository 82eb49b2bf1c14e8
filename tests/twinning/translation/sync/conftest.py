"""A desk at which pages are published and translated, and a story on it."""

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission

from tests import factories
from tests.building import translated
from tests.twinning.translation.editing import committing_admin  # noqa: F401  (a fixture)
from tests.twinning.translation.sync.building import Desk, heading, paragraphs


@pytest.fixture
def desk(db, django_capture_on_commit_callbacks) -> Desk:
    """Where each change commits, and what waits for that is done."""
    return Desk(lambda: django_capture_on_commit_callbacks(execute=True))


@pytest.fixture
def story(tree, desk):
    """A story in English; its list is there in Dutch and Polish."""
    for code in ("nl", "pl"):
        translated(tree.stories, tree.locales[code], slug=f"stories-{code}")
    story = factories.StoryPageFactory(parent=tree.stories, title="A bench", slug="a-bench")
    body = [heading("The bench"), paragraphs("It stands in a park.", "It has tiles.")]
    return desk.publish(story, intro="Artists made a bench.", body=body)


@pytest.fixture
def dutch(desk, story, tree):
    """The story in Dutch, translated and published."""
    return desk.translated(story, tree.locales["nl"])


@pytest.fixture
def editor(db, tree, django_user_model):
    """Somebody who may change pages, but not publish them."""
    group = Group.objects.create(name="Helpers")
    group.permissions.add(
        Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    )
    change = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=tree.home, permission=change)
    user = django_user_model.objects.create_user("helper")
    user.groups.add(group)
    return user

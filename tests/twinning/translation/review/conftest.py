"""A page with a draft, somebody who may edit it, somebody who may not, and links to it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from wagtail.models import GroupPagePermission, Page

from tests import factories
from twinning.translation.models import ReviewLink
from twinning.translation.review import links

PUBLISHED, DRAFTED = "What everybody reads.", "What nobody reads yet."


def user_of(django_user_model, name: str, page: Page, *permissions: str, email: str = "") -> Any:
    """Somebody who may do something with a page and all below it."""
    user = django_user_model.objects.create_user(name, email or f"{name}@example.org", "x")
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for permission in permissions:
        GroupPagePermission.objects.create(
            group=group,
            page=page,
            permission=Permission.objects.get(codename=f"{permission}_page"),
        )
    user.groups.add(group)
    return user


def client_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def story(tree):
    """A public story with an unpublished change."""
    story = factories.StoryPageFactory(
        parent=tree.stories, title="A bench", slug="a-bench", intro=PUBLISHED
    )
    story.save_revision().publish()
    story.title, story.intro = "Two benches", DRAFTED
    story.save_revision()
    return story


@pytest.fixture
def editor(story, tree, django_user_model):
    """May change stories."""
    return user_of(django_user_model, "eve", tree.stories, "change")


@pytest.fixture
def stranger(tree, django_user_model):
    """May change towns, and no story."""
    return user_of(django_user_model, "sam", tree.towns, "change")


@pytest.fixture
def link(story, editor) -> ReviewLink:
    return links.make(Page.objects.get(pk=story.pk), editor, 14)


@pytest.fixture
def path(link) -> str:
    return links.path_of(link)


@pytest.fixture
def _slowly(settings) -> None:
    """Nobody is too quick, nor too busy."""
    settings.TWINNING = {
        **settings.TWINNING,
        "FORM_MIN_SECONDS": 0,
        "FORM_CLIENT_LIMIT": (1000, 3600),
    }

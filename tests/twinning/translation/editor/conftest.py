"""An English story, its Polish translation, and three people who work on it."""

from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow, WorkflowTask
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from tests import factories
from tests.tools.seeds import seeded
from tests.twinning.translation.editing import submit, translate, translation_of
from twinning.users.models import User

WORDS = {
    "A bench": "Ławka",
    "a-bench": "lawka",
    "Artists made a bench.": "Artyści zrobili ławkę.",
    "It stands in a park.": "Stoi w parku.",
    "It has tiles.": "Ma kafelki.",
}


@dataclass
class Desk:
    """What the tests of the editor work on."""

    story: Page
    page: Page
    translation: Translation
    polish: Any
    home: Page

    @property
    def edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def segment(self, text: str) -> StringSegment:
        return StringSegment.objects.get(source=self.translation.source, string__data=text)

    def url(self, text: str) -> str:
        keys = [self.translation.pk, self.segment(text).pk]
        return reverse("wagtail_localize:edit_string_translation", args=keys)

    def words(self, text: str) -> StringTranslation | None:
        segment = self.segment(text)
        return StringTranslation.objects.filter(
            translation_of=segment.string, context=segment.context, locale=self.polish
        ).first()

    def by_machine(self, text: str, words: str, tool: str = "DeepL") -> StringTranslation:
        segment = self.segment(text)
        row, _created = StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=self.polish,
            defaults={"data": words, "translation_type": "machine", "tool_name": tool},
        )
        return row

    def live(self) -> Page:
        return self.page.specific_class.objects.get(pk=self.page.pk)


def made_desk(tree: Any) -> Desk:
    """An English story and its Polish translation, which pytest-django's administrator began."""
    polish = tree.locales["pl"]
    home = tree.home.copy_for_translation(polish)
    home.slug = "poczatek"
    home.save_revision().publish()
    stories = tree.stories.copy_for_translation(polish)
    stories.title, stories.slug = "Opowieści", "opowiesci"
    stories.save_revision().publish()
    story = factories.StoryPageFactory(
        parent=tree.stories,
        title="A bench",
        slug="a-bench",
        intro="Artists made a bench.",
        body=[{"type": "rich_text", "value": "<p>It stands in a park.</p><p>It has tiles.</p>"}],
    )
    story.save_revision().publish()
    client = Client()
    client.force_login(User.objects.create_superuser("admin", "admin@example.com", "password"))
    with TestCase.captureOnCommitCallbacks(execute=True):
        submit(client, story, polish)
    return Desk(
        story, story.get_translation(polish).specific, translation_of(story, polish), polish, home
    )


desk = seeded("desk", made_desk, "tree")


@pytest.fixture
def translated(admin, desk) -> Desk:
    """With every text translated by the administrator, nothing published."""
    translate(admin, desk.translation, dict(WORDS))
    return desk


def member(name: str, first_name: str, home: Page, *permissions: str) -> tuple[User, Group]:
    """Somebody who works in the Polish tree only."""
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in permissions:
        permission = Permission.objects.get(
            codename=f"{codename}_page", content_type__app_label="wagtailcore"
        )
        GroupPagePermission.objects.create(group=group, page=home, permission=permission)
    user = User.objects.create_user(
        name, f"{name}@example.org", "pass-word", first_name=first_name, last_name="Nowak"
    )
    user.groups.add(group)
    return user, group


def logged_in(user: User, capture: Any, monkeypatch: Any) -> Client:
    """A client of somebody's whose requests commit."""
    client = Client()
    client.force_login(user)
    request = client.request

    def committing(**parts):
        with capture(execute=True):
            return request(**parts)

    monkeypatch.setattr(client, "request", committing)
    return client


@pytest.fixture
def anna(desk, django_capture_on_commit_callbacks, monkeypatch) -> Client:
    """A translator: may change pages, not publish them."""
    user, _group = member("anna", "Anna", desk.home, "change")
    return logged_in(user, django_capture_on_commit_callbacks, monkeypatch)


@pytest.fixture
def piotr(desk, django_capture_on_commit_callbacks, monkeypatch) -> Client:
    """Of the team: may publish, and decides on what translators send in."""
    user, group = member("piotr", "Piotr", desk.home, "change", "publish")
    task = GroupApprovalTask.objects.create(name="Review in Polish")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Review in Polish")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.workflow_pages.create(page=desk.home)
    return logged_in(user, django_capture_on_commit_callbacks, monkeypatch)

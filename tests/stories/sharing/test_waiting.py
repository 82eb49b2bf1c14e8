"""Stories of visitors on the admin's home page: for whom, until when."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Workflow, WorkflowTask

from stories.models import SharedStory
from stories.sharing.waiting import shared_stories
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared(tree) -> SharedStory:
    """A draft below Almelo, as somebody has sent it."""
    draft = factories.StoryPageFactory(parent=tree.almelo, title="A race", live=False)
    return SharedStory.objects.create(
        reference="7K3M",
        page=draft,
        language="en",
        town_key=tree.almelo.translation_key,
        title="A race",
        name="Anna",
        email="anna@example.org",
    )


@pytest.fixture
def people(tree, django_user_model):
    """One of Almelo's team, one of another town's, one of the partnership's, and a superuser."""
    nimes = factories.TownPageFactory(parent=tree.towns, title="Nîmes", slug="nimes")
    keys = {
        "almelo": str(tree.almelo.translation_key),
        "nimes": str(nimes.translation_key),
        "partnership": "",
    }
    found = {"superuser": django_user_model.objects.create_superuser("superuser", "", "x")}
    for name, key in keys.items():
        team = factories.TownTeamFactory(group=Group.objects.create(name=name), town_key=key)
        found[name] = django_user_model.objects.create_user(name, "", "x")
        found[name].groups.add(team.group)
    return found


def texts(user) -> list[str]:
    return [item.text for item in shared_stories(user) if item.count]


def test_it_waits_for_its_town_and_for_those_who_see_everything(people, shared) -> None:
    assert {name: texts(user) for name, user in people.items()} == {
        "almelo": ["1 story that a visitor has shared"],
        "partnership": ["1 story that a visitor has shared"],
        "superuser": ["1 story that a visitor has shared"],
        "nimes": [],
    }
    [item] = shared_stories(people["almelo"])
    assert item.url == reverse("wagtailadmin_pages:edit", args=[shared.page_id])


@pytest.mark.parametrize("moment", ["published_at", "settled_at", "withdrawn_at"])
def test_what_has_been_dealt_with_waits_no_more(people, shared, moment) -> None:
    SharedStory.objects.update(**{moment: timezone.now()})
    assert texts(people["almelo"]) == []


def test_a_story_without_its_page_waits_for_nobody(people, shared) -> None:
    SharedStory.objects.update(page=None)
    assert texts(people["almelo"]) == []


def test_what_passes_through_a_workflow_is_counted_there(people, shared) -> None:
    task = GroupApprovalTask.objects.create(name="Read it")
    workflow = Workflow.objects.create(name="Reading")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    shared.page.save_revision()
    workflow.start(shared.page, people["superuser"])
    assert texts(people["almelo"]) == []
    shared.page.current_workflow_state.cancel()
    assert texts(people["almelo"]) == ["1 story that a visitor has shared"]

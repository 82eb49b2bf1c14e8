"""Moderation in the admin, from the first submission to the published page."""

import pytest
from django.core import mail
from django.test import Client
from wagtail.models import WorkflowState

from tests.twinning.translation.rights.world import EDITOR

pytestmark = pytest.mark.django_db

ALMELO = "team-almelo"


@pytest.fixture
def colleague(world) -> str:
    """Somebody else in Almelo's team."""
    user = world.users["nobody"]
    user.groups.add(world.teams["almelo"].group)
    return "nobody"


def status(page) -> str:
    return WorkflowState.objects.for_instance(page).latest("pk").status


def told() -> list[tuple[str, str]]:
    """Who has been told, and the first word of the subject; told no more after this."""
    found = sorted((m.to[0].partition("@")[0], m.subject.partition(" ")[0]) for m in mail.outbox)
    mail.outbox.clear()
    return found


def test_a_town_s_page_in_english(world, submit, act, colleague) -> None:
    story = world.stories["almelo", "en"]
    # Who may not publish is offered to submit.
    edit = world.client(ALMELO).get(f"/admin/pages/{story.pk}/edit/").content.decode()
    assert "action-submit" in edit and 'name="action-publish"' not in edit
    assert submit(ALMELO, story, "A new title").status_code == 302
    story.refresh_from_db()
    assert not story.has_unpublished_changes or story.title != "A new title"
    assert told() == [("nobody", "Waits"), ("superuser", "Waits")]

    # Not yet the editors' turn, and never that of another town.
    for name in (EDITOR, "team-kalisz", "translator-en"):
        assert act(name, story, "approve").status_code in {302, 403}
        assert story.current_workflow_task_state.task.name == "Almelo en: town team"
        assert status(story) == "in_progress"

    act(colleague, story, "approve")
    assert story.current_workflow_task_state.task.name == "Editors" and story.title != "A new title"
    assert told() == [("editor", "Waits"), ("superuser", "Waits")]
    act(colleague, story, "approve")
    assert status(story) == "in_progress"

    act(EDITOR, story, "approve")
    assert status(story) == "approved" and story.title == "A new title" and story.live
    assert told() == [(ALMELO, "Approved:")]
    assert "A new title" in Client().get(story.url).content.decode()


def test_changes_are_asked_for_and_made(world, submit, act, colleague) -> None:
    story = world.stories["almelo", "en"]
    submit(ALMELO, story, "A first try")
    act(colleague, story, "approve")
    mail.outbox.clear()
    act(EDITOR, story, "reject", "Please say which year.")
    assert status(story) == "needs_changes" and story.title != "A first try"
    [message] = mail.outbox
    assert message.to == [f"{ALMELO}@example.org"] and "Please say which year." in message.body
    mail.outbox.clear()
    # Submitted again, it comes to the editors at once: the team has read it.
    submit(ALMELO, story, "A second try")
    assert story.current_workflow_task_state.task.name == "Editors"
    assert told() == [("editor", "Waits"), ("superuser", "Waits")]
    act(EDITOR, story, "approve")
    assert story.title == "A second try"


def test_a_page_in_dutch(world, submit, act) -> None:
    """Who translates into Dutch may not publish; the team whose language it is may."""
    story = world.stories["kalisz", "nl"]
    assert submit("translator-nl", story, "Een nieuwe titel").status_code == 302
    assert told() == [("superuser", "Waits"), (ALMELO, "Waits")]
    act("team-kalisz", story, "approve")
    assert status(story) == "in_progress"
    act(ALMELO, story, "approve")
    assert status(story) == "approved" and story.title == "Een nieuwe titel"
    assert told() == [("translator-nl", "Approved:")]


def test_who_approves_last_publishes_where_they_could_not_otherwise(world, submit, act) -> None:
    """In a language that is not the editors': their step is the last."""
    workflow, story = world.teams["almelo"].workflow, world.stories["almelo", "pl"]
    story.save_revision()
    workflow.start(story, user=None)
    act(ALMELO, story, "approve")
    assert not story.permissions_for_user(world.user(EDITOR)).can_publish()
    act(EDITOR, story, "approve")
    assert status(story) == "approved" and story.live_revision == story.latest_revision


def test_where_nobody_approves_the_right_to_publish_counts(world, submit) -> None:
    story = world.stories["almelo", "en"]
    for task in world.teams["almelo"].workflow.tasks:
        task.deactivate()
    submit(ALMELO, story, "Past everybody")
    story.refresh_from_db()
    assert story.title != "Past everybody" and not WorkflowState.objects.exists()


def test_the_editors_publish_without(world) -> None:
    story = world.stories["almelo", "en"]
    edit = world.client(EDITOR).get(f"/admin/pages/{story.pk}/edit/").content.decode()
    assert 'name="action-publish"' in edit


def test_who_reads_opens_the_page(world, submit, colleague) -> None:
    """Who approves may open and change a page that is not theirs otherwise, while it waits."""
    story = world.stories["nimes", "en"]
    world.teams["nimes"].group.user_set.add(world.users["nobody"])
    submit("team-nimes", story, "Un titre")
    answer = world.client("nobody").get(f"/admin/pages/{story.pk}/edit/")
    assert answer.status_code == 200 and "workflow" in answer.content.decode()
    assert world.client("team-kalisz").get(f"/admin/pages/{story.pk}/edit/").status_code == 403

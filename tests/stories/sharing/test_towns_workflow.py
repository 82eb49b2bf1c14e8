"""A visitor's story with the people of its town: two who approve, who is told, who sees whose."""

import logging
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Workflow

from stories.models import SharedStory
from tests import factories
from tests.stories.sharing.conftest import in_language
from twinning.translation.moderation import workflows

pytestmark = pytest.mark.django_db

ALMELO, EDITOR = "team-almelo", "editor"
SENDER = ("Anna Nowak", "anna@example.org")


@pytest.fixture
def tree(world):
    """The world, in the place of the small site that a story is sent from otherwise."""
    world.home = world.homes["en"]
    return world


@pytest.fixture
def polish(tree, shared) -> SharedStory:
    """A story about Almelo that somebody has written in Polish."""
    page = factories.ShareStoryPageFactory(parent=tree.homes["pl"], slug="opowiedz")
    return shared(page=page, title="Dziewięć dni", consent_of_shown="on")


@pytest.fixture
def act(world, django_capture_on_commit_callbacks) -> Any:
    """Have somebody approve or reject what waits."""

    def act(name: str, row: SharedStory, action: str, **data: str) -> None:
        state = row.page.current_workflow_task_state
        view = reverse("wagtailadmin_pages:workflow_action", args=[row.page_id, action, state.pk])
        with django_capture_on_commit_callbacks(execute=True):
            answer = world.client(name).post(view, {"comment": "", **data})
        assert answer.status_code in {200, 302, 403}
        row.page.refresh_from_db()

    return act


def told() -> list[str]:
    """To whom e-mails have gone, each as often as it did; forgotten after this."""
    found = sorted(message.to[0].partition("@")[0] for message in mail.outbox)
    mail.outbox.clear()
    return found


def test_a_story_in_polish_about_almelo(world, polish, act) -> None:
    """Its town's team and the editors approve it, though neither may publish in Polish."""
    story = polish.page
    assert story.locale.language_code == "pl"
    assert story.get_parent().specific == world.towns["almelo", "pl"]
    assert story.current_workflow_state.workflow == world.teams["almelo"].workflow
    # The team by the letter, which names the sender; an administrator by the notice, which does
    # not; nobody twice.
    by_person = {message.to[0].partition("@")[0]: message for message in mail.outbox}
    assert told() == ["anna", "superuser", ALMELO]
    assert by_person[ALMELO].reply_to == ["anna@example.org"]
    notice = by_person["superuser"]
    assert "Dziewięć dni" in notice.subject and notice.reply_to == []
    assert not [words for words in SENDER if words in notice.body + notice.subject]

    act("team-kalisz", polish, "approve")
    assert story.current_workflow_task_state.task.name.startswith("Almelo")
    act(ALMELO, polish, "approve")
    assert not story.live
    [to_editor] = [m for m in mail.outbox if m.to == ["editor@example.org"]]
    assert not [words for words in SENDER if words in to_editor.body + to_editor.subject]
    assert told() == [EDITOR, "superuser"]
    act(EDITOR, polish, "approve")
    assert story.live and told() == ["anna"]
    assert Client().get(story.url).status_code == 200


def test_the_team_hears_what_the_editors_want(world, polish, act) -> None:
    act(ALMELO, polish, "approve")
    told()
    act(EDITOR, polish, "reject", comment="Który rok?")
    assert told() == [ALMELO]
    edit = world.client(ALMELO).get(reverse("wagtailadmin_pages:edit", args=[polish.page_id]))
    assert edit.status_code == 200 and "action-submit" in edit.content.decode()


def test_a_mailbox_is_written_to_in_place_of_the_members(world, share_page, shared) -> None:
    team = world.teams["almelo"]
    team.email, team.language = "almelo-box@example.org", "nl"
    team.save()
    shared()
    assert told() == ["almelo-box", "anna", "superuser"]


def test_a_step_of_others_is_told_to_them(world, share_page, shared) -> None:
    """Administrators may have another group read first; the letter still goes to the team."""
    first = world.teams["almelo"].workflow.tasks.first().specific
    first.groups.set([world.teams["nimes"].group])
    shared()
    assert told() == ["anna", "superuser", ALMELO, "team-nimes"]


def test_of_no_town_it_is_the_editors(world, share_page, shared) -> None:
    factories.StoryIndexPageFactory(parent=world.homes["en"])
    row = shared(town="")
    assert row.page.current_workflow_state.workflow == workflows.of_editors()
    assert told() == ["anna", EDITOR, "superuser"]


def test_where_the_team_is_empty_it_is_the_editors(world, share_page, shared) -> None:
    world.teams["almelo"].group.user_set.clear()
    row = shared()
    assert row.page.current_workflow_state.workflow == workflows.of_editors()
    assert told() == ["anna", EDITOR, "superuser"]


def test_without_these_it_is_the_page_s_own(world, share_page, shared) -> None:
    Workflow.objects.all().delete()
    own = workflows.make("Everything", [workflows.step("Anybody", [])])
    assert shared().page.current_workflow_state is None
    workflows.assign(own, world.homes["en"])
    row = shared(title="Another")
    assert row.page.current_workflow_state.workflow == own


@pytest.mark.parametrize("name", ["superuser", "administrator", EDITOR, ALMELO])
def test_who_answers_for_the_town_sees_whose_it_is(world, polish, act, name) -> None:
    if name == EDITOR:  # who may open a page in Polish while it waits for them
        act(ALMELO, polish, "approve")
    html = editor_html(world, name, polish)
    assert "Sent by a visitor" in html and polish.reference in html and "Anna Nowak" in html
    assert f'href="mailto:anna@example.org?subject={polish.reference}"' in html
    assert polish.consent_version in html
    assert "All who are shown or named agree to its publication." in html


@pytest.mark.parametrize("name", ["team-kalisz", "translator-pl"])
def test_nobody_else_does(world, polish, act, name) -> None:
    """Though they may change the page: who sees what was sent, only town teams say."""
    act(ALMELO, polish, "approve")
    act(EDITOR, polish, "approve")
    html = editor_html(world, name, polish)
    assert "Dziewięć dni" in html
    assert not [w for w in ("Sent by a visitor", polish.reference, *SENDER) if w in html]


def test_a_story_of_editors_has_no_sender(world) -> None:
    story = world.stories["almelo", "en"]
    row = type("Row", (), {"page_id": story.pk})
    assert "Sent by a visitor" not in editor_html(world, EDITOR, row)
    add = reverse("wagtailadmin_pages:add", args=["stories", "storypage", story.get_parent().pk])
    assert "Sent by a visitor" not in world.client(EDITOR).get(add).content.decode()


def test_who_is_forgotten_is_not_shown(world, polish) -> None:
    assert "Sent by a visitor" in editor_html(world, ALMELO, polish)
    SharedStory.objects.update(name="", email="")
    assert "Sent by a visitor" not in editor_html(world, ALMELO, polish)


def test_a_translation_does_not_say_whose_it_is(world, polish) -> None:
    translated = in_language(polish.page, "en", slug="nine-days")
    row = type("Row", (), {"page_id": translated.pk})
    assert "Anna Nowak" not in editor_html(world, EDITOR, row)


def test_nothing_of_the_sender_is_in_logs_caches_or_revisions(world, polish, caplog) -> None:
    caplog.set_level(logging.DEBUG)
    path = reverse("wagtailadmin_pages:edit", args=[polish.page_id])
    answer = world.client(ALMELO).get(path)
    assert (
        "no-store" in answer.headers["Cache-Control"]
        or "private" in answer.headers["Cache-Control"]
    )
    assert not [words for words in SENDER if words in caplog.text]
    polish.page.save_revision()
    contents = [str(revision.content) for revision in polish.page.revisions.all()]
    assert not [words for words in SENDER if words in "".join(contents)]


def editor_html(world, name: str, row: Any) -> str:
    """The page editor as somebody sees it."""
    answer = world.client(name).get(reverse("wagtailadmin_pages:edit", args=[row.page_id]))
    assert answer.status_code == 200
    return answer.content.decode()

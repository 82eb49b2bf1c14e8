"""Translators send in, the team decides, and what was sent in is what goes live."""

import pytest
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, TaskState, WorkflowPage, WorkflowState

from tests import factories
from tests.twinning.translation.editing import translate
from twinning.translation.models import TranslationState

FORM = "application/x-www-form-urlencoded"


def do(client, desk, name: str) -> str:
    url = reverse(f"translation_{name}", args=[desk.translation.pk])
    return client.post(url, follow=True).content.decode()


def decide(client, desk, action: str, comment: str = "", **sent) -> str:
    task = TaskState.objects.latest("pk")
    url = reverse("translation_decide", args=[desk.translation.pk])
    sent = {"action": action, "task": task.pk, "comment": comment, **sent}
    answer = client.post(url, sent, follow=True)
    assert answer.redirect_chain or answer.status_code == 403
    return answer.content.decode()


def wagtails_own(page, action: str) -> str:
    """The address by which Wagtail's editor and lists decide."""
    task = page.current_workflow_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task.pk])


@pytest.fixture
def sent_in(translated, piotr, anna):
    assert "has been sent to be moderated" in do(anna, translated, "submit")
    return translated


def test_a_translator_sees_how_to_send_in(translated, piotr, anna) -> None:
    html = anna.get(translated.edit_url).content.decode()
    assert "Submit for moderation" in html
    assert "&quot;canPublish&quot;: false" in html


def test_what_is_sent_in_is_a_revision_and_changes_nothing(sent_in, client) -> None:
    page = sent_in.live()
    assert (page.live, page.title, page.slug) == (False, "A bench", "a-bench")
    revision = page.current_workflow_task_state.revision
    assert revision == page.latest_revision
    sent = revision.as_object()
    assert (sent.title, sent.slug, sent.intro) == ("Ławka", "lawka", "Artyści zrobili ławkę.")
    assert "Stoi w parku." in str(sent.body)
    assert page.current_workflow_state.requested_by.username == "anna"


def test_a_gap_is_not_sent_in(desk, piotr, anna) -> None:
    assert "5 texts are not translated yet." in do(anna, desk, "submit")
    assert desk.live().current_workflow_state is None
    assert desk.live().latest_revision == desk.page.latest_revision


def test_nothing_is_sent_in_where_nobody_decides(translated, anna) -> None:
    WorkflowPage.objects.all().delete()
    do(anna, translated, "submit")
    assert not WorkflowState.objects.exists()


def test_meanwhile_the_translator_waits(sent_in, anna, piotr) -> None:
    url = sent_in.url("It has tiles.")
    answer = anna.put(url, "value=Inaczej", content_type=FORM)
    assert answer.status_code == 423
    assert "moderation" in answer.json()["detail"]
    html = anna.get(sent_in.edit_url).content.decode()
    assert "&quot;isLocked&quot;: true" in html
    assert "Take back" in html
    assert "Approve" not in html
    assert piotr.put(url, "value=Inaczej", content_type=FORM).status_code == 200


def test_approval_publishes_and_counts_as_reading(sent_in, piotr, client) -> None:
    html = piotr.get(sent_in.edit_url).content.decode()
    assert "Approve" in html
    assert "You have approved “Ławka”." in decide(piotr, sent_in, "approve")
    assert "Stoi w parku." in client.get("/pl/opowiesci/lawka/").content.decode()
    state = TranslationState.objects.get(page=sent_in.page)
    assert state.reviewed_by.username == "piotr"
    assert not state.is_stale
    assert sent_in.live().current_workflow_state is None


def test_unread_machine_words_may_be_sent_in_and_are_read_by_approval(
    translated, anna, piotr
) -> None:
    translated.by_machine("It has tiles.", "Posiada kafelki.")
    do(anna, translated, "submit")
    decide(piotr, translated, "approve")
    assert "Posiada kafelki." in str(translated.live().body)
    assert TranslationState.objects.get(page=translated.page).method == "machine_reviewed"


def test_words_written_afterwards_are_not_published_by_an_approval(sent_in, piotr, client) -> None:
    piotr.put(sent_in.url("It has tiles."), "value=Inaczej.", content_type=FORM)
    sent_in.by_machine("It stands in a park.", "Maszyna.")
    html = piotr.get(sent_in.edit_url).content.decode()
    assert "Its words have changed since it was sent in." in html
    decide(piotr, sent_in, "approve")
    live = str(sent_in.live().body)
    assert "Ma kafelki." in live
    assert "Inaczej." not in live
    assert TranslationState.objects.get(page=sent_in.page).machine_segments == 1, "nobody read it"


def test_who_decides_may_decide_on_the_words_as_they_are_now(sent_in, piotr, anna) -> None:
    piotr.put(sent_in.url("It has tiles."), "value=Inaczej.", content_type=FORM)
    do(anna, sent_in, "replace")
    assert TaskState.objects.get().revision.as_object().body.raw_data[0]["value"].count("Ma kaf")
    do(piotr, sent_in, "replace")
    html = piotr.get(sent_in.edit_url).content.decode()
    assert "Its words have changed" not in html
    decide(piotr, sent_in, "approve")
    assert "Inaczej." in str(sent_in.live().body)


def test_the_translator_sees_what_should_be_changed_and_sends_in_again(
    sent_in, anna, piotr, admin
) -> None:
    told = decide(piotr, sent_in, "reject", "Tiles are płytki.")
    assert "You have asked for changes of “Ławka”." in told
    html = anna.get(sent_in.edit_url).content.decode()
    assert "Piotr Nowak asked for changes." in html
    assert "Tiles are płytki." in html
    assert "Send in again" in html
    assert "&quot;isLocked&quot;: false" in html
    translate(admin, sent_in.translation, {"It has tiles.": "Ma płytki."})
    do(anna, sent_in, "submit")
    state = sent_in.live().current_workflow_state
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    assert WorkflowState.objects.count() == 1
    decide(piotr, sent_in, "approve")
    assert "Ma płytki." in str(sent_in.live().body)


def test_what_was_sent_in_may_be_taken_back_by_its_sender(sent_in, anna) -> None:
    assert "is no longer being moderated" in do(anna, sent_in, "withdraw")
    assert sent_in.live().current_workflow_state is None
    do(anna, sent_in, "withdraw")
    assert WorkflowState.objects.get().status == WorkflowState.STATUS_CANCELLED


def test_a_live_page_stays_as_it_is_until_a_change_is_approved(
    translated, admin, anna, piotr, client
) -> None:
    piotr.post(translated.edit_url, {"action": "publish"})
    translate(admin, translated.translation, {"It has tiles.": "Ma płytki."})
    do(anna, translated, "submit")
    page = translated.live()
    assert page.live and page.has_unpublished_changes
    assert "Ma kafelki." in client.get("/pl/opowiesci/lawka/").content.decode()
    decide(piotr, translated, "approve")
    assert "Ma płytki." in client.get("/pl/opowiesci/lawka/").content.decode()


def test_who_approves_the_last_step_publishes_by_that(sent_in, piotr) -> None:
    GroupPagePermission.objects.filter(
        group__name="piotr", permission__codename="publish_page"
    ).delete()
    decide(piotr, sent_in, "approve")
    assert sent_in.live().live


def test_who_is_of_no_deciding_group_approves_nothing(sent_in, anna) -> None:
    decide(anna, sent_in, "approve")
    assert anna.post(wagtails_own(sent_in.live(), "approve"), {"comment": ""}).status_code == 403
    assert not sent_in.live().live
    assert sent_in.live().workflow_in_progress


@pytest.mark.parametrize("task", ["0", "-1", "²", "", "999999"])
def test_what_waits_no_longer_is_not_decided_on(sent_in, piotr, task: str) -> None:
    assert "Somebody has decided on it in the meantime." in decide(
        piotr, sent_in, "approve", task=task
    )
    assert not sent_in.live().live
    assert sent_in.live().workflow_in_progress


@pytest.mark.parametrize("action", ["", "publish", "unlock"])
def test_nothing_else_is_decided(sent_in, piotr, action: str) -> None:
    decide(piotr, sent_in, action)
    assert not sent_in.live().live
    assert sent_in.live().workflow_in_progress


def test_what_was_asked_to_be_changed_is_not_approved_until_sent_in_again(sent_in, piotr) -> None:
    decide(piotr, sent_in, "reject", "Tiles are płytki.")
    assert "in the meantime" in decide(piotr, sent_in, "approve")
    assert not sent_in.live().live


def test_a_draft_with_gaps_that_came_by_other_ways_is_not_published(desk, piotr, admin) -> None:
    page = desk.live()
    page.save_revision()
    page.get_workflow().start(page, None)
    assert "5 texts are not translated yet." in decide(piotr, desk, "approve")
    assert piotr.post(wagtails_own(desk.live(), "approve"), {"comment": ""}).status_code == 403
    assert not desk.live().live
    assert desk.live().workflow_in_progress


def test_who_decides_by_wagtails_own_address_publishes_what_was_sent_in(sent_in, piotr) -> None:
    piotr.put(sent_in.url("It has tiles."), "value=Inaczej.", content_type=FORM)
    piotr.post(wagtails_own(sent_in.live(), "approve"), {"comment": ""})
    assert "Ma kafelki." in str(sent_in.live().body)


def test_an_original_is_approved_as_in_wagtail(desk, piotr, admin, tree) -> None:
    stories = Page.objects.get(slug="opowiesci").specific
    page = factories.StoryPageFactory(
        parent=stories, title="Własna", slug="wlasna", locale=desk.polish, live=False
    )
    page.save_revision()
    page.get_workflow().start(page, None)
    page.title = "Własna historia"
    page.save_revision()
    piotr.post(wagtails_own(page, "approve"), {"comment": ""})
    assert Page.objects.get(pk=page.pk).title == "Własna historia"

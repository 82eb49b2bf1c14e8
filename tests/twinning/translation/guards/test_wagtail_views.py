"""Every view of Wagtail's that shows or changes a page of another town, in another language."""

import pytest
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction, Task, Workflow, WorkflowPage, WorkflowTask

from tests.twinning.translation.rights.walking import state
from tests.twinning.translation.rights.world import World


@pytest.fixture
def story(world) -> Page:
    """A draft of Almelo in Polish, with two revisions and a workflow that waits."""
    page = world.stories["almelo", "pl"]
    page.live = False
    page.save()
    first = page.save_revision()
    page.intro = "Later"
    page.save_revision()
    page.first = first
    workflow = Workflow.objects.create(name="Look")
    WorkflowTask.objects.create(
        workflow=workflow, task=Task.objects.first() or _task(world), sort_order=1
    )
    WorkflowPage.objects.create(workflow=workflow, page=world.towns["almelo", "pl"])
    workflow.start(page, world.users["superuser"])
    page.refresh_from_db()
    return page


def _task(world):
    from wagtail.models import GroupApprovalTask

    task = GroupApprovalTask.objects.create(name="Team")
    task.groups.add(world.teams["kalisz"].group)
    return task


def addresses(page: Page) -> dict[str, str]:
    """Wagtail's addresses of a page, but those of the matrix."""
    revision = page.first.pk
    workflow = page.current_workflow_state
    task = workflow.current_task_state
    plain = (
        *("edit", "preview_on_edit", "view_draft", "delete", "unpublish", "move", "copy"),
        *("set_privacy", "lock", "unlock", "history", "history_results", "usage"),
        *("workflow_history", "set_page_position", "confirm_workflow_cancellation"),
    )
    arguments = {
        **{name: [page.pk] for name in plain},
        "revisions_view": [page.pk, revision],
        "revisions_revert": [page.pk, revision],
        "revisions_unschedule": [page.pk, revision],
        "revisions_compare": [page.pk, revision, "latest"],
        "workflow_history_detail": [page.pk, workflow.pk],
        "workflow_action": [page.pk, "approve", task.pk],
        "collect_workflow_action_data": [page.pk, "approve", task.pk],
        "workflow_preview": [page.pk, task.task_id],
        "add_subpage": [page.get_parent().pk],
        "preview_on_add": ["stories", "storypage", page.get_parent().pk],
    }
    return {
        name: reverse(f"wagtailadmin_pages:{name}", args=values)
        for name, values in arguments.items()
    }


#: To these, Wagtail answers by a message and a way elsewhere, or by not found.
_OTHERWISE = {"workflow_preview", "revisions_unschedule"}


@pytest.mark.parametrize("name", ["team-nimes", "editor", "translator-de"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_refuses_and_nothing_changes(world: World, story, name, method) -> None:
    before, wrong = state(), []
    for what, url in addresses(story).items():
        answer = world.client(name).generic(method, url)
        refused = {403, 405, *({302, 404} if what in _OTHERWISE else ())}
        if answer.status_code not in refused or "Later" in answer.content.decode():
            wrong.append((what, answer.status_code))
    assert wrong == []
    assert state() == before
    story.refresh_from_db()
    assert story.current_workflow_state.status == "in_progress"


@pytest.mark.parametrize("action", ["delete", "move", "publish", "unpublish"])
def test_nothing_is_done_to_many_at_once(world, story, action) -> None:
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    keys = "&".join(f"id={page.pk}" for page in world.stories.values())
    data = {"chooser": str(world.towns["nimes", "pl"].pk), "include_descendants": "on"}
    for name in ("translator-de", "nobody"):
        before = state()
        world.client(name).post(f"{bulk}?{keys}", data)
        assert state() == before


def test_of_many_only_one_s_own_are_changed(world) -> None:
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    keys = "&".join(f"id={page.pk}" for page in world.stories.values())
    assert world.client("team-nimes").post(f"{bulk}?{keys}").status_code == 302
    hidden = Page.objects.filter(live=False).values_list("locale__language_code", flat=True)
    assert set(hidden) == {"fr"} and len(hidden) == 5


def test_privacy_is_set_by_who_may_publish(world) -> None:
    data = {"restriction_type": "login"}
    for name, code, wanted in (
        ("team-almelo", "pl", False),
        ("translator-pl", "pl", False),
        ("team-almelo", "nl", True),
    ):
        page = world.stories["almelo", code]
        url = reverse("wagtailadmin_pages:set_privacy", args=[page.pk])
        answer = world.client(name).post(url, data)
        assert answer.status_code == (200 if wanted else 403)
        assert PageViewRestriction.objects.filter(page=page.pk).exists() == wanted


# Pictures and documents.


@pytest.fixture
def theirs(world, picture):
    """A picture of Almelo, and a document."""
    from django.core.files.base import ContentFile
    from wagtail.documents import get_document_model

    collection = world.teams["almelo"].collection
    picture.collection = collection
    picture.save()
    document = get_document_model().objects.create(
        title="Plan", file=ContentFile(b"Plan", name="plan.txt"), collection=collection
    )
    return picture, document


def media(picture, document) -> dict[str, str]:
    """Where a picture and a document are changed or chosen."""
    return {
        "picture": reverse("wagtailimages:edit", args=[picture.pk]),
        "delete picture": reverse("wagtailimages:delete", args=[picture.pk]),
        "document": reverse("wagtaildocs:edit", args=[document.pk]),
        "delete document": reverse("wagtaildocs:delete", args=[document.pk]),
    }


@pytest.mark.parametrize("name", ["team-nimes", "translator-nl"])
def test_media_of_another_town_are_left_alone(world, theirs, name) -> None:
    picture, document = theirs
    for what, url in media(*theirs).items():
        for method in ("GET", "POST"):
            answer = world.client(name).generic(method, url)
            assert answer.status_code == 403, (what, method)
    for chooser in ("wagtailimages_chooser:choose_results", "wagtaildocs_chooser:choose_results"):
        text = world.client(name).get(reverse(chooser)).content.decode()
        assert picture.title not in text and document.title not in text
    picture.refresh_from_db()
    document.refresh_from_db()


@pytest.mark.parametrize(
    "url", ["wagtailimages:add", "wagtailimages_chooser:create", "wagtailimages:add_multiple"]
)
def test_nothing_is_uploaded_into_the_collection_of_another_town(world, theirs, url) -> None:
    from wagtail.images import get_image_model
    from wagtail.images.tests.utils import get_test_image_file

    collection = str(world.teams["almelo"].collection.pk)
    for prefix in ("", "image-chooser-upload-"):
        file = get_test_image_file()
        fields = {f"{prefix}title": "x", f"{prefix}collection": collection, f"{prefix}file": file}
        world.client("team-nimes").post(reverse(url), {**fields, "files[]": get_test_image_file()})
    found = get_image_model().objects.filter(collection=collection)
    assert [image.pk for image in found] == [theirs[0].pk]

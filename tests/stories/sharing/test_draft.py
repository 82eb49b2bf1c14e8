"""What becomes of a story that was sent: a draft at its place, and nothing that anybody sees."""

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.test import Client
from wagtail.images import get_image_model
from wagtail.models import Page, ReferenceIndex, Revision, Workflow, WorkflowState

from stories.models import SharedStory, StoryPage
from stories.sharing import drafts
from tests import factories
from tests.home.enquiries.conftest import token_of
from tests.stories.sharing.conftest import STORY, WORDS, in_language, uploads
from twinning.mail.models import OutgoingMessage
from twinning.media import private
from twinning.submissions.models import Receipt

pytestmark = pytest.mark.django_db


def test_a_story_becomes_a_draft_below_its_town(shared, share_page, tree) -> None:
    row = shared(people="A choir", consent_of_shown="on")
    story = row.page
    assert not story.live and story.has_unpublished_changes and story.first_published_at is None
    assert story.get_parent().pk == tree.almelo.pk and story.town_id == tree.almelo.pk
    assert (story.title, story.slug, story.people) == (
        "Nine days on the water",
        "nine-days-on-the-water",
        "A choir",
    )
    assert story.locale_id == tree.almelo.locale_id and story.latest_revision is not None
    assert (row.name, row.email, row.language) == ("Anna Nowak", "anna@example.org", "en")
    assert row.town_key == tree.almelo.translation_key
    assert row.consent_text == "We may publish it."
    assert row.consent_version == share_page.consent_version


def test_nothing_in_a_story_is_markup(shared) -> None:
    words = "<script>alert(1)</script> <img src=x onerror=alert(1)> a & b"
    story = shared(title="<i>A</i> title", story=f"{STORY}\n \n{words}").page
    [block] = story.body.raw_data
    assert block["value"] == (
        "<p>We rowed from Preston to Almelo, &amp; it took us &lt;b&gt;nine&lt;/b&gt; days.</p>"
        "<p>On the last evening<br/>we sang together, and nobody wanted to go home any more.</p>"
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; "
        "&lt;img src=x onerror=alert(1)&gt; a &amp; b</p>"
    )
    story.get_latest_revision().publish()
    html = Client().get(story.url).content.decode()
    assert "&lt;script&gt;alert(1)" in html and "<script>alert" not in html
    assert "<i>A</i>" not in html


def test_one_picture_is_a_picture_and_several_a_gallery(shared) -> None:
    story = shared(pictures=1, pictures_show="Rowers & a boat").page
    assert [block.block_type for block in story.body] == ["rich_text", "image"]
    image = story.body[1].value["image"]
    assert image.contextual_alt_text == "Rowers & a boat" and image.is_private
    story = shared(pictures=3, title="Another").page
    assert [block.block_type for block in story.body] == ["rich_text", "gallery"]
    shown = story.body[1].value["pictures"]
    assert [figure["image"].contextual_alt_text for figure in shown] == ["Another"] * 3
    assert "Anna" not in str(get_image_model().objects.values())


def test_slugs_are_free_and_of_plain_letters(shared, tree) -> None:
    factories.StoryPageFactory(parent=tree.almelo, slug="zolw")
    titles = ["Żółw", "Żółw!", "???", "…", "x" * 120]
    slugs = [shared(title=title, story=f"{STORY} {title}").page.slug for title in titles]
    assert slugs == ["zolw-2", "zolw-3", "story", "story-2", "x" * 80]


def test_where_the_town_is_not_in_the_language_it_lies_in_the_list(shared, share_page, tree):
    index = in_language(tree.stories, "nl")
    page = in_language(share_page, "nl", slug="delen")
    story = shared(page=page).page
    assert story.get_parent().pk == index.pk and story.town_id == tree.almelo.pk
    assert story.locale.language_code == "nl"
    town = in_language(tree.almelo, "nl", slug="almelo-nl")
    story = shared(page=page, town="almelo-nl", title="Nog een").page
    assert story.get_parent().pk == town.pk and story.town_id == town.pk


def test_of_no_town_it_lies_in_the_list(shared, tree) -> None:
    row = shared(town="")
    assert row.page.get_parent().pk == tree.stories.pk and row.page.town is None
    assert row.town_key is None


def test_where_there_is_no_place_it_is_said(send, share_page, tree) -> None:
    page = in_language(share_page, "de", slug="teilen")
    answer = send(page)
    assert answer.status_code == 422 and answer.context["form"].non_field_errors()
    tree.stories.unpublish()
    assert send(share_page, town="").status_code == 422
    assert not StoryPage.objects.exists() and not Receipt.objects.exists()
    assert send(share_page).status_code == 303  # below its town there is a place


def test_a_place_that_goes_meanwhile_is_no_failure(send, share_page, tree, monkeypatch) -> None:
    add = drafts.add_draft

    def late(form, pictures):
        tree.almelo.delete()
        return add(form, pictures)

    monkeypatch.setattr(drafts, "add_draft", late)
    answer = send(share_page)
    assert answer.status_code == 503 and STORY.split("\n")[-1] in answer.content.decode()
    assert not StoryPage.objects.exists() and not Receipt.objects.exists()


def test_it_waits_for_moderation(shared) -> None:
    story = shared().page
    state = WorkflowState.objects.get()
    assert (
        state.content_object.specific == story and state.status == WorkflowState.STATUS_IN_PROGRESS
    )
    assert state.requested_by is None


def test_without_a_workflow_it_waits_as_a_draft(shared) -> None:
    Workflow.objects.all().delete()
    assert not shared().page.live and not WorkflowState.objects.exists()


def test_the_team_and_the_sender_are_told(shared, django_user_model) -> None:
    django_user_model.objects.create_superuser("root", "root@example.org", "x")
    row = shared()
    [to_team] = [m for m in mail.outbox if m.reply_to]
    assert to_team.to == ["root@example.org"] and to_team.reply_to == ["anna@example.org"]
    edit = f"{settings.WAGTAILADMIN_BASE_URL}/admin/pages/{row.page_id}/edit/"
    assert edit in to_team.body and "Nine days on the water" in to_team.body
    assert row.reference in to_team.subject and "Almelo" in to_team.subject
    [receipt] = [m for m in mail.outbox if m.to == ["anna@example.org"]]
    assert row.reference in receipt.subject
    assert f"http://localhost:8000/en/shared-stories/{row.reference}." in receipt.body
    assert not [word for word in WORDS if word in receipt.body + receipt.subject]


def test_the_receipt_is_in_the_language_of_the_page(shared, share_page, tree) -> None:
    in_language(tree.stories, "fr")
    shared(page=in_language(share_page, "fr", slug="partager"))
    [receipt] = [m for m in mail.outbox if m.to == ["anna@example.org"]]
    assert "/fr/shared-stories/" in receipt.body
    assert receipt.extra_headers["Content-Language"] == "fr"


def test_sent_twice_is_received_once(send, share_page, tree) -> None:
    token = token_of(Client(), share_page.url)
    sent = [
        send(share_page, token=token, pictures=uploads(2), consent_of_shown="on")
        for _time in range(2)
    ]
    assert sent[0].headers["Location"] == sent[1].headers["Location"]
    assert SharedStory.objects.count() == StoryPage.objects.count() == 1
    assert get_image_model().objects.count() == 2 and len(mail.outbox) == 1


def test_the_thanks_lead_to_the_state(send, share_page) -> None:
    client = Client()
    answer = send(share_page)
    thanks = client.get(answer.headers["Location"])
    assert thanks.context["status_path"] in thanks.content.decode()
    assert client.get(thanks.context["status_path"]).status_code == 200


@pytest.mark.parametrize(
    "step",
    [
        "stories.sharing.letters.tell_sender",
        "stories.sharing.letters.tell_team",
        "stories.sharing.drafts.add_draft",
        "stories.models.StoryPage.save_revision",
        "wagtail.models.Workflow.start",
        "stories.models.SharedStory.save",
    ],
)
def test_where_a_step_fails_nothing_is_left(
    send, share_page, settings, monkeypatch, django_user_model, step
) -> None:
    django_user_model.objects.create_superuser("root", "root@example.org", "x")
    settings.EMAIL_BACKEND = "twinning.mail.backend.OutboxBackend"
    pages = Page.objects.count()

    def fail(*args, **kwargs):
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(step, fail)
    with pytest.raises(DatabaseError):
        send(share_page, pictures=uploads(2), consent_of_shown="on")
    assert Page.objects.count() == pages
    for table in (SharedStory, Receipt, OutgoingMessage, Revision, WorkflowState):
        assert not table.objects.exists()
    assert not get_image_model().objects.exists()
    assert files() == []


def test_where_the_second_picture_fails_the_first_goes_as_well(send, share_page, monkeypatch):
    keep, kept = private.keep, []

    def once(*args, **kwargs):
        if kept:
            raise OSError("the disk is full")
        kept.append(keep(*args, **kwargs))
        return kept[0]

    monkeypatch.setattr(private, "keep", once)
    with pytest.raises(OSError, match="disk is full"):
        send(share_page, pictures=uploads(2), consent_of_shown="on")
    assert kept and files() == [] and not StoryPage.objects.exists()


def test_whose_a_story_is_counts_as_no_use_of_it(shared) -> None:
    row = shared(pictures=2)
    assert not ReferenceIndex.model_is_indexable(SharedStory)
    for picture in get_image_model().objects.filter(pk__in=row.picture_keys):
        uses = ReferenceIndex.get_references_to(picture)
        assert {use.object_id for use in uses} == {str(row.page_id)}


def files() -> list[str]:
    """The private files that there are."""
    if not default_storage.exists("private_images"):
        return []
    return default_storage.listdir("private_images")[1]

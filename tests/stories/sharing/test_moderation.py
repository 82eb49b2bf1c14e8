"""The whole way of a story: sent, read by a moderator, published, and told of."""

from xml.etree import ElementTree as ET

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.images import get_image_model

from stories.models import SharedStory, StoryPage
from stories.sharing import status
from tests.stories.sharing.conftest import act, in_language

pytestmark = pytest.mark.django_db
API = "/api/content/v1/"


def listed() -> list[str]:
    """The titles of stories in the Content API."""
    answer = Client().get(f"{API}pages/?type=stories.StoryPage&locale=en")
    return [item["title"] for item in answer.json()["items"]]


def in_feed() -> list[str]:
    """The titles of stories in the feed."""
    root = ET.fromstring(Client().get("/en/stories.atom").content)  # noqa: S314  (our own)
    atom = "{http://www.w3.org/2005/Atom}"
    return [entry.findtext(f"{atom}title") for entry in root.findall(f"{atom}entry")]


def letters(to: str) -> list:
    return [message for message in mail.outbox if message.to == [to]]


def pictures(row: SharedStory) -> list:
    return list(get_image_model().objects.filter(pk__in=row.picture_keys).order_by("pk"))


def test_from_the_form_to_the_feed(
    shared, moderator, tree, django_capture_on_commit_callbacks
) -> None:
    row = shared(pictures=2, pictures_show="Rowers on a canal")
    story, visitor = row.page, Client()
    path = status.path_of(row.reference)

    # Nobody sees anything of it yet.
    address = f"{tree.almelo.url}{story.slug}/"
    assert visitor.get(address).status_code == 404
    assert visitor.get(f"{API}pages/{story.pk}/").status_code == 404
    assert visitor.get(f"{API}resolve/?path={address}").status_code == 404
    assert listed() == [] and in_feed() == []
    assert "Nine days" not in visitor.get(tree.almelo.url).content.decode()
    waiting = pictures(row)
    assert len(waiting) == 2
    for picture in waiting:
        assert visitor.get(picture.file.url).status_code == 404
    assert "being read" in visitor.get(path).content.decode()
    assert len(letters("anna@example.org")) == 1

    # A moderator opens it, saves it as it is, and approves it.
    edit = moderator.get(f"/admin/pages/{story.pk}/edit/")
    assert edit.status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        act(moderator, story, "approve")
    assert story.live

    # Everybody sees it.
    page = visitor.get(address)
    assert page.status_code == 200
    html = page.content.decode()
    assert "it took us &lt;b&gt;nine&lt;/b&gt; days" in html and 'alt="Rowers on a canal"' in html
    for picture in pictures(row):
        assert not picture.is_private
        assert visitor.get(picture.file.url).status_code == 200
    answer = visitor.get(f"{API}pages/{story.pk}/").json()
    [text, gallery] = answer["body"]
    assert "nine" in text["value"]["html"] if isinstance(text["value"], dict) else text["value"]
    shown = [figure["image"]["alt"] for figure in gallery["value"]["pictures"]]
    assert shown == ["Rowers on a canal"] * 2
    assert listed() == ["Nine days on the water"] == in_feed()

    # And the sender is told, once.
    row.refresh_from_db()
    assert row.published_at is not None
    [_receipt, published] = letters("anna@example.org")
    assert f"http://localhost:8000{address}" in published.body
    seen = visitor.get(path).content.decode()
    assert "It is published" in seen and f'href="{address}"' in seen
    story.get_latest_revision().publish()
    assert len(letters("anna@example.org")) == 2


def test_what_the_form_makes_the_admin_takes(shared, moderator) -> None:
    """A moderator may publish the draft from the editor as it is: nothing in it is invalid."""
    for number in range(3):
        story = shared(pictures=number, title=f"Story {number}").page
        form_class = StoryPage.get_edit_handler().get_form_class()
        form = form_class(instance=story.get_latest_revision_as_object())
        story.full_clean()
        block = story.body.stream_block
        block.clean(story.get_latest_revision_as_object().body)
        assert form is not None


def test_changes_asked_for_is_being_worked_on(shared, moderator) -> None:
    row = shared()
    act(moderator, row.page, "reject")
    answer = Client().get(status.path_of(row.reference))
    assert "being worked on" in answer.content.decode()
    assert len(letters("anna@example.org")) == 1


def test_the_sender_is_told_in_their_language(shared, share_page, tree) -> None:
    in_language(tree.stories, "pl")
    row = shared(page=in_language(share_page, "pl", slug="historia"))
    row.page.get_latest_revision().publish()
    [_receipt, published] = letters("anna@example.org")
    assert published.extra_headers["Content-Language"] == "pl"
    assert row.page.get_url() in published.body


def test_what_is_planned_is_not_yet_published(shared) -> None:
    row = shared()
    row.page.go_live_at = timezone.now() + timezone.timedelta(days=1)
    row.page.save_revision().publish()
    row.refresh_from_db()
    assert row.published_at is None and len(letters("anna@example.org")) == 1


def test_a_translation_is_no_second_publication(shared, tree) -> None:
    in_language(tree.almelo, "nl", slug="almelo-nl")
    row = shared(pictures=1)
    row.page.get_latest_revision().publish()
    translated = in_language(row.page, "nl", slug="negen-dagen")
    translated.save_revision().publish()
    assert len(letters("anna@example.org")) == 2
    assert Client().get(translated.get_url()).status_code == 200


def test_a_draft_that_editors_delete_is_settled(
    shared, moderator, django_capture_on_commit_callbacks
) -> None:
    row = shared(pictures=2)
    files = [picture.file.name for picture in pictures(row)]
    storage = get_image_model()._meta.get_field("file").storage
    assert all(storage.exists(name) for name in files)
    with django_capture_on_commit_callbacks(execute=True):
        answer = moderator.post(f"/admin/pages/{row.page_id}/delete/")
    assert answer.status_code == 302 and not StoryPage.objects.exists()
    row.refresh_from_db()
    assert row.settled_at is not None and row.page is None
    assert pictures(row) == [] and not any(storage.exists(name) for name in files)
    seen = Client().get(status.path_of(row.reference)).content.decode()
    assert "It is not published" in seen and "Withdraw" not in seen


def test_pictures_that_another_page_shows_stay(shared, tree) -> None:
    row = shared(pictures=2)
    used, _other = pictures(row)
    tree.almelo.picture, tree.almelo.picture_alt = used, "Rowers"
    tree.almelo.save()
    row.page.delete()
    assert pictures(row) == [used]


def test_a_story_that_goes_with_its_town_is_settled(shared, tree) -> None:
    row = shared(pictures=1)
    tree.almelo.delete()
    row.refresh_from_db()
    assert row.settled_at is not None and pictures(row) == []


def test_a_published_story_that_editors_delete_keeps_its_pictures(shared) -> None:
    row = shared(pictures=1)
    row.page.get_latest_revision().publish()
    row.page.delete()
    row.refresh_from_db()
    assert row.settled_at is not None and len(pictures(row)) == 1
    seen = Client().get(status.path_of(row.reference)).content.decode()
    assert "It is not published" in seen

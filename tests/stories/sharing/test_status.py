"""The sender's own address: what has become of a story, and its withdrawal."""

import pytest
from django.core import mail, signing
from django.test import Client
from django.utils import translation
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail_localize.models import String, TranslationSource
from wagtail_localize.operations import translate_object

from stories.models import StoryPage
from stories.sharing import status
from tests.stories.sharing.conftest import act, in_language

pytestmark = pytest.mark.django_db


def test_only_the_signed_address_shows_anything(shared) -> None:
    row = shared()
    token = signing.Signer(salt="something else", sep=".").sign(row.reference)
    gone = status.path_of("AAAA-AAAA")
    for path in (f"/en/shared-stories/{row.reference}/", f"/en/shared-stories/{token}/", gone):
        assert Client().get(path).status_code == 404
        assert Client().get(f"{path}withdraw/").status_code == 404
        assert Client().post(f"{path}withdraw/").status_code == 404
    assert StoryPage.objects.exists()


def test_nobody_keeps_it(shared) -> None:
    row = shared()
    answer = Client().get(status.path_of(row.reference))
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert '<meta name="robots" content="noindex">' in answer.content.decode()
    assert not answer.cookies
    asked = Client().get(status.withdrawal_path_of(row.reference))
    assert asked.headers["Cache-Control"] == "private, no-store"
    # A browser that is told to say nothing does not say either that the form comes from here.
    assert asked.headers["Referrer-Policy"] == "same-origin"
    assert not asked.cookies
    assert Client().post(status.path_of(row.reference)).status_code == 405


@pytest.mark.parametrize("code", ["nl", "fr", "de", "pl"])
def test_it_is_there_in_every_language(shared, tree, code) -> None:
    in_language(tree.home, code)
    row = shared()
    with translation.override(code):
        path = status.path_of(row.reference)
    assert path.startswith(f"/{code}/")
    html = Client().get(path).content.decode()
    assert f'<html lang="{code}">' in html
    english = status.path_of(row.reference)
    assert f'href="{english}"' in html and f'hreflang="{code}"' in html


def withdraw(row, headers=None):
    client = Client(headers=headers or {})
    asked = client.get(status.withdrawal_path_of(row.reference))
    assert asked.status_code == 200 and '<form method="post">' in asked.content.decode()
    return client.post(status.withdrawal_path_of(row.reference))


def test_a_draft_is_withdrawn_with_its_pictures(
    shared, django_user_model, django_capture_on_commit_callbacks
) -> None:
    django_user_model.objects.create_superuser("root", "root@example.org", "x")
    row = shared(pictures=2)
    storage = get_image_model()._meta.get_field("file").storage
    files = list(get_image_model().objects.values_list("file", flat=True))
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        answer = withdraw(row)
    assert answer.status_code == 303
    assert answer.headers["Location"] == status.path_of(row.reference)
    assert not StoryPage.objects.exists() and not get_image_model().objects.exists()
    assert not any(storage.exists(name) for name in files)
    row.refresh_from_db()
    assert row.withdrawn_at is not None and row.settled_at is None
    [message] = mail.outbox
    assert message.to == ["root@example.org"] and "not public yet" in message.body
    html = Client().get(status.path_of(row.reference)).content.decode()
    assert "You have withdrawn it" in html and "Withdraw this story" not in html
    again = Client().post(status.withdrawal_path_of(row.reference))
    assert again.status_code == 303 and len(mail.outbox) == 1


def test_one_that_is_worked_on_is_withdrawn(shared, moderator) -> None:
    row = shared()
    act(moderator, row.page, "reject")
    assert withdraw(row).status_code == 303 and not StoryPage.objects.exists()


def test_a_published_story_is_taken_down_in_every_language(shared, tree, django_user_model) -> None:
    editor = django_user_model.objects.create_superuser("root", "root@example.org", "x")
    in_language(tree.almelo, "nl", slug="almelo-nl")
    row = shared(pictures=1)
    story = row.page
    story.get_latest_revision().publish()
    story.refresh_from_db()
    translate_object(story, [tree.locales["nl"]])
    translated = story.get_translation(tree.locales["nl"])
    translated.save_revision(user=editor).publish()
    alias = story.create_alias(parent=tree.stories, update_slug="again")
    addresses = [page.get_url() for page in (story, translated, alias)]
    assert [Client().get(address).status_code for address in addresses] == [200] * 3
    told = String.objects.filter(data__contains="rowed from Preston")
    sources = TranslationSource.objects.filter(object_id=story.translation_key)
    assert told.exists() and sources.exists()
    mail.outbox.clear()
    withdraw(row)
    assert [Client().get(address).status_code for address in addresses] == [404] * 3
    assert not StoryPage.objects.exists() and not get_image_model().objects.exists()
    assert not told.exists()
    assert not sources.exists()
    [message] = mail.outbox
    assert "It was public." in message.body
    assert Page.objects.filter(pk=tree.almelo.pk).exists()


def test_one_that_editors_took_down_is_withdrawn(shared) -> None:
    row = shared()
    row.page.get_latest_revision().publish()
    row.page.refresh_from_db()
    row.page.unpublish()
    html = Client().get(status.path_of(row.reference)).content.decode()
    assert "It is not published" in html
    assert withdraw(row).status_code == 303 and not StoryPage.objects.exists()


def test_one_that_editors_deleted_is_withdrawn_no_more_than_noted(shared) -> None:
    row = shared()
    row.page.delete()
    assert withdraw(row).status_code == 303
    row.refresh_from_db()
    assert row.withdrawn_at is not None


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}],
)
def test_no_other_site_withdraws_it(shared, headers) -> None:
    row = shared()
    answer = withdraw(row, headers)
    assert answer.status_code == 403 and StoryPage.objects.exists()
    assert withdraw(row, {"origin": "http://testserver"}).status_code == 303


def test_where_a_step_fails_nothing_is_withdrawn(shared, monkeypatch) -> None:
    row = shared(pictures=1)

    def fail(*args, **kwargs):
        raise OSError("no")

    monkeypatch.setattr("stories.sharing.letters.tell_withdrawn", fail)
    with pytest.raises(OSError, match="no"):
        withdraw(row)
    row.refresh_from_db()
    assert row.withdrawn_at is None and row.page is not None
    assert get_image_model().objects.count() == 1


def test_names_are_escaped(shared) -> None:
    row = shared(title="<script>alert(1)</script>")
    for path in (status.path_of(row.reference), status.withdrawal_path_of(row.reference)):
        assert "<script>alert" not in Client().get(path).content.decode()

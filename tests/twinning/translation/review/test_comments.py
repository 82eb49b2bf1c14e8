"""Comments: guarded, kept once, shown as text, told of to one person, gone in time."""

import logging
import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext
from wagtail.users.models import UserProfile

from tests.home.enquiries.conftest import token_of
from twinning import privacy
from twinning.delivery.sources import watched
from twinning.submissions.models import Receipt
from twinning.translation.models import ReviewComment, ReviewLink
from twinning.translation.review import form as box
from twinning.translation.review import links

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_slowly")]

ANSWERS = {"name": "Anna Nowak", "text": "The second sentence\nis lovely."}


def send(path: str, client: Client | None = None, **answers):
    client = client or Client()
    return client.post(path, {**ANSWERS, "token": token_of(client, path), **answers})


def test_a_comment_is_kept_and_shown(path, link) -> None:
    answer = send(path)
    assert answer.status_code == 303 and answer.headers["Location"] == f"{path}?sent=1#comments"
    comment = ReviewComment.objects.get()
    assert (comment.link, comment.name, comment.text) == (link, *ANSWERS.values())
    html = Client().get(f"{path}?sent=1").content.decode()
    assert gettext("Thank you, your comment has come in") in html
    assert "<strong>Anna Nowak</strong>" in html and "<br>is lovely." in html
    assert 'name="text"' not in html and 'name="text"' in Client().get(path).content.decode()


def test_markup_in_a_comment_is_text(path, editor) -> None:
    bad = '<script>alert(1)</script><img src=x onerror="alert(2)">'
    assert send(path, name='<b onclick="x">A', text=bad).status_code == 303
    admin = Client()
    admin.force_login(editor)
    there = f"/admin/translations/review/{ReviewLink.objects.get().page_id}/"
    for html in (Client().get(path).content.decode(), admin.get(there).content.decode()):
        assert "<script>alert" not in html and "<img src=x" not in html and "<b onc" not in html
        assert "&lt;script&gt;alert(1)" in html


def test_a_comment_that_is_sent_twice_is_one(path) -> None:
    client = Client()
    data = {**ANSWERS, "token": token_of(client, path)}
    for _time in range(2):
        assert client.post(path, data).status_code == 303
    assert send(path).status_code == 303, "the same again, from a form of its own"
    assert ReviewComment.objects.count() == 1
    assert client.post(path, {**data, "text": "Other"}).status_code == 422
    assert send(path, text="Other").status_code == 303
    assert ReviewComment.objects.count() == 2


def test_a_token_of_another_link_is_none(path, editor, story) -> None:
    other = links.path_of(links.make(story, editor, 1))
    assert send(path, token=token_of(Client(), other)).status_code == 422
    assert not ReviewComment.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"name": "see www.example.org"}, "name"),
        ({"name": "A\nB"}, "name"),
        ({"text": " "}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"text": "https://a.example https://b.example https://c.example"}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"homepage": "https://example.org"}, "homepage"),
        ({"token": "none"}, "token"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(path, wrong, field) -> None:
    answer = send(path, **wrong)
    assert answer.status_code == 422 and field in answer.context["form"].errors
    html = answer.content.decode()
    assert 'role="alert"' in html
    if field in ("name", "text"):
        assert f'href="#id_{field}"' in html and f'id="id_{field}_error"' in html
    assert not ReviewComment.objects.exists() and not Receipt.objects.exists()


def test_nobody_writes_so_quickly(path, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "FORM_MIN_SECONDS": 3}
    answer = send(path)
    assert answer.status_code == 422 and "token" in answer.context["form"].errors


def test_a_client_has_its_limit(path, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "FORM_CLIENT_LIMIT": (2, 3600)}
    answers = [send(path, text=f"Comment {number}") for number in range(3)]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert "Comment 2" in answers[-1].content.decode(), "the words are still there"


def test_foreign_pages_cannot_send(path) -> None:
    client = Client(headers={"Origin": "https://evil.example"})
    assert send(path, client).status_code == 403
    client = Client(headers={"Sec-Fetch-Site": "cross-site"})
    assert send(path, client).status_code == 403
    huge = Client().post(path, {"text": "x" * 200_000})
    assert huge.status_code == 413
    assert not ReviewComment.objects.exists()


def test_a_link_has_so_many_comments_and_no_more(path, link, monkeypatch) -> None:
    monkeypatch.setattr(box, "MOST_COMMENTS", 2)
    monkeypatch.setattr("twinning.translation.review.views.MOST_COMMENTS", 2)
    client = Client()
    tokens = [token_of(client, path) for _ in range(3)]
    answers = [
        client.post(path, {**ANSWERS, "text": str(at), "token": token}).status_code
        for at, token in enumerate(tokens)
    ]
    assert answers == [303, 303, 409] and link.comments.count() == 2
    html = client.get(path).content.decode()
    assert 'name="text"' not in html


def test_a_link_that_ends_meanwhile_takes_nothing(path, link, monkeypatch) -> None:
    data = {**ANSWERS, "token": token_of(Client(), path)}
    stale = ReviewLink.objects.select_related("page__locale").get()
    ReviewLink.objects.update(revoked_at=timezone.now())
    monkeypatch.setattr(links, "find", lambda token: stale)
    assert Client().post(path, data).status_code == 410
    assert not ReviewComment.objects.exists() and not Receipt.objects.exists()


def test_the_maker_alone_is_told_in_their_language_without_a_word_of_it(
    path, link, editor, admin_user, caplog, django_capture_on_commit_callbacks
) -> None:
    UserProfile.objects.create(user=editor, preferred_language="pl")
    with caplog.at_level(logging.DEBUG), django_capture_on_commit_callbacks(execute=True):
        assert send(path).status_code == 303
    [message] = mail.outbox
    assert message.to == ["eve@example.org"]
    assert message.extra_headers["Content-Language"] == "pl"
    assert "Two benches" in message.subject
    assert f"/admin/translations/review/{link.page_id}/" in message.body
    for words in ("Anna", "lovely"):
        assert words not in message.body + message.subject + caplog.text


@pytest.mark.parametrize("why", ["no address", "inactive", "no right", "gone"])
def test_nobody_is_told_who_has_nothing_to_do_with_it(
    path, editor, why, django_capture_on_commit_callbacks
) -> None:
    if why == "no address":
        editor.email = ""
        editor.save()
    elif why == "inactive":
        editor.is_active = False
        editor.save()
    elif why == "no right":
        editor.groups.clear()
    else:
        editor.delete()
    with django_capture_on_commit_callbacks(execute=True):
        assert send(path).status_code == 303
    assert mail.outbox == []


def test_links_and_comments_are_erased_in_time(path, link, editor, story, settings) -> None:
    link.comments.create(name="Anna", text="Lovely")
    kept = links.make(story, editor, 14)
    now = timezone.now()
    long_ago = now - timedelta(days=91)
    for field in ("expires_at", "revoked_at"):
        old = links.make(story, editor, 14)
        ReviewLink.objects.filter(pk=old.pk).update(**{field: long_ago})
    assert privacy.purge()["review_comments"] == 2
    ReviewLink.objects.filter(pk=link.pk).update(revoked_at=now - timedelta(days=89))
    assert privacy.purge()["review_comments"] == 0
    ReviewLink.objects.filter(pk=link.pk).update(revoked_at=long_ago)
    assert privacy.purge()["review_comments"] == 2
    assert list(ReviewLink.objects.all()) == [kept] and not ReviewComment.objects.exists()
    assert privacy.export("anna@example.org")["review_comments"] == []


def test_no_answer_depends_on_it() -> None:
    assert not {ReviewLink, ReviewComment} & set(watched())


def test_a_comment_costs_the_same_however_many_there_are(path, link) -> None:
    def counted(text: str) -> int:
        data = {**ANSWERS, "text": text, "token": token_of(Client(), path)}
        with CaptureQueriesContext(connection) as captured:
            assert Client().post(path, data).status_code == 303
        return len(captured)

    counted("first")
    few = counted("second")
    for number in range(20):
        link.comments.create(name="A", text=str(number))
    assert counted("third") == few


def test_the_form_needs_no_script(path) -> None:
    html = Client().get(path).content.decode()
    assert re.search(r'<form class="form"\s+method="post"', html)
    assert 'name="token"' in html and "csrfmiddlewaretoken" not in html

"""In the admin: who may edit a page manages its links and comments, and nobody else does."""

from pathlib import Path

import pytest
import wagtail.admin
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from tests.twinning.translation.editing import submit
from tests.twinning.translation.review.conftest import client_of, user_of
from twinning.translation.models import ReviewComment, ReviewLink
from twinning.translation.review import links, waiting

pytestmark = pytest.mark.django_db


def there(page: Page) -> str:
    return f"/admin/translations/review/{page.pk}/"


def act(user, page: Page, action: str, **data) -> int:
    return client_of(user).post(there(page), {"action": action, **data}).status_code


def test_whoever_may_edit_the_page_makes_a_link(story, editor) -> None:
    client = client_of(editor)
    html = client.get(there(story)).content.decode()
    assert 'name="days"' in html and 'value="14"' in html
    assert act(editor, story, "make", days=3) == 302
    link = ReviewLink.objects.get()
    assert (link.page_id, link.created_by, link.revoked_at) == (story.pk, editor, None)
    assert 2.9 < (link.expires_at - timezone.now()).total_seconds() / 86400 <= 3
    html = client.get(there(story)).content.decode()
    address = links.address_of(link)
    assert address.startswith("http") and f'value="{address}"' in html
    assert "eve" in html and "<script>" not in html.partition("<main")[2]


@pytest.mark.parametrize("days", ["0", "-1", "91", "", "x", "1e3", "9" * 400])
def test_days_that_mean_nothing_make_no_link(story, editor, days) -> None:
    assert act(editor, story, "make", days=days) == 422
    assert not ReviewLink.objects.exists()


def test_a_site_says_how_many_days_are_usual(story, editor, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "REVIEW_DAYS": 30}
    assert 'value="30"' in client_of(editor).get(there(story)).content.decode()


@pytest.mark.parametrize("action", ["make", "revoke", "settle", "reopen", "delete", "other"])
def test_nobody_else_sees_or_does_anything(story, stranger, link, action) -> None:
    comment = link.comments.create(name="A", text="B", resolved_at=timezone.now())
    before = [list(model.objects.values()) for model in (ReviewLink, ReviewComment)]
    answer = client_of(stranger).get(there(story))
    assert answer.status_code == 403 and b"benches" not in answer.content
    for item in (link.pk, comment.pk):
        assert act(stranger, story, action, days=3, item=item) == 403
    assert before == [list(model.objects.values()) for model in (ReviewLink, ReviewComment)]
    for client in (Client(), client_of(no_admin(stranger))):
        assert client.get(there(story)).status_code == 302
        assert client.post(there(story), {"action": "make", "days": 3}).status_code == 302
    assert ReviewLink.objects.count() == 1


def no_admin(user):
    user.groups.clear()
    return user


def test_every_editor_takes_back_and_settles(story, tree, link, path, django_user_model) -> None:
    other = user_of(django_user_model, "otto", tree.home, "change")
    comment = link.comments.create(name="A", text="B")
    assert act(other, story, "settle", item=comment.pk) == 302
    comment.refresh_from_db()
    assert comment.resolved_at is not None
    assert act(other, story, "reopen", item=comment.pk) == 302
    comment.refresh_from_db()
    assert comment.resolved_at is None
    asked = client_of(other).get(f"{there(story)}?delete={comment.pk}").content.decode()
    assert 'value="delete"' in asked and ReviewComment.objects.exists()
    assert act(other, story, "delete", item=comment.pk) == 302
    assert not ReviewComment.objects.exists()
    assert Client().get(path).status_code == 200
    assert act(other, story, "revoke", item=link.pk) == 302
    assert Client().get(path).status_code == 410
    link.refresh_from_db()
    first = link.revoked_at
    assert act(other, story, "revoke", item=link.pk) == 302
    link.refresh_from_db()
    assert link.revoked_at == first


def test_links_and_comments_of_other_pages_are_not_touched(story, tree, stranger, link) -> None:
    comment = link.comments.create(name="A", text="B")
    before = [list(model.objects.values()) for model in (ReviewLink, ReviewComment)]
    for action, item in [
        ("revoke", link.pk),
        ("settle", comment.pk),
        ("reopen", comment.pk),
        ("delete", comment.pk),
        ("delete", "x"),
        ("delete", ""),
        ("delete", "9" * 30),
        ("revoke", "-1"),
    ]:
        assert act(stranger, tree.almelo, action, item=item) == 404
    assert act(stranger, tree.almelo, "burn", item=link.pk) == 400
    assert before == [list(model.objects.values()) for model in (ReviewLink, ReviewComment)]
    html = client_of(stranger).get(there(tree.almelo)).content.decode()
    assert links.token_of(link) not in html


def test_there_is_nothing_for_the_root_or_for_no_page(admin_client) -> None:
    root = Page.get_first_root_node()
    assert admin_client.get(there(root)).status_code == 403
    for number in (10**6, 10**30):
        assert admin_client.get(f"/admin/translations/review/{number}/").status_code == 404


def test_the_editor_leads_there_and_says_how_many_are_open(story, editor, stranger, link) -> None:
    link.comments.create(name="A", text="B", resolved_at=timezone.now())
    client = client_of(editor)
    edit = f"/admin/pages/{story.pk}/edit/"
    assert "Show the draft to people without an account" in client.get(edit).content.decode()
    link.comments.create(name="A", text="B")
    link.comments.create(name="A", text="C")
    html = client.get(edit).content.decode()
    assert html.count(there(story)) >= 2, "in the menu of the page, and in its status"
    assert "2 open comments" in html and "Review links (2)" in html


def test_the_editor_of_translations_says_so_too(admin, tree, story) -> None:
    tree.stories.copy_for_translation(tree.locales["nl"], copy_parents=True)
    submit(admin, story, tree.locales["nl"])
    translated = story.get_translation(tree.locales["nl"])
    link = links.make(translated, None, 1)
    link.comments.create(name="A", text="B")
    html = admin.get(f"/admin/pages/{translated.pk}/edit/").content.decode()
    assert "js-translation-editor" in html
    assert there(translated) in html and "1 open comment" in html


def test_our_status_is_wagtails_with_one_line_more() -> None:
    name = Path("templates/wagtailadmin/shared/side_panels/status.html")
    ours = Path("site/twinning/translation", name).read_text()
    theirs = (Path(wagtail.admin.__file__).parent / name).read_text()
    added = '{% include "twinning/admin/review_status.html" %}'
    lines = [line.strip() for line in ours.splitlines() if added not in line]
    kept = "".join(line for line in lines if "Wagtail has no hook" not in line)
    squeezed = "".join(line.strip() for line in theirs.splitlines()).replace("'", '"')
    assert kept.replace("'", '"') == squeezed
    assert added in ours


def test_the_page_costs_the_same_for_few_and_for_many(story, editor) -> None:
    client = client_of(editor)

    def counted() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(there(story)).status_code == 200
        return len(captured)

    def fill(times: int) -> None:
        for _ in range(times):
            link = links.make(story, editor, 1)
            link.comments.create(name="A", text="B")

    fill(1)
    counted()
    few = counted()
    fill(20)
    assert counted() == few


def test_comments_wait_for_whoever_made_the_link(
    story, editor, stranger, admin_user, link, tree, django_user_model
) -> None:
    link.comments.create(name="A", text="B")
    link.comments.create(name="A", text="C")
    link.comments.create(name="A", text="D", resolved_at=timezone.now())
    other = user_of(django_user_model, "otto", tree.home, "change")
    [found] = waiting.open_comments(editor)
    assert (found.page_id, found.title, found.language) == (story.pk, "Two benches", "en")
    assert (found.number, found.url) == (2, there(story))
    html = client_of(editor).get("/admin/").content.decode()
    assert f'href="{there(story)}"' in html and "2 open comments on the draft “Two benches”" in html
    assert waiting.open_comments(stranger) == waiting.open_comments(other) == []
    editor.is_active = False
    editor.save()
    assert waiting.open_comments(other) == [found] == waiting.open_comments(admin_user)
    assert waiting.open_comments(stranger) == []
    Group.objects.get(name="otto").delete()
    again = django_user_model.objects.get(pk=other.pk)
    assert waiting.open_comments(again) == []


def test_what_waits_costs_the_same_for_few_and_for_many(story, editor, tree) -> None:
    def counted() -> int:
        user = type(editor).objects.get(pk=editor.pk)
        with CaptureQueriesContext(connection) as captured:
            assert waiting.open_comments(user)
        return len(captured)

    links.make(story, editor, 1).comments.create(name="A", text="B")
    few = counted()
    from tests import factories

    for page in factories.StoryPageFactory.create_batch(10, parent=tree.stories):
        links.make(page, editor, 1).comments.create(name="A", text="B")
    assert counted() == few <= 4

"""Who may open a draft: whoever has a signed link, while it is valid, and nobody else."""

from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext

from tests.twinning.translation.review.conftest import DRAFTED
from twinning.translation.models import ReviewLink
from twinning.translation.review import links

pytestmark = pytest.mark.django_db


def status(path: str) -> set[int]:
    """What the page and its frame answer."""
    client = Client()
    return {client.get(path).status_code, client.get(f"{path}page/").status_code}


def test_the_link_opens_the_draft(path) -> None:
    assert path.startswith("/en/review/")
    assert status(path) == {200}


def test_a_forged_link_opens_nothing(link, path, tree) -> None:
    other = signing.Signer(salt="something else", sep=".").sign(f"{link.pk}-{link.page_id}")
    token = links.token_of(link)
    of_other_page = token.replace(f"-{link.page_id}.", f"-{tree.almelo.pk}.")
    of_other_link = token.replace(f"{link.pk}-", f"{link.pk + 1}-", 1)
    changed = token[:-1] + ("A" if token[-1] != "A" else "B")
    for forged in (other, of_other_page, of_other_link, changed):
        assert forged != token
        assert status(f"/en/review/{forged}/") == {404}
        assert Client().post(f"/en/review/{forged}/", {"name": "A", "text": "B"}).status_code == 404
    assert status("/en/review/1-1/") == {404}


def test_a_link_of_another_page_opens_that_page_alone(path, tree, editor) -> None:
    other = links.path_of(links.make(tree.almelo, editor, 1))
    assert DRAFTED in Client().get(f"{path}page/").content.decode()
    assert DRAFTED not in Client().get(f"{other}page/").content.decode()


def test_a_number_that_another_page_has_now_opens_nothing(link, path, tree) -> None:
    """As after an older copy of the database was put back."""
    ReviewLink.objects.update(page=tree.almelo)
    assert status(path) == {410}


@pytest.mark.parametrize("field", ["expires_at", "revoked_at"])
def test_an_ended_link_says_so_and_names_nobody(link, path, field) -> None:
    ReviewLink.objects.update(**{field: timezone.now() - timedelta(seconds=1)})
    assert status(path) == {410}
    html = Client().get(path).content.decode()
    assert gettext("This link has ended") in html
    assert (
        "example.org" not in html
        and "by eve" not in html
        and "benches" not in html
        and DRAFTED not in html
    )
    assert Client().post(path, {"name": "A", "text": "B"}).status_code == 410


def test_a_deleted_page_has_ended_links(link, path, story) -> None:
    story.delete()
    assert not ReviewLink.objects.exists()
    assert status(path) == {410}


def test_a_link_outlives_the_right_of_whoever_made_it(path, editor) -> None:
    editor.groups.clear()
    assert status(path) == {200}
    editor.delete()
    assert status(path) == {200}


@pytest.mark.parametrize("code", ["en", "nl", "fr", "de", "pl"])
def test_it_speaks_the_language_of_the_page(tree, editor, code) -> None:
    page = tree.almelo
    if code != "en":
        page = tree.almelo.copy_for_translation(tree.locales[code], copy_parents=True)
        page.save_revision()
    link = links.make(page, editor, 1)
    path = links.path_of(link)
    assert path.startswith(f"/{code}/review/")
    answer = Client(headers={"Accept-Language": "it"}).get(path)
    html = answer.content.decode()
    assert f'<html lang="{code}">' in html and answer.headers["Content-Language"] == code
    with translation.override(code):
        assert gettext("Write a comment") in html
    frame = Client().get(f"{path}page/")
    assert f'<html lang="{code}">' in frame.content.decode()
    assert frame.headers["Content-Language"] == code


def test_nobody_keeps_or_lists_it(link, path) -> None:
    for address in (path, f"{path}page/"):
        answer = Client().get(address)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
        assert not answer.cookies
        assert not {"ETag", "Cache-Tag", "Surrogate-Key"} & set(answer.headers)
    assert Client().get(path).headers["X-Frame-Options"] == "DENY"
    # A browser that is told to say nothing does not say either that the form comes from here.
    assert Client().get(path).headers["Referrer-Policy"] == "same-origin"
    frame = Client().get(f"{path}page/").headers
    assert frame["Referrer-Policy"] == "no-referrer"
    assert frame["X-Frame-Options"] == "SAMEORIGIN"
    policy = frame["Content-Security-Policy"].split("; ")
    assert {"form-action 'none'", "frame-ancestors 'self'", "script-src 'self'"} <= set(policy)
    link.delete()
    ended = Client().get(path).headers
    assert ended["Cache-Control"] == "private, no-store" and "noindex" in ended["X-Robots-Tag"]


def test_no_list_names_it(path, tree) -> None:
    for address in ("/sitemap-en.xml", "/robots.txt", "/api/content/v1/pages/", tree.home.url):
        assert "/review/" not in Client().get(address).content.decode()

"""Tokens that open nothing: forged, another's, expired, withdrawn. Nothing is shown for them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Revision, Site

from tests import factories
from tests.twinning.previews.conftest import draft_of, panel_of, standard, token_in
from twinning.previews import minting, tokens
from twinning.previews.models import Snapshot
from twinning.previews.tasks import purge_snapshots

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(tree):
    """A page with a draft, whose title no answer may have."""
    page = factories.StandardPageFactory(parent=tree.home, title="About", slug="about")
    page.title = "Secret title"
    page.save_revision()
    return page


@pytest.fixture
def revision_token(admin_client, page, front_end) -> str:
    return token_in(admin_client.get(draft_of(page)).headers["Location"])


@pytest.fixture
def snapshot_token(admin_client, page, front_end) -> str:
    admin_client.post(panel_of(page), standard("Secret title"))
    return token_in(admin_client.get(panel_of(page)).headers["Location"])


def refused(ask, token: str, status: int, **more: str) -> None:
    answer = ask(token, status, **more)
    assert answer["status"] == status
    assert "Secret" not in str(answer)


@pytest.mark.parametrize("token", ["garbage", "a.b", "." * 20, "x" * 5000, "%00", "é"])
def test_garbage(ask, tree, token: str) -> None:
    refused(ask, token, 403)


def test_signed_for_something_else(ask, tree) -> None:
    refused(ask, signing.dumps(["r", 1]), 403)


def test_forged(ask, revision_token) -> None:
    payload, _dot, signature = revision_token.rpartition(".")
    refused(ask, f"{payload}.{signature[::-1]}", 403)
    refused(ask, f"{payload[:-2]}.{signature}", 403)
    other = signing.Signer(salt="twinning.other", sep=".")
    refused(ask, other.sign_object(signing.Signer(sep=".").sign_object([1])), 403)


def test_another_pages(ask, revision_token, tree) -> None:
    """Signed here, of a revision of another page: nobody can make one, and it opens nothing."""
    tree.almelo.save_revision(clean=False)
    token = tokens.read(revision_token)
    other = replace(token, key=tree.almelo.get_latest_revision().pk)
    refused(ask, tokens.write(other), 403)


def test_what_is_signed_and_means_nothing(ask, revision_token) -> None:
    token = tokens.read(revision_token)
    refused(ask, tokens.write(replace(token, kind="x")), 403)
    signer = signing.Signer(salt="twinning.previews.token", sep=".")
    for value in ([], {"a": 1}, ["r"], None):
        refused(ask, signer.sign_object(value), 403)


def test_another_sites(ask, revision_token, tree, locales) -> None:
    home = factories.HomePageFactory(parent=Page.get_first_root_node(), slug="guild")
    Site.objects.create(hostname="guild.example.org", root_page=home)
    refused(ask, revision_token, 403, site="guild.example.org")
    refused(ask, revision_token, 403, host="guild.example.org")
    assert ask(revision_token)["is_preview"]


def test_expired(ask, revision_token, snapshot_token, monkeypatch) -> None:
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    refused(ask, revision_token, 410)
    refused(ask, snapshot_token, 410)


def test_purged(ask, snapshot_token, monkeypatch) -> None:
    purge_snapshots.call()
    assert ask(snapshot_token)["page"]["title"] == "Secret title"
    Snapshot.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    purge_snapshots.call()
    assert Snapshot.objects.count() == 0
    refused(ask, snapshot_token, 410)


def test_an_expired_snapshot_comes_back_at_another_address(
    ask, snapshot_token, admin_client, page
) -> None:
    Snapshot.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    again = token_in(admin_client.get(panel_of(page)).headers["Location"])
    refused(ask, snapshot_token, 410)
    assert ask(again)["is_preview"]


def test_no_address_is_for_ever(ask, snapshot_token, admin_client, page) -> None:
    Snapshot.objects.update(begun_at=timezone.now() - minting.LONGEST)
    again = token_in(admin_client.get(panel_of(page)).headers["Location"])
    refused(ask, snapshot_token, 410)
    assert ask(again)["is_preview"]


def test_the_revision_has_gone(ask, revision_token) -> None:
    Page.objects.update(latest_revision=None, live_revision=None)
    Revision.objects.all().delete()
    refused(ask, revision_token, 410)


def test_the_page_has_gone(ask, revision_token, snapshot_token, page) -> None:
    page.delete()
    refused(ask, revision_token, 410)
    refused(ask, snapshot_token, 410)


@pytest.mark.parametrize("change", [{"is_superuser": False}, {"is_active": False}])
def test_whoever_lost_the_right(ask, revision_token, snapshot_token, admin_user, change) -> None:
    type(admin_user).objects.filter(pk=admin_user.pk).update(**change)
    refused(ask, revision_token, 403)
    refused(ask, snapshot_token, 403)


def test_whoever_has_gone(ask, revision_token, snapshot_token, admin_user) -> None:
    Revision.objects.update(user=None)
    type(admin_user).objects.filter(pk=admin_user.pk).delete()
    refused(ask, revision_token, 403)
    refused(ask, snapshot_token, 410)


def test_drafts_are_nowhere_else(client, tree, page, revision_token) -> None:
    page.unpublish()
    for path in ("pages/", f"pages/{page.pk}/", "routes/", "resolve/?path=/en/about/"):
        response = client.get(f"/api/content/v1/{path}")
        assert "Secret" not in response.content.decode(), path


@pytest.mark.parametrize("name", ["revision_token", "snapshot_token"])
def test_sql_is_constant(request, ask, name: str) -> None:
    token = request.getfixturevalue(name)
    ask(token)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        Client().get(f"/api/content/v1/preview/{token}/")
    statements = [query["sql"] for query in captured]
    assert len(statements) <= 12, statements
    assert not [sql for sql in statements if not sql.startswith("SELECT")]


@pytest.mark.parametrize("number", [1, 4])
def test_sql_does_not_grow_with_what_belongs_to_a_page(
    ask, tree, admin_client, front_end, number: int
) -> None:
    interests = factories.InterestFactory.create_batch(number)
    for _index in range(number):
        link = factories.TwinLinkFactory.build(town=tree.almelo)
        link.interests = interests
        tree.almelo.twin_links.add(link)
    tree.almelo.interests = interests
    tree.almelo.save_revision(clean=False)
    token = token_in(admin_client.get(draft_of(tree.almelo)).headers["Location"])
    ask(token)
    with CaptureQueriesContext(connection) as captured:
        answer = ask(token)
    assert [len(link["interests"]) for link in answer["page"]["twin_links"]] == [number] * number
    assert len(captured) == 7

"""A page is published with its place in the index, or not at all: in each way of publishing."""

import json
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from home.models import StandardPage
from tests import factories
from tests.search.committed.conftest import BrokenError
from twinning.delivery import generation
from twinning.security.tokens.making import make

FORM = {"title": "Broken velodrome", "slug": "soon", "body-count": "0", "action-publish": "1"}


@pytest.fixture
def desk(tree, admin_client, admin_user, client) -> SimpleNamespace:
    """Somebody who may do everything, in the admin and in the API v3."""
    _token, key = make(admin_user, "test", "write")

    def api(path: str, body: dict | None = None, method: str = "POST") -> None:
        content, kind = json.dumps(body or {}), "application/json"
        headers = {"Authorization": f"Bearer {key}"}
        address = f"/api/v3/pages/{path}"
        answer = client.generic(method, address, content, kind, headers=headers)
        assert answer.status_code in (200, 201), answer.content

    def post(name: str, *args: object, query: str = "", **data: str) -> None:
        answer = admin_client.post(reverse(name, args=args) + query, data)
        assert answer.status_code in (200, 201, 302), answer.content
        form = (getattr(answer, "context", None) or {}).get("form")
        assert not (form and form.errors), form.errors

    return SimpleNamespace(api=api, post=post, home=tree.home)


def by_form(desk, page: Page) -> None:
    desk.post("wagtailadmin_pages:edit", page.pk, **FORM)


def by_revert(desk, page: Page) -> None:
    first = page.revisions.order_by("pk").first()
    desk.post("wagtailadmin_pages:revisions_revert", page.pk, first.pk, **FORM)


def in_bulk(desk, page: Page) -> None:
    args = ("wagtailcore", "page", "publish")
    desk.post("wagtail_bulk_action", *args, query=f"?id={page.pk}", next="/")


def by_admin_api(desk, page: Page) -> None:
    desk.post("wagtailadmin_api:pages:action", page.pk, "publish")


def by_api(desk, page: Page) -> None:
    desk.api(f"{page.pk}/actions/publish/")


def by_api_edit(desk, page: Page) -> None:
    meta = {"type": "home.StandardPage", "action": "publish"}
    desk.api(f"{page.pk}/", {"meta": meta, "title": page.title}, method="PATCH")


PUBLISHING = [by_form, by_revert, in_bulk, by_admin_api, by_api, by_api_edit]


@pytest.mark.parametrize("way", PUBLISHING)
def test_published_with_the_index_or_not_at_all(
    way: Callable, desk, log, broken, after, titles
) -> None:
    page = factories.StandardPageFactory(
        parent=desk.home, title="Broken velodrome", slug="soon", live=False
    )
    page.save_revision()
    revisions, before = page.revisions.count(), generation.stored()
    with pytest.raises(BrokenError):
        way(desk, page)
    page.refresh_from_db()
    assert (page.live, page.revisions.count()) == (False, revisions)
    assert (generation.stored(), log.take(), after) == (before, [], [])
    broken.title = ""
    way(desk, page)
    assert titles("velodrome") == ["Broken velodrome"]
    assert log.take() == [("page.published", "/en/soon/", "")]
    assert after == ["Broken velodrome"]


def new_by_form(desk, page: Page) -> None:
    desk.post("wagtailadmin_pages:add", "home", "standardpage", desk.home.pk, **FORM)


def new_by_api(desk, page: Page) -> None:
    meta = {"type": "home.StandardPage", "parent_id": desk.home.pk, "action": "publish"}
    desk.api("", {"meta": meta, "title": "Broken velodrome", "slug": "soon"})


def copy_by_form(desk, page: Page) -> None:
    new = {"new_title": "Broken velodrome", "new_slug": "soon", "new_parent_page": desk.home.pk}
    desk.post("wagtailadmin_pages:copy", page.pk, publish_copies="on", **new)


def copy_by_api(desk, page: Page) -> None:
    desk.api(f"{page.pk}/actions/copy/", {"slug": "soon", "destination_id": desk.home.pk})


@pytest.mark.parametrize("way", [new_by_form, new_by_api, copy_by_form, copy_by_api])
def test_new_and_live_or_not_there_at_all(way: Callable, desk, log, broken, after) -> None:
    broken.title = ""
    page = factories.StandardPageFactory(parent=desk.home, title="Broken velodrome", slug="one")
    log.take()
    broken.title, before = "Broken", generation.stored()
    with pytest.raises(BrokenError):
        way(desk, page)
    assert not StandardPage.objects.filter(slug="soon").exists()
    assert (generation.stored(), log.take(), after) == (before, [], [])
    broken.title = ""
    way(desk, page)
    assert StandardPage.objects.get(slug="soon").live
    # Twice where Wagtail saves the new row as a live one, and publishes it then.
    assert set(log.take()) == {("page.published", "/en/soon/", "")}
    assert after == ["Broken velodrome"]


def down_by_form(desk, page: Page) -> None:
    desk.post("wagtailadmin_pages:unpublish", page.pk)


def down_in_bulk(desk, page: Page) -> None:
    args = ("wagtailcore", "page", "unpublish")
    desk.post("wagtail_bulk_action", *args, query=f"?id={page.pk}", next="/")


def down_by_admin_api(desk, page: Page) -> None:
    desk.post("wagtailadmin_api:pages:action", page.pk, "unpublish")


def down_by_api(desk, page: Page) -> None:
    desk.api(f"{page.pk}/actions/unpublish/")


@pytest.mark.parametrize("way", [down_by_form, down_in_bulk, down_by_admin_api, down_by_api])
def test_taken_down_with_all_that_hears_of_it_or_not_at_all(
    way: Callable, desk, log, broken, after
) -> None:
    broken.title = ""
    page = factories.StandardPageFactory(parent=desk.home, title="Broken velodrome", slug="soon")
    log.take()
    broken.title, before = "Broken", generation.stored()
    with pytest.raises(BrokenError):
        way(desk, page)
    page.refresh_from_db()
    assert page.live
    assert (generation.stored(), log.take(), after) == (before, [], [])
    broken.title = ""
    way(desk, page)
    assert log.take() == [("page.unpublished", "/en/soon/", "")]
    assert after == ["Broken velodrome"]


def planned(parent: Page, title: str, slug: str, minutes: int) -> Page:
    """A page that was to be published some minutes ago."""
    page = factories.StandardPageFactory(parent=parent, title=title, slug=slug, live=False)
    page.go_live_at = timezone.now() - timedelta(minutes=minutes)
    page.save_revision(approved_go_live_at=page.go_live_at)
    return page


def test_in_time_one_that_fails_stops_no_other(tree, log, broken, after, titles, caplog) -> None:
    first = planned(tree.home, "Broken velodrome", "first", 3)
    second = planned(tree.home, "A velodrome", "second", 2)
    call_command("publish_scheduled", verbosity=0)
    for page in (first, second):
        page.refresh_from_db()
    assert (first.live, second.live) == (False, True)
    assert first.revisions.filter(approved_go_live_at__isnull=False).exists()
    assert titles("velodrome") == ["A velodrome"]
    assert log.take() == [("page.published", "/en/second/", "")]
    assert after == ["A velodrome"]
    [record] = [record for record in caplog.records if "could not be published" in record.message]
    assert record.exc_info[0] is BrokenError
    broken.title = ""
    call_command("publish_scheduled", verbosity=0)
    assert log.take() == [("page.published", "/en/first/", "")]
    assert after == ["A velodrome", "Broken velodrome"]
    before = generation.stored()
    call_command("publish_scheduled", verbosity=0)
    assert (generation.stored(), len(after)) == (before, 2)


def test_in_time_one_that_is_not_taken_down_stops_no_other(
    tree, log, broken, after, caplog
) -> None:
    over = timezone.now() - timedelta(minutes=1)
    broken.title = ""
    for title, slug in (("Broken velodrome", "first"), ("A velodrome", "second")):
        factories.StandardPageFactory(parent=tree.home, title=title, slug=slug, expire_at=over)
    planned(tree.home, "Another", "third", 2)
    log.take()
    broken.title = "Broken"
    call_command("publish_scheduled", verbosity=0)
    assert after == ["A velodrome", "Another"]
    assert [told[:2] for told in log.take()] == [
        ("page.published", "/en/third/"),
        ("page.unpublished", "/en/second/"),
    ]
    assert "could not be taken down" in caplog.text
    broken.title = ""
    call_command("publish_scheduled", verbosity=0)
    assert log.take() == [("page.unpublished", "/en/first/", "")]


def test_of_two_plans_the_later_one_is_what_is_shown(tree, broken, after, titles) -> None:
    page = planned(tree.home, "A velodrome", "first", 3)
    page.title = "A later velodrome"
    page.save_revision(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    page.revisions.order_by("pk").filter(approved_go_live_at=None).update(
        approved_go_live_at=page.go_live_at
    )
    call_command("publish_scheduled", verbosity=0)
    assert titles("velodrome") == ["A later velodrome"]
    assert after == ["A later velodrome"]


def test_a_plan_for_what_is_gone_is_no_error(tree, broken, after, caplog) -> None:
    plan = planned(tree.home, "A velodrome", "first", 3).latest_revision
    Revision.objects.filter(pk=plan.pk).update(object_id="987654321")
    call_command("publish_scheduled", verbosity=0)
    assert (after, caplog.text) == ([], "")


def test_what_is_called_off_meanwhile_is_not_published(tree, broken, after) -> None:
    """By what happens while another page is published."""
    from wagtail.signals import page_published

    planned(tree.home, "A velodrome", "first", 3)
    second = planned(tree.home, "Another", "second", 2)

    def call_off(**_kwargs: object) -> None:
        second.revisions.update(approved_go_live_at=None)

    page_published.connect(call_off)
    try:
        call_command("publish_scheduled", verbosity=0)
    finally:
        page_published.disconnect(call_off)
    assert after == ["A velodrome"]


def test_a_dry_run_changes_nothing(tree, broken, after, capsys) -> None:
    planned(tree.home, "A velodrome", "first", 3)
    call_command("publish_scheduled", dryrun=True)
    assert "A velodrome" in capsys.readouterr().out
    assert after == []

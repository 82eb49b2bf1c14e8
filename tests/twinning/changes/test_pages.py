"""What is written to the log of pages: each thing that anybody could see, once."""

from datetime import timedelta

from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site
from wagtail_localize.models import Translation, TranslationSource

from tests import factories
from tests.twinning.content_api.test_pages import translate
from twinning.changes.models import Change

ALMELO = "/en/towns/almelo/"


def test_a_publication_is_one_row(log, tree) -> None:
    tree.almelo.title = "Almelo!"
    tree.almelo.save_revision().publish()
    [row] = log.rows()
    assert (row.event, row.path, row.previous_path) == ("page.published", ALMELO, "")
    assert (row.page_id, row.type, row.locale) == (tree.almelo.pk, "towns.TownPage", "en")
    assert (row.translation_key, row.title) == (tree.almelo.translation_key, "Almelo!")
    assert (row.site_id, row.elsewhere) == (tree.site.pk, {})


def test_drafts_are_not_told_of(log, tree) -> None:
    tree.almelo.title = "Not yet"
    tree.almelo.save_revision()
    draft = factories.StoryPageFactory(parent=tree.stories, live=False)
    draft.save_revision()
    draft.title = "Not yet either"
    draft.save()
    draft.slug = "elsewhere"
    draft.save()
    draft.move(tree.almelo, pos="last-child")
    tree.almelo.lock = True
    tree.almelo.save(update_fields=["locked", "locked_at", "locked_by"])
    draft.refresh_from_db()
    draft.delete()
    assert log.take() == []


def test_what_is_taken_down_and_deleted(log, tree) -> None:
    story = factories.StoryPageFactory(parent=tree.almelo, slug="trip")
    log.take()
    tree.almelo.unpublish()
    [row] = log.rows()
    assert (row.event, row.path, row.title) == ("page.unpublished", ALMELO, "")
    story.refresh_from_db()
    Page.objects.get(pk=tree.almelo.pk).delete()
    assert log.take() == [("page.deleted", f"{ALMELO}trip/", "")]


def test_a_tree_is_deleted_page_by_page_in_few_queries(log, tree) -> None:
    factories.StoryPageFactory(parent=tree.almelo, slug="trip")
    log.take()
    tree.towns.delete()
    assert log.take() == [
        ("page.deleted", "/en/towns/", ""),
        ("page.deleted", ALMELO, ""),
        ("page.deleted", f"{ALMELO}trip/", ""),
    ]


def test_another_slug_moves_all_below(log, tree) -> None:
    factories.StoryPageFactory(parent=tree.almelo, slug="trip")
    draft = factories.StoryPageFactory(parent=tree.almelo, slug="draft", live=False)
    below = factories.StoryPageFactory(parent=draft, slug="below")
    log.take()
    tree.towns.slug = "cities"
    tree.towns.save_revision().publish()
    moved = [
        ("/en/cities/", "/en/towns/"),
        ("/en/cities/almelo/", ALMELO),
        ("/en/cities/almelo/draft/below/", f"{ALMELO}draft/below/"),
        ("/en/cities/almelo/trip/", f"{ALMELO}trip/"),
    ]
    assert log.take() == [("page.moved", *paths) for paths in moved]
    below.refresh_from_db()
    assert below.get_url() == "/en/cities/almelo/draft/below/"


def test_a_move_moves_all_below(log, tree) -> None:
    factories.StoryPageFactory(parent=tree.almelo, slug="trip")
    log.take()
    tree.almelo.move(tree.stories, pos="last-child")
    now = f"/en/{tree.stories.slug}/almelo/"
    assert log.take() == [
        ("page.moved", now, ALMELO),
        ("page.moved", f"{now}trip/", f"{ALMELO}trip/"),
    ]


def test_another_order_is_no_move(log, tree) -> None:
    tree.stories.move(tree.towns, pos="left")
    assert log.take() == [("page.published", f"/en/{tree.stories.slug}/", "")]


def test_the_home_page_may_have_any_slug(log, tree) -> None:
    tree.home.slug = "beginning"
    tree.home.save()
    assert log.take() == [("page.published", "/en/", "")]


def test_a_private_section_is_taken_down_and_put_back(log, tree) -> None:
    draft = factories.StandardPageFactory(parent=tree.towns, slug="draft", live=False)
    with transaction.atomic():
        rule = PageViewRestriction.objects.create(
            page=tree.towns, restriction_type=PageViewRestriction.LOGIN
        )
    down = [("page.unpublished", "/en/towns/", ""), ("page.unpublished", ALMELO, "")]
    assert log.take() == down
    tree.almelo.title = "Secret"
    tree.almelo.save_revision().publish()
    factories.TownPageFactory(parent=tree.towns)
    draft.save_revision().publish()
    draft.delete()
    assert log.take() == []
    inner = PageViewRestriction.objects.create(
        page=tree.almelo, restriction_type=PageViewRestriction.LOGIN
    )
    rule.restriction_type = PageViewRestriction.PASSWORD
    rule.save()
    tree.towns.slug = "cities"
    tree.towns.save()
    assert log.take() == []
    Page.objects.get(slug="cities").get_children().exclude(pk=tree.almelo.pk).delete()
    assert log.take() == []
    rule.delete()
    assert log.take() == [("page.published", "/en/cities/", "")]
    inner.delete()
    assert log.take() == [("page.published", "/en/cities/almelo/", "")]


def test_a_move_into_a_private_section_takes_down(log, tree) -> None:
    PageViewRestriction.objects.create(
        page=tree.stories, restriction_type=PageViewRestriction.LOGIN
    )
    factories.StoryPageFactory(parent=tree.almelo, slug="trip")
    log.take()
    tree.almelo.move(tree.stories, pos="last-child")
    assert log.take() == [
        ("page.unpublished", ALMELO, ""),
        ("page.unpublished", f"{ALMELO}trip/", ""),
    ]
    almelo = Page.objects.get(pk=tree.almelo.pk)
    almelo.move(Page.objects.get(pk=tree.towns.pk), pos="last-child")
    assert log.take() == [("page.published", ALMELO, ""), ("page.published", f"{ALMELO}trip/", "")]


def test_a_private_page_that_moves_takes_its_rule_along(log, tree) -> None:
    PageViewRestriction.objects.create(page=tree.almelo, restriction_type=PageViewRestriction.LOGIN)
    factories.StoryPageFactory(parent=tree.almelo, slug="trip")
    log.take()
    tree.towns.slug = "cities"
    tree.towns.save()
    assert log.take() == [("page.moved", "/en/cities/", "/en/towns/")]


def test_a_page_that_goes_from_one_site_to_another(log, tree) -> None:
    home = factories.HomePageFactory(parent=Page.get_first_root_node(), slug="other")
    site = Site.objects.create(hostname="other.example", root_page=home)
    log.take()
    tree.towns.move(home, pos="last-child")
    found = {(row.event, row.path, row.site_id) for row in log.rows()}
    assert found == {
        (event, path, key)
        for event, key in (("page.unpublished", tree.site.pk), ("page.published", site.pk))
        for path in ("/en/towns/", ALMELO)
    }


def test_a_site_within_another_has_paths_of_its_own(log, tree) -> None:
    site = Site.objects.create(hostname="towns.example", root_page=tree.towns)
    log.take()
    tree.almelo.slug = "wierden"
    tree.almelo.save()
    [row] = log.rows()
    assert (row.site_id, row.path, row.previous_path) == (site.pk, "/en/wierden/", "/en/almelo/")
    assert row.elsewhere == {str(tree.site.pk): ["/en/towns/wierden/", ALMELO]}


def test_translations(log, tree) -> None:
    dutch = {}
    for page, title, slug in ((tree.home, "Start", "start-nl"), (tree.towns, "Steden", "steden")):
        dutch[slug] = translate(page, tree.locales["nl"], title=title, slug=slug)
    log.take()
    source, _created = TranslationSource.get_or_create_from_instance(tree.almelo)
    translation = Translation.objects.create(source=source, target_locale=tree.locales["nl"])
    translation.save_target(publish=True)
    rows = [row for row in log.rows() if row.event != "content.changed"]
    assert [(row.event, row.path, row.locale) for row in rows] == [
        ("page.published", "/nl/steden/almelo/", "nl")
    ]


def test_what_is_published_and_taken_down_in_time(log, tree) -> None:
    page = factories.StandardPageFactory(parent=tree.home, slug="soon", live=False)
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    revision = page.save_revision(approved_go_live_at=page.go_live_at)
    assert revision
    log.take()
    call_command("publish_scheduled", verbosity=0)
    assert log.take() == [("page.published", "/en/soon/", "")]
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled", verbosity=0)
    assert log.take() == [("page.unpublished", "/en/soon/", "")]


def test_bulk_actions(log, tree, admin_client) -> None:
    stories = factories.StoryPageFactory.create_batch(3, parent=tree.stories)
    paths = sorted(story.get_url() for story in stories)
    log.take()
    for action, event in (("unpublish", "page.unpublished"), ("publish", "page.published"),
                          ("delete", "page.deleted")):  # fmt: skip
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        query = "&".join(f"id={story.pk}" for story in stories)
        response = admin_client.post(f"{url}?{query}", {"next": "/"})
        assert response.status_code == 302
        assert log.take() == [(event, path, "") for path in paths]


def test_what_is_rolled_back_is_not_told(log, tree) -> None:
    with transaction.atomic():
        with transaction.atomic():
            tree.almelo.delete()
            transaction.set_rollback(True)
        assert not Change.objects.filter(event="page.deleted").exists()
        Page.objects.get(slug="almelo").delete()
    assert log.take() == [("page.deleted", ALMELO, "")]


def test_a_publication_costs_two_queries_more(log, tree, monkeypatch) -> None:
    revision = tree.almelo.save_revision()
    revision.publish()
    with CaptureQueriesContext(connection) as with_log:
        revision.publish()
    monkeypatch.setattr("twinning.delivery.happenings._listeners", [])
    monkeypatch.setattr("twinning.delivery.happenings._remember_page", lambda **kwargs: None)
    with CaptureQueriesContext(connection) as without:
        revision.publish()
    ours = [q["sql"] for q in with_log.captured_queries if "changes_change" in q["sql"]]
    assert len(ours) == 1
    assert len(with_log) - len(without) <= 2


def test_a_move_costs_the_same_for_few_and_for_many(log, tree) -> None:
    def cost(slug: str, number: int) -> int:
        tree.almelo.slug = slug
        log.take()
        with CaptureQueriesContext(connection) as captured:
            tree.almelo.save()
        assert len(log.take()) == number + 1
        ours = [query["sql"] for query in captured.captured_queries]
        assert len([sql for sql in ours if "changes_change" in sql]) == 1
        return len(captured)

    factories.StoryPageFactory(parent=tree.almelo)
    tree.almelo.refresh_from_db()
    cost("enschede", 1)  # the first time, content types are read as well
    few = cost("wierden", 1)
    factories.StoryPageFactory.create_batch(119, parent=Page.objects.get(pk=tree.almelo.pk))
    assert cost("vriezenveen", 120) == few

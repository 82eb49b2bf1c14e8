"""Old addresses lead on when a slug changes or a page moves, in each language by itself."""

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from tests import factories
from tests.twinning.content_api.conftest import api  # noqa: F401  (a fixture)
from tests.twinning.translation.editing import committing_admin  # noqa: F401  (a fixture)
from tests.twinning.translation.test_workflow import (
    polish_stories,  # noqa: F401  (a fixture)
    publish,
    submit,
    translate,
    translation_of,
)


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.fixture
def rename(commit):
    """Publish a page under another slug."""

    def do(page: Page, slug: str) -> None:
        page = Page.objects.get(pk=page.pk).specific
        page.slug = slug
        with commit():
            page.save_revision().publish()

    return do


def leads(client, path: str) -> tuple[int, str]:
    response = client.get(path)
    return response.status_code, response.get("Location", "")


@pytest.fixture
def dutch(tree):
    """Towns and Almelo in Dutch."""
    nl = tree.locales["nl"]
    for page, slug in ((tree.home, "begin"), (tree.towns, "steden"), (tree.almelo, "almelo")):
        copy = page.copy_for_translation(nl)
        copy.slug = slug
        copy.save_revision().publish()
    return tree.almelo.get_translation(nl)


def test_a_renamed_page_and_all_below_it_lead_on(client, tree, dutch, rename) -> None:
    story = factories.StoryPageFactory(parent=tree.almelo, slug="bench")
    rename(tree.towns, "twin-towns")
    assert leads(client, "/en/towns/") == (301, "/en/twin-towns/")
    assert leads(client, "/en/towns/almelo/") == (301, "/en/twin-towns/almelo/")
    assert leads(client, "/en/towns/almelo/bench/") == (301, "/en/twin-towns/almelo/bench/")
    assert leads(client, "/en/towns/almelo/bench") == (301, "/en/twin-towns/almelo/bench/")
    assert leads(client, "/en/twin-towns/almelo/bench/") == (200, "")
    assert leads(client, "/nl/steden/almelo/") == (200, ""), "the other language stays as it is"
    assert not Redirect.objects.filter(old_path__startswith="/nl/").exists()
    assert story.pk


def test_each_language_leads_on_by_itself(client, tree, dutch, rename) -> None:
    rename(dutch, "almelo-in-twente")
    assert leads(client, "/nl/steden/almelo/") == (301, "/nl/steden/almelo-in-twente/")
    assert leads(client, "/en/towns/almelo/") == (200, "")


def test_chains_are_one_step_and_going_back_makes_no_circle(client, tree, rename) -> None:
    for slug in ("b", "c", "d"):
        rename(tree.almelo, slug)
    for slug in ("almelo", "b", "c"):
        assert leads(client, f"/en/towns/{slug}/") == (301, "/en/towns/d/")
    rename(tree.almelo, "almelo")
    assert leads(client, "/en/towns/almelo/") == (200, "")
    for slug in ("b", "c", "d"):
        assert leads(client, f"/en/towns/{slug}/") == (301, "/en/towns/almelo/")
    rename(tree.towns, "places")
    for path in ("towns/almelo", "places/almelo"):
        assert client.get(f"/en/{path}/", follow=True).redirect_chain in (
            [],
            [("/en/places/almelo/", 301)],
        )
    assert client.get("/en/towns/b/", follow=True).status_code == 200


def test_a_page_that_is_gone_from_an_old_slug_is_no_circle(client, tree, rename) -> None:
    """Wagtail would lead from the old slug to itself for ever."""
    rename(tree.almelo, "b")
    tree.almelo.refresh_from_db()
    tree.almelo.unpublish()
    page = Page.objects.get(pk=tree.almelo.pk).specific
    page.slug = "almelo"
    page.save()
    assert Redirect.objects.filter(old_path="/en/towns/almelo").exists()
    for path in ("/en/towns/almelo/", "/en/towns/b/"):
        assert leads(client, path) == (404, "")


def test_two_pages_that_have_taken_each_others_slug(client, tree, rename) -> None:
    other = factories.TownPageFactory(parent=tree.towns, slug="nimes")
    rename(tree.almelo, "between")
    rename(other, "almelo")
    rename(tree.almelo, "nimes")
    assert leads(client, "/en/towns/between/") == (301, "/en/towns/nimes/")
    assert leads(client, "/en/towns/almelo/") == leads(client, "/en/towns/nimes/") == (200, "")
    for page in (tree.almelo, other):
        Page.objects.get(pk=page.pk).specific.unpublish()
    assert leads(client, "/en/towns/almelo/") == leads(client, "/en/towns/nimes/") == (404, "")


def test_a_moved_page_leads_on_with_all_below_it(client, tree, commit) -> None:
    below = factories.StandardPageFactory(parent=tree.home, slug="about")
    deep = factories.StandardPageFactory(
        parent=factories.StandardPageFactory(parent=tree.home, slug="us"), slug="people"
    )
    with commit():
        deep.get_parent().move(below, pos="last-child")
    assert leads(client, "/en/us/") == (301, "/en/about/us/")
    assert leads(client, "/en/us/people/") == (301, "/en/about/us/people/")


def test_a_renamed_home_page_changes_no_address(client, tree, dutch, rename) -> None:
    for home in (tree.home, tree.home.get_translation(tree.locales["nl"])):
        rename(home, f"{home.slug}-anew")
    assert not Redirect.objects.exists()
    assert leads(client, "/nl/steden/almelo/") == leads(client, "/en/towns/") == (200, "")


def test_a_slug_that_is_translated_anew_leads_on(
    client,
    tree,
    admin,
    polish_stories,  # noqa: F811
) -> None:
    story = factories.StoryPageFactory(parent=tree.stories, title="A bench", slug="a-bench")
    story.save_revision().publish()
    submit(admin, story, tree.locales["pl"])
    translation = translation_of(story, tree.locales["pl"])
    translate(admin, translation, {"A bench": "Ławka", "a-bench": "lawka"})
    draft = story.get_translation(tree.locales["pl"])
    publish(admin, draft)
    assert leads(client, "/pl/opowiesci/lawka/") == (200, "")
    translate(admin, translation, {"a-bench": "laweczka"})
    publish(admin, draft)
    assert leads(client, "/pl/opowiesci/laweczka/") == (200, "")
    assert leads(client, "/pl/opowiesci/lawka/") == (301, "/pl/opowiesci/laweczka/")
    assert leads(client, "/en/stories/a-bench/") == (200, "")


def test_an_editor_who_renames_in_the_admin(client, tree, admin) -> None:
    page = factories.StandardPageFactory(parent=tree.home, title="About", slug="about")
    data = {
        "title": "About",
        "slug": "about-us",
        "action-publish": "1",
        "intro": "",
        "body": "",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "listing_text": "",
        "seo_title": "",
        "search_description": "",
        "picture_alt": "",
    }
    response = admin.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert response.status_code == 302, response.context["form"].errors
    assert leads(client, "/en/about/") == (301, "/en/about-us/")


def test_the_content_api_knows_them_too(api, tree, dutch, rename) -> None:  # noqa: F811
    rename(tree.towns, "twin-towns")
    rename(dutch, "twente")
    for path, to in (
        ("/en/towns/almelo/", "/en/twin-towns/almelo/"),
        ("/nl/steden/almelo/", "/nl/steden/twente/"),
    ):
        found = api("resolve/", path=path)
        assert found == {"kind": "redirect", "to": to, "permanent": True}
    tree.towns.refresh_from_db()
    Page.objects.get(pk=tree.almelo.pk).specific.unpublish()
    assert api("resolve/", 404, path="/en/towns/almelo/")


def test_redirects_with_a_query_and_to_elsewhere_are_kept(client, tree) -> None:
    Redirect.add_redirect("/en/old?id=1", tree.almelo)
    Redirect.add_redirect("/en/away", "https://example.org/", is_permanent=False)
    Redirect.objects.create(old_path="/en/nowhere")
    assert leads(client, "/en/old/?id=1") == (301, "/en/towns/almelo/")
    assert leads(client, "/en/old/?id=2") == (404, "")
    assert leads(client, "/en/away/?id=2") == (302, "https://example.org/")
    assert leads(client, "/en/nowhere/") == (404, "")


@pytest.mark.parametrize(
    "steps",
    [
        [("/en/loop", "/en/loop/")],
        [("/en/loop", "http://testserver/en/loop")],
        [("/en/loop", "http://localhost/en/loop/")],
        [("/en/loop", "https://testserver/en/loop/?x=1")],
        [("/en/loop", "/en/other/"), ("/en/other", "/en/loop/")],
        [("/en/loop", "/en/a/"), ("/en/a", "/en/b/?x=1"), ("/en/b", "/en/a/")],
        [("/en/loop", "/en/0/"), *((f"/en/{n}", f"/en/{n + 1}/") for n in range(40))],
    ],
)
def test_editors_redirects_go_round_no_circle(client, tree, steps: list[tuple[str, str]]) -> None:
    for old, new in steps:
        Redirect.objects.create(old_path=old, redirect_link=new)
    assert leads(client, "/en/loop/") == (404, "")


def test_redirects_that_only_look_like_a_circle_lead_on(client, tree) -> None:
    """Where a page is served no redirect counts, and another host may be another site."""
    for old, new in (
        ("/en/lists", "/en/towns/"),
        ("/en/towns", "/en/lists/"),
        ("/en/out", "https://example.org/en/out/"),
        ("/en/one", "/en/two/"),
        ("/en/two", "/en/three/"),
        ("/en/three", "/en/stories/?town=almelo"),
    ):
        Redirect.objects.create(old_path=old, redirect_link=new)
    assert leads(client, "/en/lists/") == (301, "/en/towns/")
    assert leads(client, "/en/out/") == (301, "https://example.org/en/out/")
    assert leads(client, "/en/one/") == (301, "/en/two/")
    assert client.get("/en/one/", follow=True).status_code == 200

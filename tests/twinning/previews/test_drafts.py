"""Previews lead to the front end where one is configured, with a token that opens the draft."""

import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from home.models import StandardPage
from tests import factories
from tests.twinning.previews.conftest import FRONT, draft_of, panel_of, standard, token_in
from tests.twinning.translation.editing import submit, translation_of
from towns.models import TownPage
from twinning.previews.models import Snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(tree) -> StandardPage:
    """A live page with a draft that nobody has published."""
    page = factories.StandardPageFactory(parent=tree.home, title="About", slug="about")
    page.title = "Wszystko o nas"
    page.save_revision()
    return page


def location(response) -> str:
    assert response.status_code == 302, response.content
    return response.headers["Location"]


def test_without_a_front_end_the_site_shows_drafts(admin_client, page) -> None:
    response = admin_client.get(draft_of(page))
    assert response.status_code == 200
    assert "Wszystko o nas" in response.content.decode()


def test_view_draft(admin_client, page, front_end, ask) -> None:
    response = admin_client.get(draft_of(page))
    there = location(response)
    assert re.fullmatch(rf"{FRONT}/en/preview/[\w.=-]+/\?path=en/about/&mode=", there)
    assert "no-store" in response.headers["Cache-Control"]
    answer = ask(there)
    assert (answer["page"]["title"], answer["page"]["path"]) == ("Wszystko o nas", "/en/about/")
    assert answer["revision_id"] == page.latest_revision_id
    live = admin_client.get(f"/api/content/v1/pages/{page.pk}/").json()
    assert live["title"] == "About"


def test_an_older_revision(admin_client, page, front_end, ask) -> None:
    first = page.latest_revision
    page.title = "Newer"
    page.save_revision()
    address = reverse("wagtailadmin_pages:revisions_view", args=[page.pk, first.pk])
    answer = ask(location(admin_client.get(address)))
    assert (answer["page"]["title"], answer["revision_id"]) == ("Wszystko o nas", first.pk)


def test_a_draft_stays_what_it_was_when_it_was_opened(admin_client, page, front_end, ask) -> None:
    there = location(admin_client.get(draft_of(page)))
    page.title = "Newer"
    page.save_revision()
    assert ask(there)["page"]["title"] == "Wszystko o nas"


def test_what_waits_for_approval(world, submit_story, front_end, ask) -> None:
    story = submit_story()
    task = story.current_workflow_task_state.task
    address = reverse("wagtailadmin_pages:workflow_preview", args=[story.pk, task.pk])
    answer = ask(location(world.client("superuser").get(address)))
    assert answer["page"]["title"] == "Gewijzigd"
    assert answer["revision_id"] == story.current_workflow_task_state.revision_id


@pytest.fixture
def submit_story(world, django_capture_on_commit_callbacks):
    def submit_story():
        story = world.stories["almelo", "nl"]
        data = {
            **standard("Gewijzigd", story.slug),
            "date_precision": "day",
            "action-submit": "1",
        }
        with django_capture_on_commit_callbacks(execute=True):
            edit = reverse("wagtailadmin_pages:edit", args=[story.pk])
            world.client("translator-nl").post(edit, data)
        return Page.objects.get(pk=story.pk).specific

    return submit_story


def test_the_panel_keeps_its_address(admin_client, page, front_end, ask) -> None:
    panel = panel_of(page)
    assert admin_client.post(panel, standard("Łódź")).json() == {
        "is_valid": True,
        "is_available": True,
    }
    there = location(admin_client.get(panel, {"in_preview_panel": "true"}))
    answer = ask(there)
    assert (answer["page"]["title"], answer["revision_id"]) == ("Łódź", None)
    assert answer["page"]["id"] == page.pk
    admin_client.post(panel, standard("Łódź i Kalisz", slug="lodz"))
    assert ask(there)["page"]["title"] == "Łódź"  # until the panel is refreshed
    again = location(admin_client.get(panel))
    assert token_in(again) == token_in(there)
    assert ask(there)["page"]["title"] == "Łódź i Kalisz"
    assert ask(there)["page"]["path"] == "/en/lodz/"
    assert StandardPage.objects.get(pk=page.pk).title == "About"


def test_two_editors_have_a_snapshot_each(world, front_end, ask) -> None:
    town = world.towns["almelo", "en"]
    found = []
    for name in ("superuser", "editor"):
        client = world.client(name)
        client.post(panel_of(town), town_form(name))
        found.append(location(client.get(panel_of(town))))
    assert [ask(there)["page"]["title"] for there in found] == ["superuser", "editor"]


def town_form(title: str) -> dict:
    return nested_form_data(
        {
            "title": title,
            "slug": "almelo",
            "native_name": "Almelo",
            "country": "NL",
            "twinned_since": "1948",
            "latitude": "52.35670",
            "longitude": "6.66250",
            "body": streamfield([]),
            "contacts": streamfield([]),
            "twin_links": inline_formset([]),
            "comments": inline_formset([]),
        }
    )


def test_children_and_relations_of_a_draft(admin_client, tree, front_end, ask) -> None:
    interest = factories.InterestFactory(key="rowing", name="Rowing")
    tree.almelo.interests = [interest]
    tree.almelo.twin_links.add(factories.TwinLinkFactory.build(name="Iserlohn", town=tree.almelo))
    tree.almelo.save_revision(clean=False)
    found = ask(location(admin_client.get(draft_of(tree.almelo))))["page"]
    assert [link["name"] for link in found["twin_links"]] == ["Iserlohn"]
    assert [item["key"] for item in found["interests"]] == ["rowing"]
    live = admin_client.get(f"/api/content/v1/pages/{tree.almelo.pk}/").json()
    assert (live["twin_links"], live["interests"]) == ([], [])
    assert TownPage.objects.get(pk=tree.almelo.pk).twin_links.count() == 0


def test_a_page_that_was_never_saved(admin_client, tree, front_end, ask) -> None:
    args = ["home", "standardpage", tree.home.pk]
    panel = reverse("wagtailadmin_pages:preview_on_add", args=args)
    admin_client.post(panel, standard("Nowa strona", slug="nowa"))
    answer = ask(location(admin_client.get(panel)))
    page = answer["page"]
    assert (page["id"], page["title"], page["path"]) == (0, "Nowa strona", "/en/nowa/")
    assert page["parent"]["id"] == tree.home.pk
    assert (page["alternates"], page["translation"], page["last_published_at"]) == ([], None, None)
    assert not StandardPage.objects.filter(slug="nowa").exists()


def test_a_translation_that_is_being_worked_on(admin, tree, front_end, ask) -> None:
    page = factories.StandardPageFactory(parent=tree.home, title="About", slug="about")
    submit(admin, tree.home, tree.locales["pl"])
    submit(admin, page, tree.locales["pl"])
    address = reverse(
        "wagtail_localize:preview_translation",
        args=[translation_of(page, tree.locales["pl"]).pk],
    )
    answer = ask(location(admin.get(address)))
    assert answer["page"]["served_locale"] == "pl"
    assert answer["page"]["path"] == "/pl/about/"


def test_each_preview_mode(admin_client, page, front_end, ask, monkeypatch) -> None:
    modes = [("form", "Form"), ("thanks", "Thanks")]
    monkeypatch.setattr(StandardPage, "preview_modes", modes)
    for given, shown in (("thanks", "thanks"), ("", "form"), ("other", "form")):
        there = location(admin_client.get(draft_of(page), {"mode": given}))
        assert there.endswith(f"&mode={shown}")
        assert ask(there)["mode"] == shown


def test_a_draft_refers_to_public_pages_alone(admin_client, tree, page, front_end, ask) -> None:
    hidden = factories.StandardPageFactory(parent=tree.home, title="Hidden draft", live=False)
    below = factories.StandardPageFactory(parent=hidden, title="Below", live=False)
    below.body = [("rich_text", f'<p><a linktype="page" id="{hidden.pk}">There</a></p>')]
    below.save_revision()
    found = ask(location(admin_client.get(draft_of(below))))
    assert found["page"]["parent"] is None
    assert "Hidden draft" not in str(found)
    assert "href" not in str(found["page"]["body"])


def test_the_root_of_a_site(admin_client, tree, front_end, ask) -> None:
    tree.home.slug = "another-slug"
    tree.home.save_revision(clean=False)
    there = location(admin_client.get(draft_of(tree.home)))
    assert "?path=en/&" in there
    assert ask(there)["page"]["path"] == "/en/"


def test_a_page_of_no_site_is_shown_by_the_site(admin_client, tree, front_end) -> None:
    alone = factories.StandardPageFactory(parent=Page.get_first_root_node(), title="Alone")
    alone.save_revision()
    assert admin_client.get(draft_of(alone)).status_code == 200


def test_who_may_not_edit_gets_no_token(world, front_end) -> None:
    story = world.stories["almelo", "nl"]
    story.save_revision(clean=False)
    response = world.client("translator-fr").get(draft_of(story))
    assert FRONT not in response.headers.get("Location", "")
    assert Snapshot.objects.count() == 0


def test_what_is_too_large_is_not_kept(admin_client, page, front_end, monkeypatch) -> None:
    monkeypatch.setattr("twinning.previews.minting.MOST_BYTES", 200)
    admin_client.post(panel_of(page), standard("Long"))
    response = admin_client.get(panel_of(page))
    assert response.status_code == 413
    assert "View draft" in response.content.decode()
    assert location(admin_client.get(draft_of(page))).startswith(FRONT)
    assert Snapshot.objects.count() == 0


def test_review_links_show_the_site(client, page, front_end, admin_user) -> None:
    from twinning.translation.review import links

    link = links.make(page, admin_user, 1)
    client.force_login(admin_user)
    shown = client.get(f"{links.path_of(link)}page/")
    assert shown.status_code == 200
    assert "Wszystko o nas" in shown.content.decode()


def test_the_draft_is_its_present_owners(
    tree, page, front_end, ask, django_user_model, client
) -> None:
    """Who may only add pages may change their own: of the page as it is, not of the draft."""
    group = Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    may_add = Permission.objects.get(codename="add_page")
    GroupPagePermission.objects.create(group=group, page=tree.home, permission=may_add)
    users = [django_user_model.objects.create_user(name, password="x") for name in ("old", "new")]
    group.user_set.add(*users)
    tokens = []
    for user in users:
        Page.objects.filter(pk=page.pk).update(owner=user)
        client.force_login(user)
        if not tokens:  # the draft is of the time of its first owner
            page.refresh_from_db()
            page.save_revision()
        tokens.append(location(client.get(draft_of(page))))
    ask(tokens[0], 403)
    assert ask(tokens[1])["is_preview"]

"""Drafts of other towns are shown to nobody whose business they are not."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from tests.twinning.translation.rights.world import World


@pytest.fixture
def draft(world) -> Page:
    """A draft of Almelo in Polish, with a title that can be found."""
    page = world.stories["almelo", "pl"]
    Page.objects.filter(pk=page.pk).update(
        live=False, title="Secretbench", draft_title="Secretbench"
    )
    page.refresh_from_db()
    get_search_backend().add(page)
    return page


SEES = ["team-almelo", "team-kalisz", "translator-pl", "administrator", "superuser"]
SEES_NOT = ["team-nimes", "editor", "translator-de"]


def places(world: World, page: Page) -> dict[str, str]:
    """Where Wagtail names pages, by what it is."""
    parent = page.get_parent().pk
    return {
        "chooser": reverse("wagtailadmin_choose_page_child", args=[parent]),
        "search of the chooser": reverse("wagtailadmin_choose_page_search") + "?q=Secretb",
        "several": reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={page.pk}&id=x",
        "search": reverse("wagtailadmin_pages:search") + "?q=Secretb",
        "of a type": reverse("wagtailadmin_pages:type_use", args=["stories", "storypage"]),
        "translations": f"/admin/api/main/pages/{world.stories['almelo', 'en'].pk}/",
    }


@pytest.mark.parametrize("name", [*SEES, *SEES_NOT])
def test_only_who_explores_it_finds_a_draft(world, draft, name) -> None:
    sees = name in SEES
    for what, url in places(world, draft).items():
        if what == "translations" and name in {"team-kalisz", "translator-pl"}:
            continue  # the English page is not theirs
        answer = world.client(name).get(url)
        assert answer.status_code in ({200} if sees else {200, 403, 404}), what
        assert ("Secretbench" in answer.content.decode()) == sees, what


def test_what_is_live_is_chosen_by_everybody(world, draft) -> None:
    live = world.stories["nimes", "fr"]
    for name in SEES_NOT:
        answer = world.client(name).get(places(world, draft)["chooser"])
        assert answer.status_code == 200
        url = reverse("wagtailadmin_choose_page_chosen_multiple")
        assert [
            p["id"] for p in world.client(name).get(f"{url}?id={live.pk}").json()["result"]
        ] == [live.pk]


def test_nobody_browses_below_a_draft_of_others(world) -> None:
    town = world.towns["almelo", "pl"]
    Page.objects.filter(pk=town.pk).update(live=False)
    url = reverse("wagtailadmin_choose_page_child", args=[town.pk])
    assert world.client("team-nimes").get(url).status_code == 403
    assert world.client("team-almelo").get(url).status_code == 200
    gone = reverse("wagtailadmin_choose_page_child", args=[999999])
    assert world.client("team-nimes").get(gone).status_code == 404


def test_the_explorer_of_others_is_refused(world, draft) -> None:
    for name in ("wagtailadmin_explore", "wagtailadmin_explore_results"):
        url = reverse(name, args=[world.towns["almelo", "pl"].pk])
        assert world.client("team-nimes").get(url).status_code == 403
        assert world.client("team-almelo").get(url).status_code == 200
    gone = reverse("wagtailadmin_explore", args=[999999])
    assert world.client("team-nimes").get(gone).status_code == 404


REPORTS = ["site_history", "aging_pages", "workflow", "workflow_tasks", "locked_pages"]


@pytest.mark.parametrize("report", [*REPORTS, "page_types_usage"])
def test_no_report_names_it(world, draft, report) -> None:
    page = draft.specific
    page.intro = "More."
    page.save_revision(user=world.users["team-almelo"], log_action=True)
    Page.objects.filter(pk=draft.pk).update(
        locked=True,
        locked_by=world.users["team-kalisz"],
        last_published_at="2026-01-01T00:00:00Z",
        latest_revision_created_at="2036-01-01T00:00:00Z",
    )
    url = reverse(f"wagtailadmin_reports:{report}")
    for name in SEES_NOT:
        answer = world.client(name).get(url)
        assert answer.status_code in {200, 403}
        assert "Secretbench" not in answer.content.decode()
    if report in {"site_history", "aging_pages", "locked_pages", "page_types_usage"}:
        assert "Secretbench" in world.client("team-kalisz").get(url).content.decode()


def test_the_report_of_wagtail_localize_leads_to_the_board(world) -> None:
    for name in ("translations_report", "translations_report_results"):
        answer = world.client("team-nimes").get(reverse(f"wagtail_localize:{name}"))
        assert (answer.status_code, answer["Location"]) == (302, "/admin/translations/")


def test_whoever_has_no_page_chooses_what_is_live(world, draft) -> None:
    from django.contrib.auth.models import Permission

    world.users["nobody"].user_permissions.add(Permission.objects.get(codename="access_admin"))
    answer = world.client("nobody").get(places(world, draft)["chooser"])
    assert answer.status_code == 200 and "Secretbench" not in answer.content.decode()


def test_usage_names_no_draft_of_others(world, draft, picture) -> None:
    from wagtail.models import ReferenceIndex

    page = draft.specific
    page.picture, page.picture_alt = picture, "A bridge"
    page.save()
    ReferenceIndex.create_or_update_for_object(page)
    url = reverse("wagtailimages:image_usage", args=[picture.pk])
    assert ContentType.objects.get_for_model(picture)
    for name in SEES_NOT:
        assert "Secretbench" not in world.client(name).get(url).content.decode()

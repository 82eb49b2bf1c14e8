"""The admin's home page: what waits for whom, and what to do next."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from tests import factories
from tests.twinning.translation.board.conftest import BOARD, soup, state, text
from towns.models import TownTeam
from towns.rights import provide
from twinning.translation.board import next_steps, waiting
from twinning.translation.board.waiting import WaitingItem
from twinning.translation.rights import registry

pytestmark = pytest.mark.django_db

HOME = "/admin/"


def panel(client, name: str) -> dict[str, str]:
    """What a panel links to, by its words; nothing where it is not there."""
    found = soup(client, HOME).select_one(f"#{name}-section .board--panel")
    return {text(link): link["href"] for link in found.select("a")} if found else {}


@pytest.fixture
def _no_rooms(monkeypatch) -> None:
    monkeypatch.setattr(waiting, "_providers", [])
    monkeypatch.setattr(next_steps, "_providers", [])


@pytest.fixture
def workflow(people, tree) -> GroupApprovalTask:
    """The group of the Polish translator approves what is below the English home page."""
    task = GroupApprovalTask.objects.create(name="Read it")
    task.groups.add(people["translator"].groups.get())
    made = Workflow.objects.create(name="Reading")
    WorkflowTask.objects.create(workflow=made, task=task)
    WorkflowPage.objects.create(workflow=made, page=tree.home)
    return task


def wait(page: Page, user) -> None:
    """Have a page wait for approval."""
    page = page.specific
    page.save_revision()
    page.get_workflow().start(page, user)


@pytest.mark.usefixtures("_no_rooms")
def test_translations_in_ones_own_languages_wait(client_of, pages) -> None:
    found = panel(client_of("translator"), "waiting")
    assert found == {
        "1 page has words of a machine to read": f"{BOARD}?language=pl&state=machine",
        "1 translation is a draft (to translate: 7 words)": f"{BOARD}?language=pl&state=draft",
        "Almelo (pl)": reverse("wagtailadmin_pages:edit", args=[pages["almelo_pl"].pk]),
        "Wyścig": reverse("wagtailadmin_pages:edit", args=[pages["story_pl"].pk]),
    }
    assert next(iter(panel(client_of("almelo"), "waiting"))) == (
        "1 page is behind its original (to translate: 41 words)"
    )


@pytest.mark.usefixtures("_no_rooms")
def test_what_misleads_visitors_comes_first(client_of, pages) -> None:
    state(pages["home_pl"], is_stale=True, stale_segments=1, stale_words=1)
    state(pages["own"], is_stale=True, stale_segments=9, stale_words=90)
    found = list(panel(client_of("translator"), "waiting"))
    assert found[-4:] == ["Opowieść", "Home", "Almelo (pl)", "Wyścig"]


@pytest.mark.usefixtures("_no_rooms")
def test_counts_lead_to_as_many_pages(client_of) -> None:
    client = client_of("translator")
    for name in ("waiting", "next-steps"):
        for words, address in panel(client, name).items():
            if address.startswith(BOARD):
                number = words.removeprefix("Polski: ").split()[0]
                assert len(client.get(address).context["paginator"].object_list) == int(number)


@pytest.mark.usefixtures("_no_rooms")
def test_what_is_missing_is_what_to_do_next(client_of) -> None:
    assert panel(client_of("translator"), "next-steps") == {
        "Polski: 1 page is still to be translated": f"{BOARD}?language=pl&state=missing"
    }


@pytest.mark.usefixtures("_no_rooms")
def test_where_nothing_waits_it_says_so(client_of) -> None:
    page = soup(client_of("stranger"), HOME)
    assert "Nothing waits for you." in text(page.select_one("#waiting-section"))
    assert page.select_one("#next-steps-section") is None


def test_pages_wait_for_those_who_may_approve_them(client_of, pages, people, workflow) -> None:
    wait(pages["almelo"], people["admin"])
    wait(pages["stories"], people["admin"])
    found = soup(client_of("translator"), HOME).select_one("#waiting-section")
    assert "2 pages wait for your approval" in text(found)
    assert list(panel(client_of("translator"), "waiting"))[:2] == ["Almelo", "Stories"]
    assert "2 pages wait" in text(soup(client_of("admin"), HOME).select_one("#waiting-section"))
    almelo = text(soup(client_of("almelo"), HOME).select_one("#waiting-section"))
    assert "approval" not in almelo
    assert soup(client_of("admin"), HOME).select_one("#awaiting-review-section") is None


def test_what_has_been_approved_waits_no_more(client_of, pages, people, workflow) -> None:
    wait(pages["almelo"], people["admin"])
    current = pages["almelo"].specific.current_workflow_task_state
    current.approve(user=people["admin"])
    assert waiting.reviews(people["translator"], 5).count == 0


@pytest.mark.usefixtures("_no_rooms")
def test_parts_say_what_waits(client_of) -> None:
    waiting.register(lambda user: [WaitingItem(f"3 for {user.username}", "/admin/x/", 3)])
    waiting.register(lambda user: [WaitingItem("0 of others", "/admin/y/", 0)])
    found = panel(client_of("translator"), "waiting")
    assert found["3 for translator"] == "/admin/x/"
    assert "0 of others" not in found


# What the rooms say


@pytest.fixture
def team(people, tree, monkeypatch) -> TownTeam:
    """The Dutch team of Almelo, as the room has it."""
    monkeypatch.setattr(registry._registered, "provider", provide)
    key = str(tree.almelo.translation_key)
    return factories.TownTeamFactory(
        group=people["almelo"].groups.get(), town_key=key, language="nl"
    )


def test_new_enquiries_wait_for_the_town_they_are_for(client_of, tree, team) -> None:
    factories.EnquiryFactory(town_key=tree.almelo.translation_key)
    factories.EnquiryFactory(town_key=tree.almelo.translation_key)
    factories.EnquiryFactory(town_key=tree.almelo.translation_key, state="done")
    factories.EnquiryFactory()
    found = panel(client_of("almelo"), "waiting")
    assert found["2 new enquiries"] == "/admin/enquiries/?state=new"
    assert "3 new enquiries" in panel(client_of("admin"), "waiting")
    assert "new enquir" not in " ".join(panel(client_of("translator"), "waiting"))


def test_a_team_is_told_what_its_town_lacks(client_of, pages, team, picture) -> None:
    steps = panel(client_of("almelo"), "next-steps")
    edit = reverse("wagtailadmin_pages:edit", args=[pages["almelo_nl"].pk])
    write = reverse("wagtailadmin_pages:add", args=["stories", "storypage", pages["almelo_nl"].pk])
    assert steps == {
        "The page of Almelo (nl) has no picture: choose one": edit,
        "The page of Almelo (nl) names nobody who answers questions: add a contact": edit,
        "No new story about Almelo (nl) in the last six months: write one": write,
        "Nederlands: 3 pages are still to be translated": f"{BOARD}?language=nl&state=missing",
    }
    town = pages["almelo_nl"]
    town.picture, town.picture_alt = picture, "A bridge"
    town.save()
    assert not any("picture" in words for words in panel(client_of("almelo"), "next-steps"))
    assert client_of("almelo").get(write).status_code == 200


def test_a_new_story_is_enough_for_half_a_year(client_of, pages, team) -> None:
    story = factories.StoryPageFactory(parent=pages["almelo"], title="New", live=False)
    assert any("six months" in words for words in panel(client_of("almelo"), "next-steps"))
    story.save_revision().publish()
    assert "Write a story about Almelo (nl)" in panel(client_of("almelo"), "next-steps")


def test_others_are_not_told_what_a_town_lacks(client_of, team) -> None:
    assert not any("picture" in words for words in panel(client_of("translator"), "next-steps"))


def test_the_greeting_names_the_reader_and_their_town(client_of, people, team) -> None:
    people["almelo"].first_name = "Anna <b>"
    people["almelo"].save()
    page = soup(client_of("almelo"), HOME)
    assert text(page.h1) == "Welcome, Anna <b> – Almelo"
    assert text(soup(client_of("admin"), HOME).h1) == "Welcome, admin"


def test_the_home_page_counts_no_pictures(client_of) -> None:
    assert soup(client_of("admin"), HOME).select(".w-summary") == []


def test_the_home_page_costs_the_same_for_any_number(
    client_of, pages, people, team, tree, workflow
) -> None:
    client = client_of("almelo")
    workflow.groups.add(people["almelo"].groups.get())

    def cost() -> int:
        client.get(HOME)
        with CaptureQueriesContext(connection) as captured:
            client.get(HOME)
        return len(captured)

    wait(pages["almelo"], people["admin"])
    few = cost()
    for number in range(12):
        page = factories.StandardPageFactory(parent=tree.home, title=f"More {number}")
        wait(page, people["admin"])
        copy = page.copy_for_translation(tree.locales["nl"])
        state(copy, stale_segments=1, stale_words=3)
        factories.EnquiryFactory(town_key=tree.almelo.translation_key)
        task = GroupApprovalTask.objects.create(name=f"Task {number}")
        task.groups.add(people["almelo"].groups.get())
    assert cost() == few

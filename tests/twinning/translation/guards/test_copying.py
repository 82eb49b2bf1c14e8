"""No page comes into the tree of another language, whoever asks and by whatever way."""

import json

import pytest
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from stories.models import StoryPage
from tests.twinning.translation.rights.walking import form, state, undone
from twinning.security.tokens.making import make


@pytest.fixture
def api(world):
    """The API v3 as an administrator's program has it."""
    _token, key = make(world.users["superuser"], "test", "write")

    def call(page: Page, action: str, **data):
        return world.client("nobody").post(
            f"/api/v3/pages/{page.pk}/actions/{action}/",
            json.dumps(data),
            content_type="application/json",
            headers={"Authorization": f"Bearer {key}"},
        )

    return call


@pytest.fixture
def pages(world):
    """An English story and the Polish page of its town."""
    return world.stories["almelo", "en"], world.towns["almelo", "pl"]


@pytest.mark.parametrize("more", [{}, {"alias": "on"}, {"publish_copies": "on"}])
def test_the_form_names_the_destination(world, pages, more) -> None:
    story, polish = pages
    before = state()
    url = reverse("wagtailadmin_pages:copy", args=[story.pk])
    data = {"new_title": "x", "new_slug": "x", "new_parent_page": str(polish.pk), **more}
    answer = world.client("superuser").post(url, data)
    assert answer.status_code == 200
    assert "submit it for translation" in str(answer.context["form"].errors["new_parent_page"])
    assert state() == before


@pytest.mark.parametrize("action", ["copy", "create_alias", "move"])
def test_the_api_names_the_destination(world, pages, api, action) -> None:
    story, polish = pages
    before = state()
    more = {"position": "last-child"} if action == "move" else {"slug": "x"}
    answer = api(story, action, destination_id=polish.pk, **more)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    (error,) = answer.json()["errors"]
    assert error["loc"] == ["body", "destination_id"]
    assert "submit it for translation" in error["msg"]
    assert state() == before
    same = world.towns["nimes", "en"]
    with undone():
        answer = api(story, action, destination_id=same.pk, **more)
        assert answer.status_code in {200, 201}, answer.content


@pytest.mark.parametrize("action", ["copy", "create_alias", "move"])
def test_the_admin_s_own_api_refuses_it(world, pages, action) -> None:
    story, polish = pages
    before = state()
    url = f"/admin/api/main/pages/{story.pk}/action/{action}/"
    data = {"destination_page_id": polish.pk, "slug": "x", "position": "last-child"}
    answer = world.client("superuser").post(url, json.dumps(data), "application/json")
    assert answer.status_code == 403
    assert state() == before


def test_moving_in_the_admin_refuses_it(world, pages) -> None:
    story, polish = pages
    before = state()
    url = reverse("wagtailadmin_pages:move_confirm", args=[story.pk, polish.pk])
    world.stories["almelo", "pl"].delete()
    before = state()
    assert world.client("superuser").post(url).status_code == 403
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    answer = world.client("superuser").post(f"{bulk}?id={story.pk}", {"chooser": str(polish.pk)})
    assert answer.status_code == 200
    assert state() == before


def test_a_new_page_is_in_the_language_of_its_parent(world) -> None:
    parent = world.towns["almelo", "pl"]
    url = reverse("wagtailadmin_pages:add", args=["stories", "storypage", parent.pk])
    story = world.stories["almelo", "pl"]
    data = form(story, slug="new", locale="en")
    assert world.client("superuser").post(f"{url}?locale=en", data).status_code == 302
    assert StoryPage.objects.get(slug="new").locale == world.locales["pl"]


# Copies for translation, in the API v3.


def test_a_copy_for_translation_is_a_submission(world, api) -> None:
    parent = Page.objects.get(pk=world.towns["almelo", "en"].pk)
    story = parent.add_child(instance=StoryPage(title="Bench", locale=world.locales["en"]))
    answer = api(story, "copy_for_translation", locale="pl")
    assert answer.status_code == 201, answer.content
    draft = story.get_translation(world.locales["pl"])
    assert not draft.live and draft.get_parent().pk == world.towns["almelo", "pl"].pk
    edit = world.client("superuser").get(reverse("wagtailadmin_pages:edit", args=[draft.pk]))
    assert "wagtail_localize/admin/edit_translation.html" in [item.name for item in edit.templates]


@pytest.mark.parametrize(
    ("data", "field", "said"),
    [
        ({"locale": "pl", "alias": True}, "alias", "never an alias"),
        ({"locale": "de"}, "locale", "exists in this language"),
        ({"locale": "pl", "copy_parents": True}, None, "Translate “Town” first"),
    ],
)
def test_what_cannot_be_submitted_is_named(world, api, data, field, said) -> None:
    parent = Page.objects.get(pk=world.towns["almelo", "en"].pk)
    page = parent.add_child(instance=StoryPage(title="Bench", locale=world.locales["en"]))
    api(page, "copy_for_translation", locale="de")
    if "copy_parents" in data:
        index = Page.objects.get(pk=world.indexes["en"].pk)
        town = world.towns["almelo", "en"]
        fields = ("native_name", "country", "twinned_since", "latitude", "longitude")
        new = type(town)(title="Town", **{name: getattr(town, name) for name in fields})
        new.locale = world.locales["en"]
        index.add_child(instance=new)
        page = new.add_child(instance=StoryPage(title="Deep", locale=world.locales["en"]))
    before, logged = state()[0], PageLogEntry.objects.count()
    answer = api(page, "copy_for_translation", **data)
    assert answer.status_code == 422, answer.content
    (error,) = answer.json()["errors"]
    assert said in error["msg"]
    assert error["loc"] == (["body", field] if field else [])
    assert (state()[0], PageLogEntry.objects.count()) == (before, logged)

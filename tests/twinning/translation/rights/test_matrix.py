"""Five towns, five languages, everybody, every action: by the admin's views and by the API v3.

What is expected stands in `expected.py`, a table written by hand. Every user tries every action at
every cell; what is allowed is tried too, and undone. Whoever is refused gets 403 (or, for pages
that the API does not show them, 404), and not a row is other than before.

The whole cross of 300 is walked for editing, publishing and submitting in the admin, for editing by
the API, for segments, and for what the page chooser and the admin's own API show. All other actions
are tried at a sample: for everybody two cells of each kind of place that they can be in, others for
others, so that every cell is somebody's. (All in full took three minutes, and found no more.)

To two refusals Wagtail has other answers, and nothing changes by them either: to publish what one
may only edit saves a draft; to copy to where one may not add is an error at the field.
"""

import pytest

from tests.twinning.translation.rights.expected import MAY, may, place
from tests.twinning.translation.rights.walking import (
    CELLS,
    EVERYWHERE,
    SAMPLE,
    Walk,
    api,
    form,
    once,
    other_town,
    page_url,
    post,
    story_now,
)
from tests.twinning.translation.rights.world import LANGUAGE_OF, NAMES, TOWNS

# What each action is in the admin: it returns the answer, and whether it was done.


def create(world, name, town, code):
    parent, story = world.towns[town, code], world.stories[town, code]
    url = page_url("add", "stories", "storypage", parent.pk)
    answer = post(world, name, url, form(story, slug="new"))
    return answer, parent.get_children().filter(slug="new").exists()


def edit(world, name, town, code):
    story = world.stories[town, code]
    answer = post(world, name, page_url("edit", story.pk), form(story))
    return answer, story_now(story).draft_title == "Changed"


def publish(world, name, town, code):
    story = world.stories[town, code]
    data = form(story, **{"action-publish": "1"})
    answer = post(world, name, page_url("edit", story.pk), data)
    return answer, story_now(story).title == "Changed"


def unpublish(world, name, town, code):
    story = world.stories[town, code]
    answer = post(world, name, page_url("unpublish", story.pk))
    return answer, not story_now(story).live


def move(world, name, town, code):
    story, target = world.stories[town, code], world.towns[other_town(town), code]
    answer = post(world, name, page_url("move_confirm", story.pk, target.pk))
    return answer, story_now(story).get_parent().pk == target.pk


def copy(world, name, town, code):
    story, parent = world.stories[town, code], world.towns[town, code]
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": str(parent.pk)}
    answer = post(world, name, page_url("copy", story.pk), data)
    return answer, parent.get_children().filter(slug="copy").exists()


def delete(world, name, town, code):
    story = world.stories[town, code]
    answer = post(world, name, page_url("delete", story.pk))
    return answer, story_now(story) is None


def lock(world, name, town, code):
    story = world.stories[town, code]
    answer = post(world, name, page_url("lock", story.pk))
    return answer, story_now(story).locked


ADMIN = [create, edit, publish, unpublish, move, copy, delete, lock]


@once
@pytest.mark.parametrize("action", ADMIN, ids=lambda action: action.__name__)
def test_pages_in_the_admin(world, action) -> None:
    verb = action.__name__
    with Walk(world) as walk:
        for name, (town, code) in EVERYWHERE if verb in {"edit", "publish"} else SAMPLE:
            edits_only = may(name, "edit", town, code) and not may(name, verb, town, code)
            if edits_only and verb == "publish":
                continue  # see below
            refusals = frozenset({403, 200} if edits_only and verb == "copy" else {403})
            walk.step(
                f"{name} {verb} {town} {code}",
                may(name, verb, town, code),
                lambda: action(world, name, town, code),  # noqa: B023  (called at once)
                refusals,
            )


@once
def test_to_publish_what_one_may_only_edit_saves_a_draft(world) -> None:
    for name, town, code in (
        ("team-almelo", "almelo", "pl"),
        ("translator-de", "kalisz", "de"),
    ):
        answer, done = publish(world, name, town, code)
        story = story_now(world.stories[town, code])
        assert (answer.status_code, done) == (302, False)
        assert (story.draft_title, story.live_revision) == ("Changed", None)


# And in the API v3.


def api_explore(world, name, town, code):
    answer = api(world, name, "GET", f"{world.stories[town, code].pk}/?version=draft")
    return answer, answer.status_code == 200


def api_create(world, name, town, code):
    parent = world.towns[town, code]
    meta = {"type": "stories.StoryPage", "parent_id": parent.pk}
    data = {"meta": meta, "title": "New", "slug": "new", "date_precision": "day"}
    answer = api(world, name, "POST", "", data)
    return answer, parent.get_children().filter(slug="new").exists()


def api_edit(world, name, town, code):
    story = world.stories[town, code]
    answer = api(world, name, "PATCH", f"{story.pk}/", {"title": "Changed"})
    return answer, story_now(story).draft_title == "Changed"


def api_publish(world, name, town, code):
    story = world.stories[town, code]
    answer = api(world, name, "POST", f"{story.pk}/actions/publish/")
    return answer, story_now(story).live_revision is not None


def api_unpublish(world, name, town, code):
    story = world.stories[town, code]
    answer = api(world, name, "POST", f"{story.pk}/actions/unpublish/")
    return answer, not story_now(story).live


def api_move(world, name, town, code):
    story, target = world.stories[town, code], world.towns[other_town(town), code]
    data = {"destination_id": target.pk, "position": "last-child"}
    answer = api(world, name, "POST", f"{story.pk}/actions/move/", data)
    return answer, story_now(story).get_parent().pk == target.pk


def api_copy(world, name, town, code):
    story, parent = world.stories[town, code], world.towns[town, code]
    data = {"destination_id": parent.pk, "slug": "copy", "keep_live": False}
    answer = api(world, name, "POST", f"{story.pk}/actions/copy/", data)
    return answer, parent.get_children().filter(slug="copy").exists()


def api_delete(world, name, town, code):
    story = world.stories[town, code]
    answer = api(world, name, "DELETE", f"{story.pk}/")
    return answer, story_now(story) is None


API = [
    *(api_explore, api_create, api_edit, api_publish),
    *(api_unpublish, api_move, api_copy, api_delete),
]


@once
@pytest.mark.parametrize("action", API, ids=lambda action: action.__name__)
def test_pages_in_the_api(world, action) -> None:
    verb = action.__name__.removeprefix("api_")
    with Walk(world) as walk:
        for name, (town, code) in EVERYWHERE if verb == "edit" else SAMPLE:
            walk.step(
                f"{name} {verb} {town} {code}",
                may(name, verb, town, code),
                lambda: action(world, name, town, code),  # noqa: B023  (called at once)
                frozenset({404} if verb == "explore" else {403}),
            )


@once
def test_the_sample_leaves_nothing_out() -> None:
    assert {place(name, *cell) for name, cell in EVERYWHERE} == set(MAY)
    for part in (SAMPLE, SAMPLE[::2]):
        assert {place(name, *cell) for name, cell in part} == set(MAY)
        assert {name for name, _cell in part} == set(NAMES)
    assert {cell for _name, cell in SAMPLE} == set(CELLS)
    assert set(LANGUAGE_OF) == set(TOWNS)

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

import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from wagtail.models import APIToken, Page, PageLogEntry, Revision
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from stories.models import StoryPage
from tests.twinning.translation.rights.expected import MAY, may, may_submit, may_sync, place
from tests.twinning.translation.rights.world import CODES, LANGUAGE_OF, NAMES, TOWNS
from twinning.translation.models import TranslationJob

#: What is not marked runs on PostgreSQL too: what is shown, and translations that are published.
once = pytest.mark.once("rights are rows that both databases read alike, and the walk is long")

CELLS = list(product(TOWNS, CODES))
EVERYWHERE = list(product(NAMES, CELLS))
FORM = "application/x-www-form-urlencoded"


def next_of(items: list[str], item: str) -> str:
    """The one after it, round and round."""
    return items[(items.index(item) + 1) % len(items)]


def other_town(town: str) -> str:
    return next_of(list(TOWNS), town)


def _sample() -> list[tuple[str, tuple[str, str]]]:
    """Everybody with two cells of each kind of place, beginning where nobody else does."""
    found = []
    for index, name in enumerate(NAMES):
        start = index * 2 % len(CELLS)
        kinds: dict[str, list[tuple[str, str]]] = {}
        for cell in CELLS[start:] + CELLS[:start]:
            kinds.setdefault(place(name, *cell), []).append(cell)
        found += [(name, cell) for cells in kinds.values() for cell in cells[:2]]
    return found


SAMPLE = _sample()


def state() -> tuple:
    """Everything that an action would change, cheaply."""
    pages = Page.objects.order_by("pk").values_list(
        *("pk", "path", "numchild", "title", "draft_title", "slug", "live", "locked", "alias_of"),
        *("has_unpublished_changes", "latest_revision", "live_revision", "owner", "locale"),
    )
    counted = (Revision, PageLogEntry, Translation, StringTranslation, TranslationJob)
    return list(pages), [model.objects.count() for model in counted]


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is done."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    cache.clear()


class Walk:
    """Tries an action of everybody at every cell, and collects where it went otherwise."""

    def __init__(self, world) -> None:
        for name in NAMES:
            world.client(name)  # logs in, which is not to be undone
            token(world, name)
        self.wrong: list[str] = []
        self.tried = 0
        self.before = state()

    def step(self, what: str, allowed: bool, act, refusals: frozenset[int] = frozenset({403})):
        """Try one; `act` returns the answer, and whether it was done."""
        self.tried += 1
        with undone():
            answer, done = act()
            same = state() == self.before
        if done != allowed or (not allowed and (answer.status_code not in refusals or not same)):
            self.wrong.append(f"{what}: {answer.status_code}, done: {done}, same: {same}")

    def __enter__(self) -> "Walk":
        return self

    def __exit__(self, kind, error, trace) -> None:
        if kind is None:
            assert state() == self.before
            assert self.wrong == [], "\n".join(self.wrong[:20])


def form(story: Page, **more: str) -> dict[str, str]:
    """What the editor's form of a story sends."""
    fields = ("intro", "people", "date", "listing_text", "picture", "picture_alt", "seo_title")
    return {
        **dict.fromkeys(fields, ""),
        "search_description": "",
        "title": "Changed",
        "slug": story.slug,
        "date_precision": "day",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        **more,
    }


def post(world, name: str, url: str, data=None):
    """As somebody who writes the request by hand."""
    return world.client(name).post(url, data or {})


def page_url(action: str, *arguments: int) -> str:
    return reverse(f"wagtailadmin_pages:{action}", args=arguments)


def story_now(story: Page) -> Page | None:
    return Page.objects.filter(pk=story.pk).first()


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


def token(world, name: str) -> str:
    """Somebody's token for the API v3."""
    kept = world.__dict__.setdefault("tokens", {})
    if name not in kept:
        _token, kept[name] = APIToken.create_token(user=world.users[name], name="matrix")
    return kept[name]


def api(world, name: str, method: str, url: str, data=None):
    """As a program that holds somebody's token."""
    return world.client("nobody").generic(
        method,
        f"/api/v3/pages/{url}",
        json.dumps(data or {}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {token(world, name)}"},
    )


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


# Translation.


@pytest.fixture
def lonely(world):
    """For each cell, a published story that is in its language alone."""
    found = {}
    for town, code in CELLS:
        story = StoryPage(title=f"Lonely {town} {code}", slug="lonely", locale=world.locales[code])
        world.towns[town, code].refresh_from_db()
        found[town, code] = world.towns[town, code].add_child(instance=story)
    return found


@once
def test_submitting(world, lonely) -> None:
    """Begins a job, which does what `may_submit` says again: see tests of `submitting`."""
    with Walk(world) as walk:
        for name, (town, target) in EVERYWHERE:
            story = lonely[town, next_of(CODES, target)]
            url = reverse("wagtail_localize:submit_page_translation", args=[story.pk])
            data = {"locales": [world.locales[target].pk]}

            def act(name=name, url=url, data=data):
                answer = post(world, name, url, data)
                return answer, TranslationJob.objects.exists()

            walk.step(f"{name} submits {story} to {target}", may_submit(name, town, target), act)


@once
def test_submitting_by_the_api(world, lonely) -> None:
    with Walk(world) as walk:
        for name, (town, target) in SAMPLE:
            story = lonely[town, next_of(CODES, target)]

            def act(name=name, story=story, target=target):
                url = f"{story.pk}/actions/copy_for_translation/"
                answer = api(world, name, "POST", url, {"locale": target})
                return answer, story.get_translations().exists()

            # Wagtail asks for some right to add first, which translators have nowhere.
            allowed = may_submit(name, town, target) and not name.startswith("translator")
            walk.step(f"{name} submits {story} to {target}", allowed, act)


@pytest.fixture
def followed(world):
    """Each town's story as translated from English, and the English from Dutch."""
    found = {}
    for town in TOWNS:
        for source_code in ("en", "nl"):
            story = world.stories[town, source_code]
            source, _made = TranslationSource.get_or_create_from_instance(story)
            for code in CODES if source_code == "en" else ["en"]:
                if code != source_code:
                    found[town, code] = Translation.objects.create(
                        source=source, target_locale=world.locales[code]
                    )
    return found


@once
def test_segments(world, followed) -> None:
    with Walk(world) as walk:
        for name, (town, code) in EVERYWHERE:
            translation = followed[town, code]
            segment = StringSegment.objects.filter(source=translation.source).first()
            names = [translation.pk, segment.pk]
            url = reverse("wagtail_localize:edit_string_translation", args=names)

            def act(name=name, url=url):
                answer = world.client(name).put(url, urlencode({"value": "x"}), content_type=FORM)
                return answer, StringTranslation.objects.exists()

            walk.step(f"{name} translates {town} {code}", may(name, "edit", town, code), act)


def test_publishing_translations(world, followed) -> None:
    for translation in followed.values():
        for segment in StringSegment.objects.filter(source=translation.source):
            StringTranslation.objects.create(
                translation_of=segment.string,
                context=segment.context,
                locale=translation.target_locale,
                data=f"{segment.string.data}-{translation.target_locale.language_code}",
            )
    with Walk(world) as walk:
        for name, (town, code) in SAMPLE:
            url = page_url("edit", world.stories[town, code].pk)
            before = Revision.objects.count()

            def act(name=name, url=url, before=before):
                answer = post(world, name, url, {"action": "publish"})
                return answer, Revision.objects.count() > before

            walk.step(f"{name} publishes {town} {code}", may(name, "publish", town, code), act)


@once
def test_bringing_up_to_date(world, lonely) -> None:
    pytest.importorskip("twinning.translation.sync.publication")
    sources = {}
    for (town, code), story in lonely.items():
        target = next_of(CODES, code)
        source, _made = TranslationSource.get_or_create_from_instance(story)
        copied = StoryPage(
            title="Translation",
            slug="translation",
            locale=world.locales[target],
            translation_key=story.translation_key,
        )
        Page.objects.get(pk=world.towns[town, target].pk).add_child(instance=copied)
        Translation.objects.create(source=source, target_locale=world.locales[target])
        sources[town, code] = source
    with Walk(world) as walk:
        for name, (town, code) in SAMPLE:
            url = reverse("wagtail_localize:update_translations", args=[sources[town, code].pk])

            def act(name=name, url=url):
                answer = post(world, name, url)
                return answer, TranslationJob.objects.exists()

            allowed = may_sync(name, town, code, next_of(CODES, code))
            walk.step(f"{name} brings {town} up to date from {code}", allowed, act)


# What is shown.


@pytest.fixture
def drafts(world):
    """For each cell, a story that nobody has published."""
    Page.objects.filter(pk__in=[story.pk for story in world.stories.values()]).update(live=False)
    return {story.pk: cell for cell, story in world.stories.items()}


def test_the_page_chooser(world, drafts) -> None:
    url = reverse("wagtailadmin_choose_page_chosen_multiple")
    for name in NAMES:
        answer = world.client(name).get(url, {"id": list(drafts)})
        shown = {page["id"] for page in answer.json()["result"]}
        wanted = {key for key, cell in drafts.items() if may(name, "choose", *cell)}
        assert shown == wanted, name


def test_the_admin_s_own_api_lists_what_is_explored(world, drafts) -> None:
    for name in NAMES:
        shown, found = set(), [None] * 20
        while len(found) == 20:
            url = f"/admin/api/main/pages/?limit=20&offset={len(shown)}"
            found = [page["id"] for page in world.client(name).get(url).json()["items"]]
            shown |= set(found)
        wanted = {key for key, cell in drafts.items() if may(name, "explore", *cell)}
        assert shown & set(drafts) == wanted, name


def test_the_explorer(world, drafts) -> None:
    for name, (town, code) in SAMPLE[::2]:
        url = reverse("wagtailadmin_explore", args=[world.towns[town, code].pk])
        answer = world.client(name).get(url)
        wanted = 200 if may(name, "explore", town, code) else 403
        assert answer.status_code == wanted, (name, town, code)
        if wanted == 200:
            assert f"Story-Of-{town.title()} {code}" in answer.content.decode()


@once
def test_the_sample_leaves_nothing_out() -> None:
    assert {place(name, *cell) for name, cell in EVERYWHERE} == set(MAY)
    for part in (SAMPLE, SAMPLE[::2]):
        assert {place(name, *cell) for name, cell in part} == set(MAY)
        assert {name for name, _cell in part} == set(NAMES)
    assert {cell for _name, cell in SAMPLE} == set(CELLS)
    assert set(LANGUAGE_OF) == set(TOWNS)

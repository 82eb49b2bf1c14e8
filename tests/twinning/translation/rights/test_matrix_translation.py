"""The matrix of what translators do, and of what is shown to whom; see `test_matrix.py`."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from wagtail.models import Page, Revision
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from stories.models import StoryPage
from tests.twinning.translation.rights.expected import may, may_submit, may_sync
from tests.twinning.translation.rights.walking import (
    CELLS,
    EVERYWHERE,
    SAMPLE,
    Walk,
    api,
    next_of,
    once,
    page_url,
    post,
)
from tests.twinning.translation.rights.world import CODES, NAMES, TOWNS
from twinning.translation.models import TranslationJob

FORM = "application/x-www-form-urlencoded"


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

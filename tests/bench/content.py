"""The content of the benchmark: 5 languages × 1,000 pages, stories of 12 blocks and 4 pictures.

`python -m tests.bench.content` fills an empty, migrated database, and prints a `Content` as JSON.
"""

import dataclasses
import datetime
import json
import random
import sys
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import count
from typing import Any

HOST = "twinning.example"
LANGUAGES = ("en", "nl", "fr", "de", "pl")
TOWNS = ("Almelo", "Nîmes", "Recklinghausen", "Kalisz")
#: In each language. The rest of the thousand pages are a home page, a list of towns, and the towns.
STORIES = 1000 - 2 - len(TOWNS)
PICTURES = 8
#: Rows that one statement writes.
BATCH = 100

_random = random.Random(1948)
_SYLLABLES = (
    "al",
    "me",
    "lo",
    "pres",
    "ton",
    "ni",
    "mes",
    "reck",
    "ling",
    "hau",
    "sen",
    "ka",
    "lisz",
)
_VOCABULARY = [
    "".join(_random.choice(_SYLLABLES) for _ in range(_random.choice((1, 2, 2, 3))))
    for _ in range(1500)
]
NOW = datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC)


@dataclass
class Content:
    """What is to be asked for.

    Args:
        paths: of all pages, `story` the first among them.
        story: the path of one story, and `story_id` its primary key.
        drafts: primary keys of pages that may be published anew.
        token: for Wagtail's API v3, of somebody who may publish.
    """

    paths: list[str]
    story: str
    story_id: int
    drafts: list[int]
    token: str


def build() -> Content:
    """Fill the database."""
    from django.db import connection, transaction
    from wagtail.models import Locale, Page, Site
    from wagtail.signal_handlers import disable_reference_index_auto_update

    from tests import factories

    with disable_reference_index_auto_update(), transaction.atomic():
        locales = [Locale.objects.get_or_create(language_code=code)[0] for code in LANGUAGES]
        home = factories.HomePageFactory(parent=Page.get_first_root_node(), slug="start")
        Site.objects.update(root_page=home, hostname=HOST)
        Page.objects.filter(slug="home", depth=2).exclude(pk=home.pk).delete()
        index = factories.TownIndexPageFactory(parent=home)
        towns = [factories.TownPageFactory(parent=index, title=town) for town in TOWNS]
        interests = [factories.InterestFactory() for _ in range(3)]
        for locale in locales[1:]:
            for page in (home, index, *towns):
                page.copy_for_translation(locale)
            for interest in interests:
                interest.copy_for_translation(locale).save()
        Page.objects.update(live=True, has_unpublished_changes=False)
        _settings(Site.objects.get(), locales, [index, *towns])
        stories = _stories(locales, towns, [_picture(number) for number in range(PICTURES)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a database that has lived for a while has done by itself
    return _content(stories[0])


def _settings(site: Any, locales: Iterable[Any], menu: Iterable[Any]) -> None:
    from wagtail.models import Page

    from tests import factories

    for locale in locales:
        keys = [page.translation_key for page in menu]
        pages = Page.objects.filter(locale=locale, translation_key__in=keys)
        links = [_block("link", {"label": "", "page": page.pk, "url": ""}) for page in pages]
        factories.SiteSettingsFactory(site=site, locale=locale, header=links, footer=links)


def _picture(number: int) -> Any:
    from tests import factories
    from twinning.media.renditions import make

    picture = factories.ImageFactory(
        title=f"Picture {number}", file__width=900, file__height=600, description="A bridge"
    )
    make(picture)
    return picture


def _stories(locales: list[Any], towns: list[Any], pictures: list[Any]) -> list[Any]:
    """Stories in all languages, written as rows: an editor's way takes half an hour.

    Those of one translation key are each other's translations, and lie below their town's page.
    """
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import Page

    from stories.models import StoryPage
    from towns.models import Interest

    kind = ContentType.objects.get_for_model(StoryPage)
    stories = []
    for locale in locales:
        keys = [town.translation_key for town in towns]
        parents = list(Page.objects.filter(locale=locale, translation_key__in=keys).specific())
        steps = {parent.pk: count(1) for parent in parents}
        for number in range(STORIES):
            parent = parents[number % len(parents)]
            story = _story(number, parent, pictures)
            story.content_type = kind
            story.path = Page._get_path(parent.path, parent.depth + 1, next(steps[parent.pk]))
            stories.append(story)
        for parent in parents:
            Page.objects.filter(pk=parent.pk).update(numchild=next(steps[parent.pk]) - 1)
    _insert(Page, stories)
    for story in stories:
        story.page_ptr_id = story.pk
    _insert(StoryPage, stories)
    interests = {locale.pk: list(Interest.objects.filter(locale=locale)) for locale in locales}
    through = StoryPage.interests.through
    through.objects.bulk_create(
        through(storypage_id=story.pk, interest_id=interest.pk)
        for story in stories
        for interest in interests[story.locale_id]
    )
    return stories


def _insert(model: Any, objects: list[Any]) -> None:
    """Write the rows of one table of several; `bulk_create` refuses such models."""
    options = model._meta
    key = [] if options.pk.remote_field else [options.pk]
    fields = [field for field in options.local_concrete_fields if field not in key]
    for start in range(0, len(objects), BATCH):
        some = objects[start : start + BATCH]
        rows = model._base_manager._insert(some, fields, key, using="default")
        for story, row in zip(some, rows, strict=bool(key)):
            story.pk = story.id = row[0]


def _story(number: int, town: Any, pictures: list[Any]) -> Any:
    from stories.models import StoryPage

    shown = [pictures[(number + step) % len(pictures)] for step in range(4)]
    slug = f"story-{number}"
    return StoryPage(
        title=f"Story {number}",
        draft_title=f"Story {number}",
        slug=slug,
        depth=town.depth + 1,
        url_path=f"{town.url_path}{slug}/",
        locale_id=town.locale_id,
        translation_key=uuid.uuid5(town.translation_key, slug),
        first_published_at=NOW,
        last_published_at=NOW,
        date=datetime.date(1950, 5, 1) + datetime.timedelta(days=number),
        town=town,
        intro=_words(40),
        listing_text="Two towns, a canal and a bridge.",
        picture=shown[0],
        picture_alt="A bridge over a canal",
        body=_body(town, shown),
    )


def _body(town: Any, pictures: list[Any]) -> list[dict[str, Any]]:
    """Twelve blocks, three of them with a picture: with the page's own, four a page."""
    link = f'<a linktype="page" id="{town.pk}">the town</a>'
    text = "".join(f"<p>{_words(60)} {link} {_words(30)}</p>" for _ in range(2))
    blocks: list[dict[str, Any]] = []
    for picture in pictures[1:]:
        image = {"image": picture.pk, "alt_text": "A bridge", "decorative": False}
        blocks += [
            _block("heading", {"text": "What happened", "level": "h2"}),
            _block("rich_text", text),
            _block("image", {"image": image, "caption": "The bridge"}),
            _block("quote", {"text": _words(15), "attribution": "A visitor"}),
        ]
    return blocks


def _words(number: int) -> str:
    """A sentence that compresses about as well as what people write; the same in every run."""
    return " ".join(_random.choice(_VOCABULARY) for _ in range(number)).capitalize() + "."


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _content(story: Any) -> Content:
    from django.contrib.auth import get_user_model
    from wagtail.models import Page

    from stories.models import StoryPage
    from twinning.security.tokens.making import make

    editor = get_user_model().objects.create_superuser("editor", "editor@example.org", "password")
    _token, secret = make(editor, "bench", "write")
    pages = Page.objects.filter(depth__gte=2).select_related("locale").order_by("-depth", "pk")
    drafts = StoryPage.objects.exclude(pk=story.pk).order_by("pk").values_list("pk", flat=True)
    paths = [f"/{page.locale.language_code}/{page.url_path.split('/', 2)[2]}" for page in pages]
    return Content(paths, paths[0], story.pk, list(drafts[:100]), secret)


def main() -> None:
    """Build, and print what there is."""
    sys.path[:0] = ["site", "."]
    import django

    django.setup()
    sys.stdout.write(json.dumps(dataclasses.asdict(build())))


if __name__ == "__main__":
    main()

"""No change leaves an answer behind: whatever now says something else has been purged by a tag."""

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, PageViewRestriction, Site
from wagtail_localize.models import Translation, TranslationSource

from tests import factories
from tests.twinning.content_api.test_pages import translate
from tests.twinning.test_query_counts import block, body
from twinning.delivery import tags
from twinning.delivery.purging import reach
from twinning.delivery.purging.batch import Batch
from twinning.delivery.purging.changes import Changes

API = "/api/content/v1/"


class World:
    """A site with one of everything, in two languages, and the addresses of its answers."""

    def __init__(self, tree: Any, picture: Any) -> None:
        self.tree, self.picture, nl = tree, picture, tree.locales["nl"]
        self.document = get_document_model().objects.create(
            title="Programme", file=ContentFile(b"Programme", name="programme.txt")
        )
        self.interest = factories.InterestFactory(key="cycling", name="Cycling")
        self.settings = factories.SiteSettingsFactory(
            site=tree.site,
            header=[block("link", {"label": "", "page": tree.stories.pk, "url": ""})],
        )
        self.nimes = factories.TownPageFactory(parent=tree.towns, title="Nîmes", slug="nimes")
        self.link = factories.TwinLinkFactory(town=tree.almelo, name="Iserlohn")
        self.link.interests = [self.interest]
        self.link.save()
        self.story = factories.StoryPageFactory(
            parent=tree.stories, town=self.nimes, slug="of-nimes", date="2011-04-29"
        )
        self.story.interests = [self.interest]
        self.story.save()
        self.below = factories.StoryPageFactory(parent=tree.almelo, slug="of-almelo")
        self.linked = factories.StandardPageFactory(parent=tree.home, slug="linked")
        self.page = factories.StandardPageFactory(
            parent=tree.home,
            slug="blocks",
            body=[
                *body(picture, self.document, [self.linked], 1),
                block("town_grid", {"heading": "Towns", "intro": "", "towns": []}),
                block("story_spotlight", {"heading": "Story", "story": self.story.pk}),
                block("story_spotlight", {"heading": "Newest", "story": None}),
                block("partner_map", {"heading": "Partners", "intro": ""}),
            ],
        )
        tree.almelo.picture, tree.almelo.picture_alt = picture, "A bridge"
        tree.almelo.save()
        self.home_nl = translate(tree.home, nl, title="Start")
        self.towns_nl = translate(tree.towns, nl, title="Steden", slug="steden")
        self.almelo_nl = translate(tree.almelo, nl)
        self.redirect = Redirect.objects.create(old_path="/en/old", redirect_page=tree.almelo)

    @property
    def paths(self) -> list[str]:
        pages = [
            page.get_url()
            for page in Page.objects.filter(depth__gt=1, live=True).specific()
            if page.get_url()
        ]
        calls = [f"resolve/?path={path}" for path in (*pages, "/en/old/")]
        calls += [
            "pages/",
            "pages/?type=stories.StoryPage",
            "pages/?type=stories.StoryPage&interests=cycling",
            "pages/?type=stories.StoryPage&interests=walking",
            f"pages/?type=stories.StoryPage&town={self.nimes.pk}",
            f"pages/?child_of={self.tree.almelo.pk}&type=stories.StoryPage",
            f"pages/?descendant_of={self.tree.towns.pk}&type=stories.StoryPage",
            f"pages/?translation_of={self.tree.almelo.pk}&type=towns.TownPage",
            "pages/?type=towns.TownPage&locale=nl&fallback=en",
            "pages/?type=stories.StoryPage,towns.TownPage&locale=en&fields=title,picture",
            f"pages/{self.tree.almelo.pk}/?locale=nl&fallback=en",
            f"pages/{self.nimes.pk}/?locale=nl&fallback=en",
            "routes/",
            "routes/?locale=nl",
            "locales/",
            "site/?locale=en",
            "site/?locale=nl",
            "towns/partners/?locale=en",
            "towns/partners/?locale=nl",
            "towns/partners/?locale=en&interest=cycling",
            f"images/{self.picture.pk}/",
        ]
        return [*pages, *(API + call for call in calls)]


@pytest.fixture
def world(tree, picture) -> World:
    return World(tree, picture)


def save(item: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(item, name, value)
    item.save()


def publish(item: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(item, name, value)
    item.save_revision().publish()


def translated(world: World) -> None:
    source, _created = TranslationSource.get_or_create_from_instance(world.nimes)
    translation = Translation.objects.create(source=source, target_locale=world.tree.locales["nl"])
    translation.save_target(publish=False)
    # wagtail-localize itself publishes after the commit, which does not come here.
    world.nimes.get_translation(world.tree.locales["nl"]).latest_revision.publish()


CHANGES: dict[str, Callable[[World], Any]] = {
    "a town's title": lambda w: publish(w.nimes, title="Nimes"),
    "a town's picture": lambda w: publish(w.nimes, picture=w.picture, picture_alt="A bridge"),
    "a town's slug": lambda w: publish(w.tree.almelo, slug="almelo-nl"),
    "a section's title": lambda w: publish(w.tree.towns, title="Twin towns"),
    "a section's slug": lambda w: publish(w.tree.towns, slug="twin-towns"),
    "the title of a translation": lambda w: publish(w.almelo_nl, title="Almelo (NL)"),
    "the home page": lambda w: publish(w.tree.home, title="Welcome"),
    "the home page's slug": lambda w: publish(w.tree.home, slug="welcome"),
    "a story's date": lambda w: publish(w.below, date="2020-01-01"),
    "a story's town": lambda w: publish(w.story, town=w.tree.almelo),
    "a linked page's title": lambda w: publish(w.linked, title="Linked anew"),
    "a page in the menu": lambda w: publish(w.tree.stories, title="All stories"),
    "an unpublished town": lambda w: w.nimes.unpublish(),
    "an unpublished section": lambda w: w.tree.towns.unpublish(),
    "an unpublished link target": lambda w: w.linked.unpublish(),
    "an unpublished translation": lambda w: w.almelo_nl.unpublish(),
    "a page unpublished by hand": lambda w: save(w.linked, live=False),
    "a deleted town": lambda w: w.tree.almelo.delete(),
    "a deleted link target": lambda w: w.linked.delete(),
    "a deleted home page of a language": lambda w: w.home_nl.delete(),
    "a moved story": lambda w: w.below.move(w.tree.stories, pos="last-child"),
    "a moved town with what is below": lambda w: w.tree.almelo.move(w.linked, pos="last-child"),
    "another order": lambda w: w.nimes.move(w.tree.almelo, pos="left"),
    "a new story": lambda w: factories.StoryPageFactory(parent=w.tree.almelo, date="2024-01-01"),
    "a new page": lambda w: factories.StandardPageFactory(parent=w.tree.home),
    "a new translation": lambda w: translate(w.nimes, w.tree.locales["nl"]),
    "a translation of wagtail-localize": translated,
    "a new language": lambda w: translate(w.tree.home, w.tree.locales["pl"]),
    "a new language's draft": lambda w: w.tree.home.copy_for_translation(w.tree.locales["pl"]),
    "a copy": lambda w: w.tree.almelo.copy(
        recursive=True, update_attrs={"slug": "copy", "title": "Copy"}
    ),
    "an interest's name": lambda w: save(w.interest, name="Biking"),
    "an interest's key": lambda w: save(w.interest, key="walking"),
    "an interest's translation": lambda w: save(
        w.interest.copy_for_translation(w.tree.locales["nl"]), name="Fietsen"
    ),
    "a deleted interest": lambda w: w.interest.delete(),
    "a partner's name": lambda w: save(w.link, name="Iserlohn (Sauerland)"),
    "a deleted partner": lambda w: w.link.delete(),
    "a picture's text": lambda w: save(w.picture, title="Another bridge", description="A bridge!"),
    "a deleted picture": lambda w: w.picture.delete(),
    "a document's title": lambda w: save(w.document, title="Another programme"),
    "a deleted document": lambda w: w.document.delete(),
    "the settings": lambda w: save(w.settings, site_name="Twins"),
    "settings in another language": lambda w: factories.SiteSettingsFactory(
        site=w.tree.site, locale=w.tree.locales["nl"], site_name="Tweelingen"
    ),
    "deleted settings": lambda w: w.settings.delete(),
    "a redirect's target": lambda w: save(w.redirect, redirect_page=w.nimes),
    "a deleted redirect": lambda w: w.redirect.delete(),
    "a private section": lambda w: PageViewRestriction.objects.create(
        page=w.tree.towns, restriction_type="login"
    ),
    "another site": lambda w: Site.objects.create(hostname="other", root_page=w.tree.towns),
    "the site's port": lambda w: save(w.tree.site, port=8443),
    "a deleted language": lambda w: (w.home_nl.delete(), w.tree.locales["nl"].delete()),
    "an end in time": lambda w: publish(w.nimes, expire_at=timezone.now()),
}


def answers(paths: list[str]) -> dict[str, tuple[int, bytes, set[str]]]:
    """Status, body and tags of those that shared caches keep."""
    client, found = Client(), {}
    for path in paths:
        response = client.get(path)
        if "s-maxage" in response.headers.get("Cache-Control", ""):
            listed = set(response.headers["Cache-Tag"].split(","))
            found[path] = (response.status_code, response.content, listed)
    return found


def purged() -> set[str]:
    """The tags that the transaction will purge once it is committed."""
    batches = (getattr(hook[1], "__self__", None) for hook in connection.run_on_commit)
    [batch] = [found for found in batches if isinstance(found, Batch)]
    dumped = json.loads(json.dumps(batch.changes.dump()))
    return set(reach.of(Changes.load(dumped)).tags)


@pytest.mark.parametrize("bounded", [False, True], ids=["fine", "coarse"])
def test_whatever_says_something_else_is_purged(
    world: World, settings, monkeypatch, bounded: bool
) -> None:
    if bounded:
        monkeypatch.setattr(tags, "MOST_PAGES", 3)
    changes = list(CHANGES.items())[:: 6 if bounded else 1]
    before = answers(world.paths)
    assert len(before) > 40
    settings.WAGTAILFRONTENDCACHE = {"nobody": {"BACKEND": "is told"}}
    stale: dict[str, dict[str, set[str]]] = {}
    for name, change in changes:
        with transaction.atomic():
            change(copy.deepcopy(world))
            found = purged()
            cache.clear()
            after = answers(list(before))
            transaction.set_rollback(True)
        cache.clear()
        changed = [p for p in before if before[p][:2] != after.get(p, (0, b"", set()))[:2]]
        assert changed, name
        stale[name] = {path: before[path][2] for path in changed if not before[path][2] & found}
    assert {name: paths for name, paths in stale.items() if paths} == {}

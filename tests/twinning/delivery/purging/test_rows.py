"""What any other change purges: rows of pages, files, snippets, settings."""

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, PageViewRestriction, Site

from tests import factories
from tests.twinning.delivery.purging.helpers import TOWN_TAGS, one, page_tags
from tests.twinning.test_query_counts import block, figure

# What belongs to pages, and what they refer to


def test_a_row_of_a_page_purges_its_page(cache, tree, other) -> None:
    cache.take()
    with transaction.atomic():
        factories.TwinLinkFactory(town=tree.almelo)
    assert one(cache).tags == page_tags(tree.almelo, other["almelo"]) | TOWN_TAGS
    interest = factories.InterestFactory()
    cache.take()
    tree.almelo.interests.add(interest)
    with transaction.atomic():
        tree.almelo.save()
    assert page_tags(tree.almelo) <= one(cache).tags


def test_a_picture_purges_what_shows_it(cache, tree, picture) -> None:
    page = factories.StandardPageFactory(parent=tree.home, body=[block("image", figure(picture))])
    tree.almelo.picture, tree.almelo.picture_alt = picture, "A bridge"
    tree.almelo.save()
    cache.take()
    picture.description = "Another bridge"
    picture.save()
    expected = page_tags(page, tree.almelo) | TOWN_TAGS
    expected |= {"type-home.StandardPage", "type-media.TwinningImage"}
    assert one(cache).tags == expected
    with transaction.atomic():
        picture.delete()
    assert one(cache).tags == expected


def test_a_new_picture_and_its_renditions_purge_nothing(cache, tree) -> None:
    cache.take()
    picture = factories.ImageFactory(collection=Collection.get_first_root_node())
    picture.get_rendition("width-400")
    assert picture.renditions.exists()
    assert cache.told == []


def test_a_document_purges_what_links_to_it(cache, tree) -> None:
    document = get_document_model().objects.create(
        title="Programme", file=ContentFile(b"Programme", name="programme.txt")
    )
    html = f'<p><a linktype="document" id="{document.pk}">that</a></p>'
    page = factories.StandardPageFactory(parent=tree.home, body=[block("rich_text", html)])
    cache.take()
    document.title = "Another"
    document.save()
    assert page_tags(page) <= one(cache).tags


def test_a_picture_in_a_snippet_purges_its_language(cache, tree, picture) -> None:
    from django.contrib.contenttypes.models import ContentType
    from wagtail.models import ReferenceIndex

    found = factories.SiteSettingsFactory(site=tree.site)
    kind = ContentType.objects.get_for_model(found)
    ReferenceIndex.objects.create(
        base_content_type=kind,
        content_type=kind,
        object_id=found.pk,
        to_content_type=ContentType.objects.get_for_model(get_image_model()),
        to_object_id=picture.pk,
        model_path="header.item",
        content_path="header.item",
        content_path_hash=ReferenceIndex._get_content_path_hash("header.item"),
    )
    cache.take()
    picture.save()
    assert "locale-en" in one(cache).tags


# Snippets, settings and all else


def test_a_snippet_purges_its_language_and_those_that_it_stands_in_for(cache, tree) -> None:
    interest = factories.InterestFactory()
    for code in ("nl", "fr", "de"):
        german = interest.copy_for_translation(tree.locales[code])
        german.save()
    cache.take()
    german.name = "Radfahren"
    german.save()
    assert one(cache).tags == {"locale-de", "locale-pl", "type-towns.Interest"}
    interest.name = "Cycling"
    interest.save()
    assert one(cache).tags == {"locale-en", "locale-pl", "type-towns.Interest"}
    interest.delete()
    assert "locale-en" in one(cache).tags


def test_settings_purge_their_language(cache, tree) -> None:
    found = factories.SiteSettingsFactory(site=tree.site)
    assert "locale-en" in one(cache).tags
    found.strapline = "Five towns"
    found.save()
    assert "locale-en" in one(cache).tags


def test_a_redirect_purges_redirects(cache, tree) -> None:
    found = Redirect.objects.create(old_path="/en/old", redirect_page=tree.almelo)
    assert one(cache).tags == {"type-wagtailredirects.Redirect"}
    found.delete()
    assert one(cache).tags == {"type-wagtailredirects.Redirect"}


@pytest.mark.parametrize(
    "change",
    [
        lambda tree: PageViewRestriction.objects.create(page=tree.towns, restriction_type="login"),
        lambda tree: tree.site.save(),
        lambda tree: tree.locales["pl"].delete(),
        lambda tree: Collection.get_first_root_node().add_child(name="Private"),
        lambda tree: Site.objects.create(hostname="other", root_page=tree.towns),
    ],
    ids=["privacy", "site", "locale", "collection", "new site"],
)
def test_what_may_be_seen_anywhere_purges_everything(cache, tree, change) -> None:
    cache.take()
    change(tree)
    assert one(cache).tags == {"twinning"}

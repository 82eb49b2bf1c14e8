"""After a publication, translations follow as far as they can, and nobody's words are lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.models import StringTranslation, TranslationSource

from tests import factories
from tests.building import translated
from tests.twinning.translation.sync.building import heading, paragraphs, state, words_of
from twinning.translation.models import TranslationJob
from twinning.translation.sync import shown

PARK = paragraphs("It stands in a park.", "It has tiles.")
WOOD = paragraphs("It stands in a wood.", "It has tiles.")


def last_revision(page: Page) -> int:
    return Page.objects.get(pk=page.pk).live_revision_id


def test_a_changed_sentence_makes_it_stale_and_leaves_what_visitors_read(
    desk, story, dutch
) -> None:
    before = last_revision(dutch)
    desk.publish(story, body=[heading("The bench"), WOOD])
    assert last_revision(dutch) == before
    assert "nl: It stands in a park." in words_of(dutch)
    after = state(dutch)
    assert (after.is_stale, after.stale_segments, after.stale_words) == (True, 1, 5)


def test_once_translated_and_published_it_is_fresh_again(desk, story, dutch, tree) -> None:
    desk.publish(story, body=[heading("The bench"), WOOD])
    translation = story_translation(story, tree)
    desk.translate(translation)
    assert state(dutch).is_stale, "visitors still read the old words"
    assert state(dutch).stale_segments == 0
    desk.write(translation)
    assert not state(dutch).is_stale
    assert "nl: It stands in a wood." in words_of(dutch)


def story_translation(story, tree, code: str = "nl"):
    source = TranslationSource.objects.get(object_id=story.translation_key)
    return source.translations.get(target_locale=tree.locales[code])


def test_what_all_languages_share_is_published_in_them(desk, story, dutch, picture) -> None:
    desk.publish(story, date="2012-09-01", body=[PARK, heading("The bench")])
    found = Page.objects.get(pk=dutch.pk).specific
    assert str(found.date) == "2012-09-01"
    assert [block.block_type for block in found.body] == ["rich_text", "heading"], "moved"
    assert "nl: It stands in a park." in words_of(dutch)
    assert not found.has_unpublished_changes
    assert not state(dutch).is_stale


def test_nothing_is_written_where_nothing_changes(desk, story, dutch) -> None:
    before = last_revision(dutch)
    desk.publish(story)
    desk.publish(story, search_description="")
    assert last_revision(dutch) == before
    assert not state(dutch).is_stale


def test_every_page_type_shows_in_translation_what_it_shows_already(desk, tree, picture) -> None:
    """Else each publication would write all translations of the page anew."""
    from tests.twinning.test_query_counts import body

    german = tree.locales["de"]
    interest = factories.InterestFactory()
    interest.copy_for_translation(german).save()
    link = factories.TwinLinkFactory(town=tree.almelo, note="A town.")
    link.interests = [interest]
    link.save()
    document = a_document()
    for page in (
        tree.home,
        tree.towns,
        tree.almelo,
        tree.stories,
        factories.StoryPageFactory(parent=tree.stories, town=tree.almelo),
        factories.StandardPageFactory(parent=tree.home),
        factories.EnquiryPageFactory(parent=tree.home),
        factories.SearchPageFactory(parent=tree.home),
        factories.ShareStoryPageFactory(parent=tree.home),
    ):
        page = Page.objects.get(pk=page.pk).specific
        if hasattr(page, "body"):
            page.body = body(picture, document, [tree.almelo], 1)
        if hasattr(page, "interests"):
            page.interests = [interest]
        made = desk.translated(desk.publish(page), german)
        source = TranslationSource.objects.get(object_id=page.translation_key)
        assert shown.is_up_to_date(source, made), page
        made.show_in_menus = not made.show_in_menus
        assert not shown.is_up_to_date(source, made), page


def a_document():
    from django.core.files.base import ContentFile
    from wagtail.documents import get_document_model

    return get_document_model().objects.create(
        title="Programme", file=ContentFile(b"Programme", name="programme.txt")
    )


def test_drafts_are_not_published(desk, story, tree) -> None:
    translation = desk.submit(story, tree.locales["nl"])
    desk.translate(translation)
    desk.publish(story, date="2012-09-01")
    assert not translation.get_target_instance().live
    assert not state(translation.get_target_instance()).is_stale


@pytest.mark.parametrize("how", ["draft", "segment", "locked", "other means"])
def test_whoever_is_at_work_on_a_translation_is_left_in_peace(
    desk, story, dutch, tree, how
) -> None:
    if how == "draft":
        story_translation(story, tree).save_target(publish=False)
    elif how == "segment":
        words = StringTranslation.objects.filter(locale=tree.locales["nl"]).first()
        words.data += " (edited)"
        words.save()
    elif how == "locked":
        Page.objects.filter(pk=dutch.pk).update(locked=True)
    else:
        desk.publish(dutch, intro="Written by hand.")
    before = last_revision(dutch)
    desk.publish(story, date="2012-09-01")
    assert last_revision(dutch) == before
    assert state(dutch).is_stale
    job = TranslationJob.objects.latest("pk")
    assert job.message == "Changes of their own wait to be published: Nederlands."


def test_a_translation_that_no_longer_follows_is_left_alone(desk, story, dutch, tree) -> None:
    translation = story_translation(story, tree)
    translation.enabled = False
    with desk.commit():
        translation.save()
    assert state(dutch).method == "original"
    before, jobs = last_revision(dutch), TranslationJob.objects.count()
    desk.publish(story, date="2012-09-01")
    assert (last_revision(dutch), TranslationJob.objects.count()) == (before, jobs)


@pytest.mark.parametrize("path", ["title", "seo_title"])
def test_an_invalid_translation_keeps_its_page(desk, story, tree, path) -> None:
    """Such as a text that has become too long for its field."""
    story = desk.publish(story, seo_title="About a bench")
    made = desk.translated(story, tree.locales["nl"])
    words = StringTranslation.objects.filter(locale=tree.locales["nl"], context__path=path)
    words.update(data="x" * 300)
    desk.publish(story, date="2012-09-01")
    found = Page.objects.get(pk=made.pk).specific
    assert (found.title, found.seo_title) == ("nl: A bench", "nl: About a bench")
    assert state(made).is_stale
    assert TranslationJob.objects.latest("pk").message == "Could not be saved: Nederlands."


def test_what_becomes_private_becomes_so_in_every_language(desk, story, dutch) -> None:
    PageViewRestriction.objects.create(page=story, restriction_type="login")
    desk.publish(story)
    assert dutch.view_restrictions.get().restriction_type == "login"


@pytest.mark.parametrize(
    "steps",
    [
        [[heading("The bench")], [heading("The bench"), PARK]],
        [[PARK, heading("The bench")], [heading("The bench"), PARK]],
        [[heading("The bench"), WOOD], [heading("The bench"), PARK]],
        [[], [heading("The bench"), PARK]],
    ],
    ids=["a block goes and comes back", "moved", "changed and changed back", "all gone and back"],
)
def test_no_translation_is_ever_lost(desk, story, dutch, tree, steps) -> None:
    before = set(StringTranslation.objects.values_list("data", flat=True))
    for body in steps:
        desk.publish(story, body=body)
    assert set(StringTranslation.objects.values_list("data", flat=True)) == before
    after = state(dutch)
    assert (after.stale_segments, after.is_stale) == (0, False)
    for words in ("nl: The bench", "nl: It stands in a park.", "nl: It has tiles."):
        assert words in words_of(dutch)


def test_words_in_a_block_that_was_made_anew_keep_their_translation(desk, story, dutch) -> None:
    desk.publish(story, body=[paragraphs("It stands in a park.", "It has tiles.", key="b9")])
    assert state(dutch).stale_segments == 0
    assert "nl: It has tiles." in words_of(dutch)
    assert "The bench" not in words_of(dutch)


def test_the_same_word_elsewhere_on_the_page_is_not_taken_for_the_same(desk, story, dutch) -> None:
    desk.publish(story, body=[heading("The bench"), PARK, heading("The bench", key="a9")])
    assert state(dutch).stale_segments == 1


def test_the_default_language_may_be_the_target(desk, tree) -> None:
    """A Polish original in English, and back: wagtail-localize#264."""
    polish, english = tree.locales["pl"], tree.locales["en"]
    stories = translated(tree.stories, polish, slug="opowiesci")
    story = factories.StoryPageFactory(parent=stories, locale=polish, title="Ławka", slug="lawka")
    story = desk.publish(story, body=[paragraphs("Stoi w parku.")])
    made = desk.translated(story, english)
    assert (made.live, made.locale) == (True, english)
    assert state(made).source_locale == polish
    assert state(story).method == "original"
    desk.publish(story, body=[paragraphs("Stoi w lesie.")])
    assert (state(made).is_stale, state(made).stale_segments) == (True, 1)
    translation = story_translation(story, tree, "en")
    desk.translate(translation)
    desk.write(translation)
    assert not state(made).is_stale
    assert "en: Stoi w lesie." in words_of(made)
    desk.publish(made, intro="Read this.")
    assert state(story).method == "original", "what is translated changes nothing of its source"


def test_a_translation_of_a_translation_follows_in_turn(desk, story, dutch, tree) -> None:
    german = tree.locales["de"]
    translated(tree.stories, german, slug="geschichten")
    made = desk.translated(dutch, german)
    desk.publish(story, date="2012-09-01")
    assert str(Page.objects.get(pk=made.pk).specific.date) == "2012-09-01"


def queries(action) -> int:
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


def test_a_changed_sentence_costs_the_same_for_two_languages_and_for_four(
    desk, story, dutch, tree
) -> None:
    def change(text: str) -> int:
        body = [heading("The bench"), paragraphs(text, "It has tiles.")]
        return queries(lambda: desk.publish(story, body=body))

    desk.translated(story, tree.locales["pl"])
    change("It stands in a wood.")
    few = change("It stands in a meadow.")
    for code in ("fr", "de"):
        translated(tree.stories, tree.locales[code], slug=f"stories-{code}")
        desk.translated(story, tree.locales[code])
    change("It stands in a field.")
    assert change("It stands in a garden.") - few <= 4, "one update of progress for each language"

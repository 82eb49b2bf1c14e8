"""Fixtures of translation by machine: a service, and a story that it shall translate."""

from dataclasses import dataclass
from typing import Any

from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from tests import factories
from tests.tools.seeds import seeded
from tests.tools.translators import deepl_server, libre_server  # noqa: F401  (fixtures)


@dataclass
class Story:
    """An English story and its draft in Polish, of which nothing is translated."""

    page: Any
    translation: Translation

    @property
    def draft(self) -> Page:
        """The draft in Polish."""
        return self.page.get_translation(self.translation.target_locale)

    def words(self) -> dict[str, str]:
        """What the segments are translated as, by their English."""
        rows = StringTranslation.objects.filter(locale=self.translation.target_locale)
        return {row.translation_of.data: row.data for row in rows.select_related("translation_of")}

    def segment(self, english: str) -> StringSegment:
        """A segment by its English."""
        segments = StringSegment.objects.filter(source=self.translation.source)
        return segments.select_related("string", "context").get(string__data=english)

    def write(self, english: str, polish: str, by: str = "manual", **fields: Any) -> Any:
        """Translate a segment as a person does, or a machine."""
        segment = self.segment(english)
        row, _made = StringTranslation.objects.update_or_create(
            translation_of=segment.string,
            context=segment.context,
            locale=self.translation.target_locale,
            defaults={"data": polish, "translation_type": by, **fields},
        )
        return row


def made_story(tree: Any) -> Story:
    """A story with a link, an ampersand and a place name."""
    home = tree.home.copy_for_translation(tree.locales["pl"])
    home.slug = "poczatek"
    home.save_revision().publish()
    stories = tree.stories.copy_for_translation(tree.locales["pl"])
    stories.title, stories.slug = "Opowieści", "opowiesci"
    stories.save_revision().publish()
    page = factories.StoryPageFactory(
        parent=tree.stories,
        title="A bench",
        slug="a-bench",
        intro="Fish & chips in Prague.",
        body=[
            {
                "type": "rich_text",
                "value": '<p>It has <a href="https://example.org/">tiles</a> in <b>blue</b>.</p>',
            }
        ],
    )
    page.save_revision().publish()
    source, _made = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=tree.locales["pl"])
    translation.save_target(publish=False)
    return Story(page, translation)


story = seeded("story", made_story, "tree")


#: The segments of the story, and what the test's service makes of each.
LINK = 'It has <a id="a1">tiles</a> in <b>blue</b>.'
DONE = {
    "A bench": "a BENCH",
    "a-bench": "lawka",
    "Fish &amp; chips in Prague.": "fISH &amp; CHIPS IN pRAGUE.",
    LINK: 'iT HAS <a id="a1">TILES</a> IN <b>BLUE</b>.',
}

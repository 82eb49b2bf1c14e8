"""The glossary beside segments and over a whole translation, in a constant number of queries."""

import pytest
from wagtail_localize.models import Translation, TranslationSource

from tests import factories
from tests.twinning.translation.terms import term
from twinning.translation import glossary


@pytest.fixture
def make(tree):
    """Makes a translation into Polish of a story of so many paragraphs."""

    def translation(paragraphs: int) -> Translation:
        story = factories.StoryPageFactory(
            parent=tree.stories,
            title="Prague",
            slug=f"prague-{paragraphs}",
            body=[
                {"type": "rich_text", "value": f"<p>To Prague, {number} twin towns.</p>"}
                for number in range(paragraphs)
            ],
        )
        source, _made = TranslationSource.update_or_create_from_instance(story)
        made = Translation.objects.create(source=source, target_locale=tree.locales["pl"])
        return Translation.objects.select_related("source__locale", "target_locale").get(pk=made.pk)

    term("place", "The capital.", en="Prague", pl="Praga, Pragi")
    term("term", en="twin town, twin towns", pl="miasto partnerskie, miast partnerskich")
    term("term", en="prague", de="Nur deutsch")
    return translation


def test_hints_stand_beside_their_segments(make) -> None:
    translation = make(1)
    hints = glossary.for_segments(translation)
    segments = translation.source.stringsegment_set.select_related("string", "context")
    by_path = {segment.context.path: hints.get(segment.pk) for segment in segments}
    assert by_path.pop("title") == [("Prague", "Praga", "The capital.")]
    assert by_path.pop("slug") is None
    (body,) = by_path.values()
    assert body == [("Prague", "Praga", "The capital."), ("twin towns", "miasto partnerskie", "")]


def test_what_is_translated_otherwise_is_warned_of(make) -> None:
    translation = make(2)
    words = {
        "Prague": "Paryż",
        "To Prague, 0 twin towns.": "Do Pragi, 0 miast partnerskich.",
        "To Prague, 1 twin towns.": "Do Pragi, 1 miast bliźniaczych.",
        "prague-2": "paryz",
    }
    for segment in translation.source.stringsegment_set.select_related("string"):
        segment.string.translations.create(
            locale=translation.target_locale,
            context=segment.context,
            data=words[segment.string.data],
        )
    warnings = glossary.check(translation)
    assert [(w.path.split(".")[0], w.found, w.expected) for w in warnings] == [
        ("title", "Prague", "Praga"),
        ("body", "twin towns", "miasto partnerskie"),
    ]
    assert warnings[0].note == "The capital."


def test_what_is_not_translated_is_not_warned_of(make) -> None:
    assert glossary.check(make(1)) == []


@pytest.mark.parametrize("ask", [glossary.check, glossary.for_segments])
def test_queries_are_constant(make, django_assert_num_queries, ask) -> None:
    few, many = make(2), make(40)
    for translation in (few, many):
        with django_assert_num_queries(2):
            ask(translation)

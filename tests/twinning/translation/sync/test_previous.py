"""Whoever translates a changed sentence sees what it said before, and how that was translated."""

from wagtail_localize.models import StringSegment, Translation

from tests.twinning.translation.sync.building import heading, paragraphs
from twinning.translation.sync.previous import previous_words


def told(page) -> dict[str, tuple[str, str]]:
    translation = Translation.objects.get(source__object_id=page.translation_key)
    texts = dict(StringSegment.objects.values_list("pk", "string__data"))
    return {texts[key]: (was.text, was.data) for key, was in previous_words(translation).items()}


def test_what_was_never_translated_has_no_previous_words(desk, story, tree) -> None:
    desk.submit(story, tree.locales["nl"])
    assert told(story) == {}


def test_each_changed_sentence_of_a_text_goes_with_its_own(desk, story, dutch) -> None:
    body = [heading("A seat"), paragraphs("Look at it.", "It stands in a wood.", "It had tiles.")]
    desk.publish(story, intro="An artist made a bench.", body=body)
    assert told(story) == {
        "An artist made a bench.": ("Artists made a bench.", "nl: Artists made a bench."),
        "A seat": ("The bench", "nl: The bench"),
        "It stands in a wood.": ("It stands in a park.", "nl: It stands in a park."),
        "It had tiles.": ("It has tiles.", "nl: It has tiles."),
    }


def test_the_latest_words_are_shown_of_several(desk, story, dutch) -> None:
    for title in ("A seat", "Some seats"):
        desk.publish(story, title=title)
        desk.translate(Translation.objects.get(source__object_id=story.translation_key))
    desk.publish(story, title="A throne")
    assert told(story) == {"A throne": ("Some seats", "nl: Some seats")}


def test_it_costs_two_queries_however_much_has_changed(
    desk, story, dutch, django_assert_num_queries
) -> None:
    texts = [f"A sentence, the {number}th." for number in range(20)]
    desk.publish(story, body=[heading("A seat"), paragraphs(*texts)])
    translation = Translation.objects.get(source__object_id=story.translation_key)
    with django_assert_num_queries(2):
        previous_words(translation)

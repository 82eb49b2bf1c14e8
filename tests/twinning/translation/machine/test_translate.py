"""What a machine translates, and what it never writes over."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail_localize.models import StringTranslation

from tests.twinning.translation.machine.conftest import DONE, LINK
from twinning.translation import machine
from twinning.translation.models import MachineUse, ReplacedWords, TranslationState


@pytest.fixture(params=["deepl", "libre"])
def service(request):
    """One service after the other."""
    found = request.getfixturevalue(request.param)
    found.words["a bench"] = "a BENCH"
    return found


def test_all_that_is_missing_is_translated_and_nothing_published(
    service, story, django_user_model
) -> None:
    editor = django_user_model.objects.create_user("editor")
    outcome = machine.translate(story.translation, editor)
    assert outcome == machine.Outcome(translated=4)
    assert story.words() == {**DONE, "a-bench": "a-bench"}
    rows = StringTranslation.objects.filter(locale=story.translation.target_locale)
    assert {row.translation_type for row in rows} == {"machine"}
    assert {row.last_translated_by for row in rows} == {editor}
    assert {row.tool_name for row in rows} <= {"DeepL", "LibreTranslate"}
    assert not any(row.has_error for row in rows)
    assert not story.draft.live
    assert story.draft.draft_title == "a BENCH"
    assert story.translation.get_progress() == (4, 4)


def test_the_same_words_are_sent_once(service, story) -> None:
    story.page.search_description = "A bench"
    story.page.save()
    story.translation.source.update_from_db()
    assert machine.translate(story.translation, None).translated == 5
    assert service.texts().count("A bench") == 1


def test_the_address_is_made_of_translated_words(deepl, story) -> None:
    deepl.words["a bench"] = "Ławka w Łodzi &amp; Gdańsku"
    machine.translate(story.translation, None)
    assert story.words()["a-bench"] == "lawka-w-lodzi-gdansku"
    story.translation.save_target(publish=False)
    assert story.draft.slug == "lawka-w-lodzi-gdansku"


def test_english_is_asked_for_as_british_and_formally(deepl, story) -> None:
    locales = {t.language_code: t for t in type(story.page.locale).objects.all()}
    story.translation.source.locale = locales["pl"]
    story.translation.target_locale = locales["en"]
    machine.translate(story.translation, None)
    (asked,) = deepl.translations()
    assert (asked.body["source_lang"], asked.body["target_lang"]) == ("PL", "EN-GB")
    assert asked.body["formality"] == "prefer_more"


def test_what_is_translated_is_not_sent_nor_touched(service, story) -> None:
    story.write("A bench", "Ławka")
    story.write(LINK, "Niebieskie kafelki.", by="machine")
    before = StringTranslation.objects.order_by("pk").values_list("data", "updated_at")[:2]
    before = list(before)
    assert machine.translate(story.translation, None).translated == 2
    assert "A bench" not in service.texts()[:1] and LINK not in service.texts()
    assert list(before) == list(
        StringTranslation.objects.order_by("pk").values_list("data", "updated_at")[:2]
    )
    assert machine.translate(story.translation, None) == machine.Outcome()
    assert len(ReplacedWords.objects.all()) == 0


def test_again_replaces_only_what_nobody_has_read(deepl, story) -> None:
    story.write("A bench", "Ławka")
    story.write(LINK, "Stare.", by="machine")
    assert machine.translate(story.translation, None, again=True).translated == 3
    assert story.words()["A bench"] == "Ławka"
    assert story.words()[LINK] == DONE[LINK]
    assert [replaced.data for replaced in ReplacedWords.objects.all()] == ["Stare."]
    TranslationState.objects.update_or_create(
        page_id=story.draft.pk, defaults={"reviewed_at": timezone.now() + timedelta(seconds=1)}
    )
    sent = len(deepl.asked)
    assert machine.translate(story.translation, None, again=True) == machine.Outcome()
    assert len(deepl.asked) == sent


def test_again_with_the_same_answer_replaces_no_words(deepl, story) -> None:
    machine.translate(story.translation, None)
    assert machine.translate(story.translation, None, again=True).translated == 4
    assert not ReplacedWords.objects.exists()


def test_what_was_taken_away_meanwhile_does_not_come_back(deepl, story, monkeypatch) -> None:
    from twinning.translation.machine import segments

    story.write("A bench", "Stare.", by="machine")
    write = segments.write

    def as_if_deleted(*arguments):
        StringTranslation.objects.filter(data="Stare.").delete()
        return write(*arguments)

    monkeypatch.setattr(segments, "write", as_if_deleted)
    outcome = machine.translate(story.translation, None, again=True)
    assert (outcome.translated, outcome.overtaken) == (3, 1)
    assert "A bench" not in story.words()


def test_many_texts_go_in_batches_that_deepl_takes(deepl, story) -> None:
    from wagtail.models import Locale
    from wagtail_localize.machine_translators import get_machine_translator
    from wagtail_localize.strings import StringValue

    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    long = [StringValue(f"{number} " + "ä" * 20_000) for number in range(9)]
    short = [StringValue(f"sentence {number}") for number in range(120)]
    found = get_machine_translator().translate(locales["en"], locales["de"], [*long, *short])
    assert len(found) == 129 and found[short[5]].data == "SENTENCE 5"
    assert all(len(asked.texts) <= 50 for asked in deepl.translations())
    assert len(deepl.translations()) == 5 + 2


def test_characters_are_counted_as_they_are_sent(deepl, story) -> None:
    machine.translate(story.translation, None)
    assert MachineUse.objects.get().characters == sum(map(len, deepl.texts()))


def test_the_number_of_queries_does_not_grow_with_what_is_not_translated(
    deepl, story, django_assert_num_queries
) -> None:
    from twinning.translation.machine import segments

    with django_assert_num_queries(3):
        assert len(segments.pending(story.translation)) == 4


def test_nothing_is_translated_into_its_own_language_or_without_a_service(
    deepl, story, settings
) -> None:
    story.translation.target_locale = story.page.locale
    with pytest.raises(machine.MachineFailed, match="does not know these languages"):
        machine.translate(story.translation, None)
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None
    with pytest.raises(machine.MachineFailed, match="No translation service"):
        machine.translate(story.translation, None)
    assert deepl.asked == []

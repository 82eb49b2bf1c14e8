"""Each page's state says what wagtail-localize's records amount to, whoever has changed them."""

from datetime import timedelta

import polib
import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from tests import factories
from tests.twinning.translation.sync.building import state
from twinning.translation import states
from twinning.translation.models import TranslationState
from twinning.translation.states import keeping
from twinning.translation.states.status import Status


def translation_of(page) -> Translation:
    return Translation.objects.get(source__object_id=page.translation_key)


def test_every_page_has_one(desk, tree) -> None:
    with desk.commit():
        page = factories.StandardPageFactory(parent=tree.home)
    found = state(page)
    assert (found.method, found.source_locale, found.segments) == ("original", None, 0)
    page.delete()
    assert not TranslationState.objects.filter(pk=found.pk).exists()


def test_a_new_draft_has_all_its_words_to_translate(desk, story, tree) -> None:
    draft = desk.submit(story, tree.locales["nl"]).get_target_instance()
    found = state(draft)
    assert (found.method, found.source_locale.language_code) == ("human", "en")
    assert (found.segments, found.stale_segments) == (6, 6)
    # a bench, a-bench, Artists made a bench, The bench, It stands in a park, It has tiles
    assert found.stale_words == 2 + 1 + 4 + 2 + 5 + 3
    assert not found.is_stale, "nobody reads it yet"
    assert states.of(found, live=False) == Status.DRAFT


def test_a_translated_page_is_fresh(desk, story, dutch) -> None:
    found = state(dutch)
    assert (found.method, found.stale_segments, found.stale_words) == ("human", 0, 0)
    assert state(story).method == "original"


def test_what_lacks_valid_markup_is_not_translated(desk, story, dutch) -> None:
    words = StringTranslation.objects.filter(locale=dutch.locale).first()
    words.data = "<p>No block may stand here</p>"
    with desk.commit():
        words.save()
    assert state(dutch).stale_segments == 1


def test_a_restarted_translation_lags_behind_what_was_changed_meanwhile(desk, story, dutch) -> None:
    record = Translation.objects.get(source__object_id=story.translation_key)
    record.enabled = False
    with desk.commit():
        record.save()
    assert state(dutch).method == "original"
    desk.publish(story, intro="An artist made a bench.")
    record.enabled = True
    with desk.commit():
        record.save()
    assert state(dutch).is_stale


def test_a_machines_words_are_read_by_a_person(desk, story, tree, admin_user) -> None:
    made = desk.translated(story, tree.locales["nl"], kind="machine")
    found = state(made)
    assert (found.method, found.machine_segments) == ("machine", 6)
    states.mark_reviewed(made, admin_user)
    found = state(made)
    assert (found.method, found.machine_segments) == ("machine_reviewed", 0)
    assert (found.reviewed_by, found.reviewed_at is not None) == (admin_user, True)
    read_at = found.reviewed_at
    states.mark_reviewed(made, None, read_at - timedelta(minutes=5))
    found = state(made)
    assert (found.reviewed_by, found.reviewed_at) == (admin_user, read_at), (
        "the later reading counts"
    )
    with desk.commit():
        words = StringTranslation.objects.filter(locale=made.locale).first()
        words.data = "Anders"
        words.save()
    assert (state(made).method, state(made).machine_segments) == ("machine", 1), "by a machine anew"
    with desk.commit():
        words.translation_type = "manual"
        words.save()
    assert state(made).method == "machine_reviewed"
    with desk.commit():
        for words in StringTranslation.objects.filter(locale=made.locale):
            words.translation_type = "manual"
            words.save()
    assert state(made).method == "human"


def test_a_machines_words_that_the_page_no_longer_has_do_not_count(desk, story, tree) -> None:
    made = desk.translated(story, tree.locales["nl"], kind="machine")
    StringTranslation.objects.exclude(context__path="intro").update(translation_type="manual")
    states.refresh([made.pk])
    assert state(made).method == "machine"
    desk.publish(story, intro="")
    assert state(made).method == "human"


def test_a_translation_that_is_stopped_counts_as_written_in_its_language(
    desk, story, dutch
) -> None:
    translation = translation_of(story)
    for enabled, method in ((False, "original"), (True, "human")):
        translation.enabled = enabled
        with desk.commit():
            translation.save(update_fields=["enabled"])
        assert state(dutch).method == method


def test_when_the_source_is_gone_its_translation_is_an_original(desk, story, dutch) -> None:
    with desk.commit():
        Page.objects.get(pk=story.pk).delete()
    assert (state(dutch).method, state(dutch).source_locale) == ("original", None)


def test_a_whole_file_of_translations_is_one_refresh(desk, story, tree, monkeypatch) -> None:
    translation = desk.submit(story, tree.locales["nl"])
    po = polib.pofile(str(translation.export_po()))
    for entry in po:
        entry.msgstr = f"nl {entry.msgid}"
    done, refresh = [], keeping._refresh
    monkeypatch.setattr(keeping, "_refresh", lambda keys: done.append(keys) or refresh(keys))
    with desk.commit():
        translation.import_po(po)
    assert len(po) == 6
    assert len(done) == 1
    assert state(translation.get_target_instance()).stale_segments == 0


def test_states_of_many_pages_cost_what_those_of_one_do(desk, story, tree) -> None:
    made = [desk.translated(story, tree.locales[code]) for code in ("nl", "pl")]
    made += factories.StandardPageFactory.create_batch(30, parent=tree.home)

    def queries(pages) -> int:
        TranslationState.objects.filter(pk__in=[page.pk for page in pages]).update(segments=99)
        with CaptureQueriesContext(connection) as captured:
            states.refresh(page.pk for page in pages)
        return len(captured)

    assert queries(made[:1]) == queries(made) <= 11


def test_nothing_is_written_where_nothing_has_changed(desk, story, dutch) -> None:
    with CaptureQueriesContext(connection) as captured:
        states.refresh([dutch.pk, story.pk])
    assert not [query for query in captured if "INSERT" in query["sql"]]


def test_the_command_makes_all_or_those_that_are_missing(desk, story, dutch, capsys) -> None:
    TranslationState.objects.filter(pk=dutch.pk).delete()
    TranslationState.objects.filter(pk=story.pk).update(segments=99)
    call_command("refresh_translation_states", missing=True)
    assert state(dutch).segments == 6
    assert state(story).segments == 99
    call_command("refresh_translation_states")
    assert state(story).segments == 0
    assert Page.objects.count() == TranslationState.objects.count()
    call_command("refresh_translation_states", missing=True)
    assert capsys.readouterr().out.count("made") >= 2


def test_a_page_of_before_is_stale_if_its_source_was_published_since(desk, story, dutch) -> None:
    TranslationState.objects.all().delete()
    states.refresh_all()
    assert not state(dutch).is_stale
    TranslationState.objects.all().delete()
    with CaptureQueriesContext(connection):
        page = Page.objects.get(pk=story.pk).specific
        page.save_revision().publish()  # whose job waits for the commit
    states.refresh_all()
    assert state(dutch).is_stale


@pytest.mark.parametrize("live", [True, False])
def test_the_status_is_the_same_in_the_database_and_of_one_page(desk, story, dutch, live) -> None:
    cases = {
        "original": {"method": "original"},
        "fresh": {"method": "human"},
        "machine": {"method": "machine", "machine_segments": 3, "is_stale": True},
        "stale": {"method": "machine_reviewed", "stale_segments": 1},
    }
    Page.objects.filter(pk=dutch.pk).update(live=live)
    for expected, values in cases.items():
        base = {"machine_segments": 0, "is_stale": False, "stale_segments": 0}
        TranslationState.objects.filter(pk=dutch.pk).update(**{**base, **values})
        found = Page.objects.annotate(status=states.status()).get(pk=dutch.pk).status
        shown = expected if live or expected == "original" else "draft"
        assert found == shown == states.of(state(dutch), live)
        own = TranslationState.objects.annotate(status=states.status("page__", ""))
        assert own.get(pk=dutch.pk).status == shown

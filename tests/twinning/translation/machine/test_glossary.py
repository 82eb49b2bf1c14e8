"""Services are told what our terms and places are called, as far as each of them can be."""

import pytest

from tests.tools.translators import Answer
from tests.twinning.translation.machine.conftest import LINK
from tests.twinning.translation.terms import term
from twinning.translation import machine
from twinning.translation.glossary import check
from twinning.translation.models import GlossaryName, MachineGlossary

FISH = "Fish &amp; chips in Prague."


@pytest.fixture
def prague(db):
    """A place with two names, and a term."""
    term("term", en="bench, benches", pl="ławka, ławki")
    return term("place", en="Prague", pl="Praga, Pragi, Pradze")


def test_deepl_is_given_the_glossary_of_the_pair_once(deepl, story, prague) -> None:
    machine.translate(story.translation, None)
    machine.translate(story.translation, None, again=True)
    (made,) = [asked for asked in deepl.asked if asked.path == "/v3/glossaries"]
    (dictionary,) = made.body["dictionaries"]
    assert (dictionary["source_lang"], dictionary["target_lang"]) == ("en", "pl")
    assert dictionary["entries"].splitlines() == [
        "Prague\tPraga",
        "bench\tławka",
        "benches\tławka",
    ]
    (kept,) = MachineGlossary.objects.all()
    assert {asked.body["glossary_id"] for asked in deepl.translations()} == {kept.remote_id}
    assert story.words()[FISH] == "fISH &amp; CHIPS IN Praga."
    assert check(story.translation) == []


def test_a_changed_glossary_replaces_the_old_one(deepl, story, prague) -> None:
    machine.translate(story.translation, None)
    (old,) = deepl.glossaries
    GlossaryName.objects.filter(text="Praga").update(text="Złota Praga")
    machine.translate(story.translation, None, again=True)
    (new,) = deepl.glossaries
    assert new != old and MachineGlossary.objects.get().remote_id == new
    assert "Złota Praga" in story.words()[FISH]


def test_an_emptied_glossary_is_deleted(deepl, story, prague) -> None:
    machine.translate(story.translation, None)
    GlossaryName.objects.all().delete()
    machine.translate(story.translation, None, again=True)
    assert deepl.glossaries == {} and not MachineGlossary.objects.exists()
    assert "glossary_id" not in deepl.translations()[-1].body


def test_a_pair_that_deepl_takes_no_glossary_for_goes_without(deepl, story, prague, caplog) -> None:
    deepl.glossary_pairs = {("EN", "DE")}
    assert machine.translate(story.translation, None).translated == 4
    assert "DeepL takes no glossary en-pl (400)" in caplog.text
    assert not MachineGlossary.objects.exists()
    assert [missed.expected for missed in check(story.translation)] == ["ławka", "Praga"]


def test_a_glossary_that_was_deleted_there_is_made_anew_the_next_time(deepl, story, prague) -> None:
    machine.translate(story.translation, None)
    deepl.glossaries.clear()
    assert machine.translate(story.translation, None, again=True).translated == 4
    assert not MachineGlossary.objects.exists()
    machine.translate(story.translation, None, again=True)
    assert set(deepl.glossaries) == {MachineGlossary.objects.get().remote_id}


def test_without_terms_deepl_is_given_none(deepl, story) -> None:
    machine.translate(story.translation, None)
    assert [asked.path for asked in deepl.asked] == ["/v2/translate"]


def test_one_form_of_two_terms_is_sent_once(deepl, story, prague) -> None:
    term("term", en="Bench", pl="pozycja")
    machine.translate(story.translation, None)
    assert len(deepl.glossaries) == 1


@pytest.mark.once("its subject is HTTP")
@pytest.mark.parametrize("answer", [Answer(201, b"{}"), Answer(201, b"[]"), Answer(500)])
def test_a_service_that_cannot_keep_glossaries_translates_all_the_same(
    deepl, story, prague, monkeypatch, answer: Answer
) -> None:
    monkeypatch.setattr(deepl, "make_glossary", lambda body: answer)
    assert machine.translate(story.translation, None).translated == 4


def test_libretranslate_gets_places_by_their_other_names_and_leaves_them(
    libre, story, prague
) -> None:
    machine.translate(story.translation, None)
    assert 'Fish &amp; chips in <span translate="no">Praga</span>.' in libre.texts()
    assert story.words()[FISH] == "fISH &amp; CHIPS IN Praga."
    assert [missed.expected for missed in check(story.translation)] == ["ławka"], "checked only"


def test_a_mark_that_libretranslate_keeps_is_not_kept_by_us(libre, story, prague) -> None:
    term("place", en="tiles", pl="Kafle")  # within a link
    machine.translate(story.translation, None)
    assert story.words()[LINK] == 'iT HAS <a id="a1">Kafle</a> IN <b>BLUE</b>.'

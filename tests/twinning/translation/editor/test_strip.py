"""What stands above and beside the editor: provenance, what is left, terms, earlier words."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from wagtail_localize.models import StringTranslation

from tests.twinning.translation.editing import translate
from twinning.translation.editor import access, beside, segments
from twinning.translation.models import GlossaryName, GlossaryTerm, ReplacedWords

FORM = "application/x-www-form-urlencoded"
TILES = "It has tiles."


@pytest.fixture
def html(desk, anna):
    return lambda: anna.get(desk.edit_url).content.decode()


def test_what_is_left_is_counted_and_linked(desk, html, admin) -> None:
    page = html()
    assert "Left to translate: 5 texts, " in page
    words = dict.fromkeys(["A bench"], "Ławka")
    translate(admin, desk.translation, words)
    page = html()
    assert "Left to translate: 4 texts, 13 words." in page
    assert page.count('href="#segment-') == 4
    assert page.count('id="segment-') == 5


def test_it_says_where_the_words_come_from(translated, html, piotr) -> None:
    assert "Translated from English by people." in html()
    translated.by_machine(TILES, "Posiada kafelki.")
    page = html()
    assert "Translated from English by a machine (DeepL)." in page
    assert "1 of its texts has not been read by anybody yet." in page
    piotr.post(reverse("translation_mark_read", args=[translated.translation.pk]))
    page = html()
    assert "Read by Piotr Nowak" in page
    assert "mark as reviewed" not in page


def test_the_strip_stands_before_the_editor_and_after_the_header(desk, html) -> None:
    page = html()
    places = [
        page.index(mark)
        for mark in ("w-z-header", "translation-strip-title", '<div class="js-translation-editor"')
    ]
    assert places == sorted(places)
    assert page.count('class="translation-strip"') == 1


def test_a_changed_text_shows_what_it_was(translated, html, anna) -> None:
    story = translated.story
    story.body = [
        {**story.body.raw_data[0], "value": "<p>It stands in a wood.</p><p>It has tiles.</p>"}
    ]
    story.save_revision().publish()
    translated.translation.source.update_from_db()
    page = html()
    assert "The original was changed. Before, it was:" in page
    assert "It stands in a park." in page
    segment = translated.segment("It stands in a wood.")
    url = reverse("translation_use_words", args=[translated.translation.pk, segment.pk])
    assert f'action="{url}"' in page
    anna.post(url, {"value": "Stoi w parku.", "version": ""})
    assert translated.words("It stands in a wood.").data == "Stoi w parku."
    assert "Before, it was:" not in html()


def test_earlier_versions_are_shown_and_brought_back(translated, html, anna) -> None:
    anna.put(translated.url(TILES), "value=Jest+z+kafelkami.", content_type=FORM)
    page = html()
    assert "1 earlier version" in page
    assert "Ma kafelki." in page
    version = re.search(r'name="version" value="(\w+)"', page).group(1)
    segment = translated.segment(TILES)
    url = reverse("translation_use_words", args=[translated.translation.pk, segment.pk])
    stale = anna.post(url, {"value": "Ma kafelki.", "version": "x"}, follow=True)
    assert "changed this text while you were writing" in stale.content.decode()
    assert translated.words(TILES).data == "Jest z kafelkami."
    response = anna.post(url, {"value": "Ma kafelki.", "version": version})
    assert response.url.endswith(f"/edit/#segment-{segment.pk}")
    assert translated.words(TILES).data == "Ma kafelki."
    assert set(ReplacedWords.objects.values_list("data", flat=True)) == {
        "Ma kafelki.",
        "Jest z kafelkami.",
    }
    assert anna.post(url, {"value": "", "version": version}).status_code == 302
    assert translated.words(TILES).data == "Ma kafelki."


def test_terms_stand_beside_the_texts_that_have_them(desk, html) -> None:
    term = GlossaryTerm(note="Not kafle.")
    term.names.add(
        GlossaryName(language="en", text="tiles"), GlossaryName(language="pl", text="kafelki")
    )
    term.save()
    page = html()
    assert re.search(r"<dt lang=\"en\">tiles</dt>\s*<dd lang=\"pl\">\s*kafelki", page)
    assert "Not kafle." in page


def test_the_script_knows_the_versions_that_the_page_shows(translated, html) -> None:
    page = html()
    data = re.search(r'id="translation-versions" type="application/json">(.*?)</script>', page)
    known = json.loads(data.group(1))
    place = known[translated.url(TILES)]
    segment = translated.segment(TILES)
    assert place["place"] == f"{segment.string_id}-{segment.context_id}"
    assert len(place["version"]) == 16


def test_a_snippets_translation_has_a_strip_as_well(admin, tree) -> None:
    from tests import factories

    interest = factories.InterestFactory(key="music", name="Music")
    url = reverse(
        "wagtail_localize:submit_snippet_translation", args=["towns", "interest", interest.pk]
    )
    admin.post(url, {"locales": [tree.locales["pl"].pk]})
    polish = interest.get_translation(tree.locales["pl"])
    edit = reverse(polish.snippet_viewset.get_url_name("edit"), args=[polish.pk])
    page = admin.get(edit).content.decode()
    assert "Left to translate: 1 text, 1 word." in page
    assert "mark as reviewed" not in page


def test_help_costs_the_same_for_any_number_of_texts(translated, anna) -> None:
    def queries() -> int:
        found = access.following(translated.page)
        with CaptureQueriesContext(connection) as captured:
            progress = segments.progress(found, translated.page)
            beside.of_segments(found, progress, {})
            beside.known_versions(found, {"segments": []}, progress)
        return len(captured)

    whole = queries()
    StringTranslation.objects.filter(locale=translated.polish).first().delete()
    few = queries()
    assert (whole, few) == (7, 9), "whole, and with one text that is missing"
    for row in StringTranslation.objects.filter(locale=translated.polish):
        anna.put(translated.url(row.translation_of.data), "value=Inaczej", content_type=FORM)
    story = translated.story
    paragraphs = "".join(f"<p>Sentence {number}.</p>" for number in range(20))
    story.body = [{**story.body.raw_data[0], "value": paragraphs}]
    story.save_revision().publish()
    translated.translation.source.update_from_db()
    assert queries() == few


@pytest.mark.parametrize("name", ["mark_read", "submit", "replace", "withdraw"])
def test_who_may_not_edit_does_nothing(translated, name, client, django_user_model) -> None:
    url = reverse(f"translation_{name}", args=[translated.translation.pk])
    assert client.post(url).status_code == 302
    stranger = django_user_model.objects.create_user("x", "x@example.org", "pass-word")
    client.force_login(stranger)
    assert client.post(url).status_code in {302, 403}
    assert not translated.page.workflow_states.exists()


def test_views_that_change_something_take_no_get(translated, anna) -> None:
    for name in ("mark_read", "submit", "replace", "withdraw"):
        url = reverse(f"translation_{name}", args=[translated.translation.pk])
        assert anna.get(url).status_code == 405
        assert anna.post(url.replace(str(translated.translation.pk), "99999")).status_code == 404


def test_the_page_speaks_the_editors_language(translated, anna, django_user_model) -> None:
    from wagtail.users.models import UserProfile

    user = django_user_model.objects.get(username="anna")
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "pl"
    profile.save()
    page = anna.get(translated.edit_url).content.decode()
    with translation.override("pl"):
        assert translation.gettext("Help with this translation") in page

"""Two people who work on one translation lose nothing of what they write."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringTranslation,
    TranslationContext,
)

from tests import factories
from tests.twinning.translation.editing import submit, translation_of
from twinning.translation.editor.versions import version
from twinning.translation.models import ReplacedWords

FORM = "application/x-www-form-urlencoded"
PARK = "It stands in a park."


def put(client, url, value=None, **headers):
    data = "" if value is None else urlencode({"value": value})
    return client.put(url, data, content_type=FORM, headers=headers)


def seen(words: str) -> dict[str, str]:
    return {"If-Match": f'"{version(words)}"'}


def kept() -> list[str]:
    return list(ReplacedWords.objects.order_by("pk").values_list("data", flat=True))


def test_who_comes_later_is_told_whose_words_are_there(translated, anna, piotr) -> None:
    url = translated.url(PARK)
    first = put(anna, url, "Stoi w lesie.", **seen("Stoi w parku."))
    assert (first.status_code, first.headers["ETag"]) == (200, f'"{version("Stoi w lesie.")}"')
    late = put(piotr, url, "Stoi na placu.", **seen("Stoi w parku."))
    assert late.status_code == 412
    assert late.headers["Content-Type"] == "application/problem+json"
    problem = late.json()
    assert "Anna Nowak changed this text" in problem["detail"]
    assert problem["theirs"]["data"] == "Stoi w lesie."
    assert problem["version"] == version("Stoi w lesie.")
    assert translated.words(PARK).data == "Stoi w lesie."
    again = put(piotr, url, "Stoi na placu.", **seen("Stoi w lesie."))
    assert again.status_code == 200
    assert translated.words(PARK).data == "Stoi na placu."
    assert kept() == ["Stoi w parku.", "Stoi w lesie."]
    assert ReplacedWords.objects.latest("pk").written_by.username == "anna"


def test_what_has_no_words_yet_is_written_by_one_alone(desk, anna, piotr) -> None:
    url = desk.url(PARK)
    assert put(anna, url, "Stoi w lesie.", **{"If-None-Match": "*"}).status_code == 201
    assert put(piotr, url, "Stoi na placu.", **{"If-None-Match": "*"}).status_code == 412
    assert desk.words(PARK).data == "Stoi w lesie."
    assert kept() == []


def test_words_are_not_removed_unseen(translated, anna, piotr) -> None:
    url = translated.url(PARK)
    put(anna, url, "Stoi w lesie.", **seen("Stoi w parku."))
    assert piotr.delete(url, headers=seen("Stoi w parku.")).status_code == 412
    assert piotr.delete(url, headers=seen("Stoi w lesie.")).status_code == 200
    assert translated.words(PARK) is None
    assert kept() == ["Stoi w parku.", "Stoi w lesie."]
    gone = put(anna, url, "Stoi tam.", **seen("Stoi w lesie."))
    assert gone.status_code == 412
    assert gone.json()["theirs"] is None
    assert piotr.delete(url).status_code == 404


def test_a_client_that_knows_of_no_versions_replaces_words_that_are_kept(translated, anna) -> None:
    url = translated.url(PARK)
    assert put(anna, url, "Stoi w lesie.").status_code == 200
    assert put(anna, url, "Stoi w lesie.").status_code == 200
    assert kept() == ["Stoi w parku."]
    assert anna.delete(url).status_code == 200
    assert kept() == ["Stoi w parku.", "Stoi w lesie."]


def test_the_answer_is_as_wagtail_localize_gives_it(desk, anna) -> None:
    answer = put(anna, desk.url(PARK), "Stoi w parku.")
    assert answer.status_code == 201
    body = answer.json()
    assert body.keys() == {
        *("string_id", "segment_id", "data", "error", "comment", "last_translated_by")
    }
    assert body["segment_id"] == desk.segment(PARK).pk
    assert body["last_translated_by"]["full_name"] == "Anna Nowak"


@pytest.mark.parametrize("value", [None, "", "   ", "a\x00b", "x" * 20_001])
def test_what_cannot_be_stored_is_refused(desk, anna, value) -> None:
    answer = put(anna, desk.url(PARK), value)
    assert answer.status_code == 400
    assert answer.json()["detail"]
    assert desk.words(PARK) is None


def test_a_segment_that_moved_is_found_again(desk, anna) -> None:
    """A paragraph put in before it gives a segment another key: the page has the old one."""
    segment, url = desk.segment(PARK), desk.url(PARK)
    desk.story.body = [
        {**desk.story.body.raw_data[0], "value": f"<p>Look!</p><p>{PARK}</p><p>It has tiles.</p>"}
    ]
    desk.story.save_revision().publish()
    desk.translation.source.update_from_db()
    assert desk.segment(PARK).pk != segment.pk
    assert put(anna, url, "Stoi w parku.").status_code == 404
    named = {"X-Segment-Place": f"{segment.string_id}-{segment.context_id}"}
    assert put(anna, url, "Stoi w parku.", **named).status_code == 201
    assert desk.words(PARK).data == "Stoi w parku."


def test_words_for_a_text_that_has_gone_are_kept_with_it(desk, anna) -> None:
    segment, url = desk.segment(PARK), desk.url(PARK)
    desk.story.body = [{**desk.story.body.raw_data[0], "value": "<p>It stands in a wood.</p>"}]
    desk.story.save_revision().publish()
    desk.translation.source.update_from_db()
    named = {"X-Segment-Place": f"{segment.string_id}-{segment.context_id}"}
    answer = put(anna, url, "Stoi w parku.", **named)
    assert answer.status_code == 409
    assert "The original has changed" in answer.json()["detail"]
    stored = StringTranslation.objects.get(translation_of=segment.string, locale=desk.polish)
    assert stored.data == "Stoi w parku."
    page = anna.get(desk.edit_url).content.decode()
    assert "Before, it was:" in page
    assert "Stoi w parku." in page


@pytest.mark.parametrize("named", ["1-999999", "x-y", "-", "1", "9" * 30 + "-1"])
def test_a_made_up_place_is_none(desk, anna, named) -> None:
    url = reverse("wagtail_localize:edit_string_translation", args=[desk.translation.pk, 999_999])
    assert put(anna, url, "Stoi.", **{"X-Segment-Place": named}).status_code == 404


def test_the_segment_of_another_page_is_none_of_this(desk, admin, anna, tree) -> None:
    other = factories.StoryPageFactory(parent=tree.stories, title="Other", slug="other")
    submit(admin, other, desk.polish)
    foreign = translation_of(other, desk.polish).source.stringsegment_set.first()
    url = reverse(
        "wagtail_localize:edit_string_translation", args=[desk.translation.pk, foreign.pk]
    )
    assert put(anna, url, "Stoi.").status_code == 404


def test_who_may_not_edit_the_page_changes_nothing(translated, client, django_user_model) -> None:
    stranger = django_user_model.objects.create_user("x", "x@example.org", "pass-word")
    client.force_login(stranger)
    assert put(client, translated.url(PARK), "Stoi.").status_code in {302, 403}
    assert translated.words(PARK).data == "Stoi w parku."


def test_a_locked_page_is_not_translated(translated, anna) -> None:
    Page.objects.filter(pk=translated.page.pk).update(locked=True)
    answer = put(anna, translated.url(PARK), "Stoi.")
    assert answer.status_code == 423
    assert "locked" in answer.json()["detail"]
    assert translated.words(PARK).data == "Stoi w parku."


class TestOverrides:
    """Pictures and links that differ in a language."""

    @pytest.fixture
    def override(self, desk, admin, picture):
        source = desk.translation.source
        context = TranslationContext.objects.create(object=source.object, path="picture")
        segment = OverridableSegment.objects.create(
            source=source, context=context, order=99, data_json=str(picture.pk)
        )
        return reverse("wagtail_localize:edit_override", args=[desk.translation.pk, segment.pk])

    def test_nobody_replaces_a_choice_that_they_have_not_seen(self, override, anna, piotr) -> None:
        one, other = factories.ImageFactory(), factories.ImageFactory()
        assert put(anna, override, str(one.pk), **{"If-None-Match": "*"}).status_code == 201
        late = put(piotr, override, str(other.pk), **{"If-None-Match": "*"})
        assert late.status_code == 412
        assert "Anna Nowak" in late.json()["detail"]
        assert SegmentOverride.objects.get().data == one.pk
        seen_now = {"If-Match": f'"{late.json()["version"]}"'}
        assert put(piotr, override, str(other.pk), **seen_now).status_code == 200
        assert piotr.delete(override, headers=seen_now).status_code == 412
        assert piotr.delete(override).status_code == 200

    @pytest.mark.parametrize("value", [None, "", "x", "999999", "-1", "9" * 40])
    def test_there_is_no_such_picture(self, override, anna, value) -> None:
        assert put(anna, override, value).status_code == 400
        assert not SegmentOverride.objects.exists()

"""wagtail-localize's views of one translation: for who may edit it, and to its own segments."""

from uuid import uuid4

import pytest
from django.urls import get_resolver, reverse
from wagtail.models import Page
from wagtail_localize.models import (
    OverridableSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def polish(world) -> Translation:
    """Almelo's story, from English into Polish; from Polish into Dutch there is a source too."""
    source, _made = TranslationSource.get_or_create_from_instance(world.stories["almelo", "en"])
    TranslationSource.get_or_create_from_instance(world.stories["almelo", "pl"])
    return Translation.objects.create(source=source, target_locale=world.locales["pl"])


@pytest.fixture
def interest(world) -> Translation:
    """An interest, from English into Polish."""
    source, _made = TranslationSource.get_or_create_from_instance(world.interests["en"])
    return Translation.objects.create(source=source, target_locale=world.locales["pl"])


def addresses(translation: Translation) -> dict[str, str]:
    """Every address of wagtail-localize below a translation, by its name."""
    segment = StringSegment.objects.filter(source=translation.source).first()
    override = OverridableSegment.objects.filter(source=translation.source).first()
    known = {
        "translation_id": translation.pk,
        "string_segment_id": segment.pk,
        "overridable_segment_id": override.pk if override else 1,
    }
    _prefix, resolver = get_resolver("wagtail.admin.urls").namespace_dict["wagtail_localize"]
    found = {}
    for pattern in resolver.url_patterns:
        parameters = pattern.pattern.converters
        if "translation_id" in parameters and "mode" not in parameters:
            arguments = {key: known[key] for key in parameters}
            found[pattern.name] = reverse(f"wagtail_localize:{pattern.name}", kwargs=arguments)
    return found


def test_every_address_is_known_here(polish) -> None:
    """Where wagtail-localize has a new one, it must be guarded in `segments.py`."""
    assert set(addresses(polish)) == {
        *("edit_string_translation", "edit_override", "download_pofile", "upload_pofile"),
        *("machine_translate", "preview_translation", "stop_translation"),
    }


@pytest.mark.parametrize("name", ["team-kalisz", "translator-pl", "administrator", "team-almelo"])
def test_who_may_edit_comes_in(world, polish, name) -> None:
    client, where = world.client(name), addresses(polish)
    answer = client.put(where["edit_string_translation"], "value=x", content_type=FORM)
    assert answer.status_code == 201
    assert client.get(where["download_pofile"]).status_code == 200
    assert client.post(where["stop_translation"]).status_code == 302
    polish.refresh_from_db()
    assert not polish.enabled


@pytest.mark.parametrize("name", ["editor", "team-nimes", "translator-de"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
def test_nobody_else_comes_in_anywhere(world, polish, interest, name, method) -> None:
    for translation in (polish, interest):
        for address in addresses(translation).values():
            answer = world.client(name).generic(method, address, "value=x", FORM)
            assert answer.status_code in {403, 405}, address
        translation.refresh_from_db()
        assert translation.enabled
    assert not StringTranslation.objects.exists() and not SegmentOverride.objects.exists()


def test_a_snippet_s_words_are_for_those_of_its_language(world, interest) -> None:
    address = addresses(interest)["edit_string_translation"]
    answer = world.client("team-kalisz").put(address, "value=x", content_type=FORM)
    assert answer.status_code == 201


def test_a_segment_of_another_source_is_not_found(world, polish) -> None:
    """Of the same page in another language: its words would be written over."""
    other = StringSegment.objects.filter(source__locale=world.locales["pl"]).first()
    assert other.context.object_id == polish.source.object_id
    url = reverse("wagtail_localize:edit_string_translation", args=[polish.pk, other.pk])
    answer = world.client("administrator").put(url, "value=x", content_type=FORM)
    assert answer.status_code == 404
    assert not StringTranslation.objects.exists()


def test_a_translation_of_a_page_that_is_gone_is_not_found(world, polish) -> None:
    Page.objects.filter(pk=world.stories["almelo", "pl"].pk).update(translation_key=uuid4())
    url = reverse("wagtail_localize:preview_translation", args=[polish.pk])
    assert world.client("superuser").get(url).status_code == 404

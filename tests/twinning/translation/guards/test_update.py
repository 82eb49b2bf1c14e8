"""Bringing up to date by hand: for who may, by a job, and nothing is published in passing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from tests import factories
from twinning.translation.models import TranslationJob


def url(source: TranslationSource) -> str:
    return reverse("wagtail_localize:update_translations", args=[source.pk])


@pytest.fixture
def source(world) -> TranslationSource:
    """Almelo's story in English, which Polish and German follow."""
    source, _made = TranslationSource.get_or_create_from_instance(world.stories["almelo", "en"])
    for code in ("pl", "de"):
        Translation.objects.create(source=source, target_locale=world.locales[code])
    return source


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("administrator", True),
        ("editor", True),
        ("team-almelo", True),
        ("team-kalisz", True),
        ("translator-de", True),
        ("translator-fr", True),  # the story is there in French too
        ("nobody", False),
    ],
)
def test_who_may_change_it_or_a_version_of_it(world, source, name, allowed) -> None:
    wanted = {200} if allowed else {302, 403}
    assert world.client(name).get(url(source)).status_code in wanted
    answer = world.client(name).post(url(source))
    job = TranslationJob.objects.filter(kind="sync").first()
    assert (job is not None) == allowed
    if job:
        assert answer["Location"] == f"/admin/translations/jobs/{job.pk}/"


def test_links_lead_only_to_what_one_may_edit(world, source) -> None:
    text = world.client("team-kalisz").get(url(source)).content.decode()
    polish, german = (world.stories["almelo", code] for code in ("pl", "de"))
    assert reverse("wagtailadmin_pages:edit", args=[polish.pk]) in text
    assert reverse("wagtailadmin_pages:edit", args=[german.pk]) not in text
    assert german.title in text


def test_nothing_that_lacks_words_is_published(
    world, source, django_capture_on_commit_callbacks
) -> None:
    page = Page.objects.get(pk=world.stories["almelo", "en"].pk).specific
    page.intro = "New."
    page.save_revision().publish()
    before = list(Page.objects.values_list("pk", "live_revision").exclude(pk=page.pk))
    with django_capture_on_commit_callbacks(execute=True):
        data = {"publish_translations": "on", "use_machine_translation": "on"}
        world.client("translator-pl").post(url(source), data)
    assert list(Page.objects.values_list("pk", "live_revision").exclude(pk=page.pk)) == before
    assert StringSegment.objects.filter(source=source, string__data="New.").exists()


def test_what_is_gone_is_not_found(world, source) -> None:
    world.stories["almelo", "en"].delete()
    assert world.client("superuser").get(url(source)).status_code == 404
    gone = reverse("wagtail_localize:update_translations", args=[999999])
    assert world.client("superuser").get(gone).status_code == 404


def test_beginning_costs_the_same_for_any_number_of_languages(world, source) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert world.client("team-almelo").post(url(source)).status_code == 302
        return len(captured)

    cost()
    few = cost()
    for code in ("nl", "fr"):
        Translation.objects.create(source=source, target_locale=world.locales[code])
    assert cost() == few <= 30


def test_a_snippet_is_written_in_one_s_own_languages(world) -> None:
    interest = factories.InterestFactory(key="chess", name="Chess", locale=world.locales["en"])
    source, _made = TranslationSource.get_or_create_from_instance(interest)
    for code, word in (("pl", "Szachy"), ("de", "Schach")):
        translated = interest.copy_for_translation(world.locales[code])
        translated.name = "?"
        translated.save()
        Translation.objects.create(source=source, target_locale=world.locales[code])
        segment = StringSegment.objects.get(source=source)
        StringTranslation.objects.create(
            translation_of=segment.string,
            context=segment.context,
            locale=world.locales[code],
            data=word,
        )
    assert world.client("translator-fr").post(url(source)).status_code == 403
    assert world.client("team-kalisz").post(url(source)).status_code == 302
    assert interest.get_translation(world.locales["pl"]).name == "Szachy"
    assert interest.get_translation(world.locales["de"]).name == "?"

"""Submitting: only into languages in which one has a say, parents first, in the background."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from stories.models import StoryPage
from tests import factories
from tests.twinning.translation.rights.world import CODES, World
from twinning.translation.models import TranslationJob
from twinning.translation.sync import submitting


def url(page: Page) -> str:
    return reverse("wagtail_localize:submit_page_translation", args=[page.pk])


def new_story(world: World, town: str, code: str, title: str = "A bench") -> StoryPage:
    parent = Page.objects.get(pk=world.towns[town, code].pk)
    return parent.add_child(instance=StoryPage(title=title, locale=world.locales[code]))


def offered(answer) -> set[str]:
    form = answer.context["form"]
    keys = [key for key, _label in form.fields["locales"].choices]
    return set(Locale.objects.filter(pk__in=keys).values_list("language_code", flat=True))


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """Do what waits for a commit, as after a request."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


@pytest.mark.parametrize(
    ("name", "languages"),
    [
        ("administrator", {"nl", "fr", "de", "pl"}),
        ("editor", set()),
        ("team-almelo", {"nl", "fr", "de", "pl"}),
        ("team-kalisz", {"pl"}),
        ("translator-fr", {"fr"}),
        ("nobody", set()),
    ],
)
def test_only_languages_in_which_one_has_a_say_are_offered(world, name, languages) -> None:
    story = new_story(world, "almelo", "en")
    answer = world.client(name).get(url(story))
    assert answer.status_code == (200 if languages else 302 if name == "nobody" else 403)
    if languages:
        assert offered(answer) == languages


def test_another_language_posted_by_hand_is_refused(world, commits) -> None:
    story = new_story(world, "almelo", "en")
    both = [world.locales["pl"].pk, world.locales["de"].pk]
    with commits():
        answer = world.client("team-kalisz").post(url(story), {"locales": both})
    assert answer.status_code == 403
    assert not TranslationJob.objects.exists() and not story.get_translations().exists()


@pytest.mark.parametrize("wrong", [[], ["0"], ["x"], ["٣"], ["99999999999999999999"]])
def test_what_is_no_language_is_an_error_at_the_field(world, wrong) -> None:
    story = new_story(world, "almelo", "en")
    answer = world.client("team-almelo").post(url(story), {"locales": wrong})
    assert answer.status_code == 200 and list(answer.context["form"].errors) == ["locales"]
    assert not TranslationJob.objects.exists()


def test_a_missing_parent_is_named_with_the_way_to_it(world, commits) -> None:
    town = factories.TownPageFactory(
        parent=Page.objects.get(pk=world.indexes["en"].pk), locale=world.locales["en"]
    )
    story = town.add_child(instance=StoryPage(title="Deep", locale=world.locales["en"]))
    polish, client = world.locales["pl"], world.client("team-kalisz")
    answer = client.get(url(story))
    assert answer.status_code == 200 and offered(answer) == set()
    told = answer.content.decode()
    assert f'href="{url(town)}?select_locale=pl"' in told and town.title in told
    with commits():
        answer = client.post(url(story), {"locales": [polish.pk]})
    assert answer.status_code == 200
    assert town.title in str(answer.context["form"].errors["locales"])
    assert not Page.objects.filter(locale=polish, translation_key=story.translation_key).exists()
    assert not Page.objects.filter(locale=polish, translation_key=town.translation_key).exists()
    assert not TranslationJob.objects.exists()
    form = client.get(f"{url(town)}?select_locale=pl").context["form"]
    assert form.initial == {"locales": [polish.pk]}


def test_it_is_a_draft_with_a_record(world, commits) -> None:
    story = new_story(world, "kalisz", "pl", "Ławka")
    english = world.locales["en"]
    with commits():
        answer = world.client("team-kalisz").post(url(story), {"locales": [english.pk]})
    job = TranslationJob.objects.get()
    assert answer["Location"] == f"/admin/translations/jobs/{job.pk}/"
    assert (job.state, job.done, job.total, job.message) == ("done", 1, 1, "")
    draft = story.get_translation(english)
    assert not draft.live and draft.get_parent().pk == world.towns["kalisz", "en"].pk
    record = Translation.objects.get(source__object_id=story.translation_key)
    assert (record.target_locale, record.enabled) == (english, True)


def test_where_nothing_waits_the_editor_opens(world, monkeypatch) -> None:
    monkeypatch.setattr(transaction, "on_commit", lambda do, *args, **kwargs: do())
    story = new_story(world, "almelo", "en")
    polish = world.locales["pl"]
    answer = world.client("team-almelo").post(url(story), {"locales": [polish.pk]})
    draft = story.get_translation(polish)
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[draft.pk])


def test_what_is_there_or_being_translated_is_not_offered_again(world, commits) -> None:
    """A second record, from another language, would make the page impossible to edit."""
    story = new_story(world, "almelo", "en")
    polish, german = world.locales["pl"], world.locales["de"]
    with commits():
        world.client("team-almelo").post(url(story), {"locales": [polish.pk, german.pk]})
    assert story.get_translations().count() == 2
    from_polish = story.get_translation(polish)
    answer = world.client("team-almelo").get(url(from_polish))
    assert offered(answer) == {"nl", "fr"}
    with commits():
        answer = world.client("team-almelo").post(url(from_polish), {"locales": [german.pk]})
    assert list(answer.context["form"].errors) == ["locales"]
    story.get_translation(german).delete()
    source = TranslationSource.objects.get(object_id=story.translation_key)
    Translation.objects.get_or_create(source=source, target_locale=german)
    assert offered(world.client("team-almelo").get(url(from_polish))) == {"nl", "fr"}
    submitting.submit(from_polish, [german], world.user("superuser"))
    assert Translation.objects.filter(target_locale=german, enabled=True).count() == 1


def test_a_subtree_goes_page_by_page_and_names_what_fails(world, commits, monkeypatch) -> None:
    town = Page.objects.get(pk=world.towns["almelo", "en"].pk).specific
    Page.objects.filter(translation_key=town.translation_key, locale=world.locales["pl"]).first()
    world.towns["almelo", "pl"].refresh_from_db()
    world.towns["almelo", "pl"].delete()
    good, bad = new_story(world, "almelo", "en", "Good"), new_story(world, "almelo", "en", "Bad")
    take = TranslationSource.get_or_create_from_instance.__func__

    def fail(cls, instance):
        if instance.pk == bad.pk:
            from django.core.exceptions import ValidationError

            raise ValidationError("It is broken.")
        return take(cls, instance)

    monkeypatch.setattr(TranslationSource, "get_or_create_from_instance", classmethod(fail))
    data = {"locales": [world.locales["pl"].pk], "include_subtree": "on"}
    with commits():
        world.client("administrator").post(url(town), data)
    job = TranslationJob.objects.get()
    assert (job.state, job.total, job.done) == ("done", 4, 4)
    assert job.message == "“Bad”, Polski: It is broken."
    made = set(Page.objects.filter(locale=world.locales["pl"]).values_list("translation_key"))
    assert (good.translation_key,) in made and (bad.translation_key,) not in made


def test_asking_and_beginning_cost_the_same_for_any_number_of_languages(world) -> None:
    story = new_story(world, "almelo", "en")
    client = world.client("team-almelo")

    def cost(codes: list[str]) -> int:
        keys = [world.locales[code].pk for code in codes]
        with CaptureQueriesContext(connection) as captured:
            assert client.post(url(story), {"locales": keys}).status_code == 302
        return len(captured)

    cost(["pl"])
    assert cost(["pl", "de"]) == cost(CODES[1:]) <= 30


def test_the_root_and_what_is_gone_are_not_found(world) -> None:
    root = Page.get_first_root_node()
    client = world.client("superuser")
    assert client.get(url(root)).status_code == 404
    assert client.get("/admin/localize/submit/page/999999/").status_code == 404


# Snippets.


def snippet_url(snippet) -> str:
    names = [snippet._meta.app_label, snippet._meta.model_name, snippet.pk]
    return reverse("wagtail_localize:submit_snippet_translation", args=names)


def test_a_snippet_goes_into_one_s_own_languages(world) -> None:
    interest = factories.InterestFactory(key="music", name="Music", locale=world.locales["en"])
    client = world.client("team-kalisz")
    assert offered(client.get(snippet_url(interest))) == {"pl"}
    german, polish = world.locales["de"], world.locales["pl"]
    assert client.post(snippet_url(interest), {"locales": [german.pk]}).status_code == 403
    assert not interest.get_translations().exists()
    assert client.post(snippet_url(interest), {"locales": [polish.pk]}).status_code == 302
    assert interest.get_translation(polish).name == "Music"
    assert world.client("nobody").get(snippet_url(interest)).status_code == 302

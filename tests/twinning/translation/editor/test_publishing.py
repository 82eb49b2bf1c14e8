"""A translation is published whole, read by a person, and never by half."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from wagtail.models import Page

from stories.models import StoryPage
from tests import factories
from tests.twinning.translation.editing import translate, translation_of
from tests.twinning.translation.editor.conftest import WORDS
from twinning.translation.editor import publishing
from twinning.translation.models import GlossaryName, GlossaryTerm, TranslationState
from twinning.users.models import User


def post_publish(client, desk) -> str:
    response = client.post(desk.edit_url, {"action": "publish"}, follow=True)
    return response.content.decode()


def read_it(client, desk) -> None:
    url = reverse("translation_mark_read", args=[desk.translation.pk])
    assert client.post(url).status_code == 302


def test_a_whole_translation_goes_live(translated, piotr, client) -> None:
    html = post_publish(piotr, translated)
    assert "is published in Polish" in html
    assert "Stoi w parku." in client.get("/pl/opowiesci/lawka/").content.decode()
    live = translated.live()
    assert (live.live, live.has_unpublished_changes, live.title) == (True, False, "Ławka")
    assert live.live_revision.user.username == "piotr"


def test_what_is_missing_is_said_and_nothing_is_published(desk, admin, piotr) -> None:
    words = dict(WORDS)
    words.pop("It has tiles.")
    translate(admin, desk.translation, words)
    html = post_publish(piotr, desk)
    assert "Nothing was published in Polish." in html
    assert "1 text is not translated yet." in html
    assert f'href="#segment-{desk.segment("It has tiles.").pk}"' in html
    assert not desk.live().live
    assert desk.live().title == "A bench", "not even the draft's own row"


def test_invalid_words_are_as_good_as_missing(translated, piotr) -> None:
    row = translated.words("It has tiles.")
    row.data = '<a href="https://example.org">Ma</a> kafelki.'
    row.save()
    assert row.has_error
    assert "1 text is not translated yet." in post_publish(piotr, translated)


def test_what_a_machine_wrote_is_read_first(translated, piotr, settings) -> None:
    translated.by_machine("It has tiles.", "Posiada kafelki.")
    html = post_publish(piotr, translated)
    assert "1 text by a machine has not been read by anybody yet." in html
    assert not translated.live().live
    assert "By a machine, not read yet" in html
    read_it(piotr, translated)
    assert "is published in Polish" in post_publish(piotr, translated)
    assert translated.live().live
    state = TranslationState.objects.get(page=translated.page)
    assert (state.method, state.reviewed_by.username) == ("machine_reviewed", "piotr")


def test_a_setting_lets_it_go_out_unread(translated, piotr, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "PUBLISH_MACHINE": True}
    translated.by_machine("It has tiles.", "Posiada kafelki.")
    assert "is published in Polish" in post_publish(piotr, translated)


def test_who_marks_it_read_has_seen_what_they_were_shown(translated, piotr) -> None:
    row = translated.by_machine("It has tiles.", "Posiada kafelki.")
    shown = row.updated_at.isoformat()
    translated.by_machine("It stands in a park.", "Znajduje się w parku.")
    url = reverse("translation_mark_read", args=[translated.translation.pk])
    piotr.post(url, {"seen_at": shown})
    assert TranslationState.objects.get(page=translated.page).machine_segments == 1
    for nonsense in ("", "x", "2026-13-45T99:99:99+00:00", "2999-01-01T00:00:00+00:00"):
        assert piotr.post(url, {"seen_at": nonsense}).status_code == 302
    later = translated.by_machine("It has tiles.", "Kafelki.")
    assert TranslationState.objects.get(page=translated.page).reviewed_at < later.updated_at


def test_a_page_that_would_be_invalid_is_not_published_by_half(
    translated, piotr, monkeypatch
) -> None:
    clean = StoryPage.full_clean

    def refuse(self, *args, **kwargs):
        if self.live and self.title == "Ławka":
            raise ValidationError({"title": ["That is no title."]})
        clean(self, *args, **kwargs)

    before = translated.page.revisions.count()
    monkeypatch.setattr(StoryPage, "full_clean", refuse)
    html = post_publish(piotr, translated)
    assert "Nothing was published in Polish." in html
    assert "title: That is no title." in html
    page = translated.live()
    assert (page.live, page.title) == (False, "A bench")
    assert translated.words("A bench").get_error() == "That is no title."
    assert page.revisions.count() == before, "no revision is left of it"


def test_a_translator_may_not_publish(translated, anna) -> None:
    anna.post(translated.edit_url, {"action": "publish"})
    assert not translated.live().live


def test_a_locked_page_is_not_published(translated, piotr) -> None:
    Page.objects.filter(pk=translated.page.pk).update(locked=True)
    assert "locked" in post_publish(piotr, translated)
    assert not translated.live().live


def test_words_that_the_glossary_has_others_for_are_named_and_published(translated, piotr) -> None:
    term = GlossaryTerm()
    term.names.add(
        GlossaryName(language="en", text="tiles"), GlossaryName(language="pl", text="płytki")
    )
    term.save()
    html = post_publish(piotr, translated)
    assert "is published in Polish" in html
    assert "The glossary has other words for: tiles → płytki." in html


class TestOtherWays:
    """Each way to publish asks the same question."""

    def bulk(self, client, page) -> None:
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        client.post(f"{url}?id={page.pk}", {"include_descendants": ""})

    def test_in_bulk_nothing_goes_out_that_is_not_whole(self, desk, admin) -> None:
        self.bulk(admin, desk.page)
        assert not desk.live().live

    def test_in_bulk_no_draft_goes_out_with_the_words_of_the_source(
        self, translated, admin
    ) -> None:
        """All is translated, but the latest draft is the copy of the original."""
        self.bulk(admin, translated.page)
        assert not translated.live().live

    def test_in_bulk_an_original_goes_out(self, desk, admin, tree) -> None:
        draft = factories.StoryPageFactory(parent=tree.stories, title="X", slug="x", live=False)
        draft.save_revision()
        self.bulk(admin, draft)
        assert Page.objects.get(pk=draft.pk).live

    def test_what_was_published_from_the_editor_may_be_published_again(
        self, translated, admin
    ) -> None:
        post_publish(admin, translated)
        assert publishing.is_publishable(translated.live())

    def test_a_page_that_follows_no_source_any_more_is_nobodys_business(self, desk, admin) -> None:
        desk.translation.enabled = False
        desk.translation.save()
        assert desk.page.permissions_for_user(self.user()).can_publish()

    def test_for_somebody_it_is_refused_and_for_nobody_not(self, desk, admin) -> None:
        revision = desk.live().latest_revision
        with pytest.raises(PermissionDenied):
            revision.publish(user=self.user())
        assert not desk.live().live
        revision.publish()
        assert desk.live().live

    def test_other_rights_do_not_depend_on_it(self, desk, admin) -> None:
        perms = desk.page.permissions_for_user(self.user())
        assert not perms.can_publish()
        assert perms.can_set_view_restrictions()
        assert perms.can_unschedule()

    def user(self):
        return User.objects.get(is_superuser=True)


def test_a_snippet_is_published_whole_too(admin, tree) -> None:
    interest = factories.InterestFactory(key="music", name="Music")
    url = reverse("wagtail_localize:submit_snippet_translation", args=["towns", "interest", 1])
    url = url.replace("/1/", f"/{interest.pk}/")
    assert admin.post(url, {"locales": [tree.locales["pl"].pk]}).status_code == 302
    polish = interest.get_translation(tree.locales["pl"])
    edit = reverse(polish.snippet_viewset.get_url_name("edit"), args=[polish.pk])
    html = admin.post(edit, {"action": "publish"}, follow=True).content.decode()
    assert "1 text is not translated yet." in html
    translation = translation_of(interest, tree.locales["pl"])
    translate(admin, translation, {"Music": "Muzyka"})
    admin.post(edit, {"action": "publish"})
    polish.refresh_from_db()
    assert polish.name == "Muzyka"


def test_a_second_publication_at_once_publishes_what_is_there_then(translated, piotr, admin):
    post_publish(piotr, translated)
    admin.put(
        translated.url("It has tiles."),
        "value=Z+kafelkami.",
        content_type="application/x-www-form-urlencoded",
    )
    post_publish(admin, translated)
    assert "Z kafelkami." in str(translated.live().body)

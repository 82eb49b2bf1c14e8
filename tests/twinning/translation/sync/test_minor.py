"""“Publish; translations stay valid”: what was translated stands for the new words as well."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield
from wagtail_localize.models import StringTranslation

from tests.building import translated
from tests.twinning.translation.sync.building import heading, paragraphs, state, words_of
from twinning.translation import states
from twinning.translation.models import TranslationJob
from twinning.translation.sync import publication

BUTTON = 'value="minor"'


def minor(desk, page, **values) -> None:
    """Publish a page as the button does, without its form."""
    page = Page.objects.get(pk=page.pk).specific
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()  # nothing is done before the commit, which does not come here
    with desk.commit():
        publication.start(Page.objects.get(pk=page.pk), None, is_minor=True)


def form(page, **values) -> dict:
    return nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "intro": page.intro,
            "listing_text": "",
            "picture": "",
            "picture_alt": "",
            "date": "",
            "date_precision": "day",
            "people": "",
            "town": "",
            "seo_title": "",
            "search_description": "",
            "body": streamfield([]),
            "comments": inline_formset([]),
            **values,
        }
    )


def edit(admin, page, button: str, **values) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    response = admin.post(url, {**form(page, **values), "action-publish": button})
    assert response.status_code == 302, response.context["form"].errors


def test_the_button_keeps_translations_valid_and_the_other_does_not(
    admin, desk, story, dutch
) -> None:
    edit(admin, story, "minor", intro="Artists have made a bench.")
    assert Page.objects.get(pk=story.pk).specific.intro == "Artists have made a bench."
    assert (state(dutch).stale_segments, state(dutch).is_stale) == (0, False)
    edit(admin, story, "action-publish", intro="Nobody made a bench.")
    assert (state(dutch).stale_segments, state(dutch).is_stale) == (1, True)


def test_it_is_offered_where_others_are_translated_from_the_page(
    admin, desk, story, dutch, tree
) -> None:
    def page_of(page: Page) -> str:
        return admin.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert BUTTON in page_of(story)
    assert BUTTON not in page_of(tree.stories)
    assert BUTTON not in page_of(dutch)


def test_it_is_not_offered_to_whoever_may_not_publish(client, story, dutch, editor) -> None:
    client.force_login(editor)
    html = client.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    assert "action-submit" in html or "Save draft" in html
    assert BUTTON not in html


def test_sentences_are_told_apart_by_their_order(desk, story, dutch) -> None:
    texts = ("It stands in the park.", "A new sentence.", "It has tiles, too.")
    minor(desk, story, body=[heading("The Bench"), paragraphs(*texts)])
    words = dict(
        StringTranslation.objects.filter(locale=dutch.locale).values_list(
            "translation_of__data", "data"
        )
    )
    assert words["The Bench"] == "nl: The bench"
    assert words["It stands in the park."] == "nl: It stands in a park."
    assert words["It has tiles, too."] == "nl: It has tiles."
    assert state(dutch).stale_segments == 1, "the new sentence"
    assert state(dutch).is_stale


def test_visitors_get_what_else_has_changed(desk, story, dutch) -> None:
    minor(desk, story, intro="Artists have made a bench.", date="2012-09-01")
    found = Page.objects.get(pk=dutch.pk).specific
    assert (str(found.date), found.intro) == ("2012-09-01", "nl: Artists made a bench.")


def test_nothing_is_written_where_words_alone_have_changed(desk, story, dutch) -> None:
    before = Page.objects.get(pk=dutch.pk).live_revision_id
    minor(desk, story, intro="Artists have made a bench.")
    assert Page.objects.get(pk=dutch.pk).live_revision_id == before


def test_a_machines_words_stay_a_machines_read_or_not(desk, story, tree, admin_user) -> None:
    made = desk.translated(story, tree.locales["nl"], kind="machine")
    minor(desk, story, intro="Artists have made a bench.")
    assert state(made).method == "machine"
    states.mark_reviewed(made, admin_user)
    minor(desk, story, intro="Artists will have made a bench.")
    assert (state(made).method, state(made).machine_segments) == ("machine_reviewed", 0)


def test_a_translation_with_a_link_that_is_gone_is_not_taken(desk, story, tree) -> None:
    linked = 'It stands in <a href="https://example.org/">a park</a>.'
    desk.publish(story, body=[paragraphs(linked, "It has tiles.")])
    made = desk.translated(Page.objects.get(pk=story.pk), tree.locales["nl"])
    assert "example.org" in words_of(made)
    minor(desk, story, body=[paragraphs("It stands in a park.", "It has tiles!")])
    assert state(made).stale_segments == 1
    assert not StringTranslation.objects.filter(has_error=True).exists()


def test_what_was_published_since_is_not_taken_for_minor(desk, story, dutch) -> None:
    page = Page.objects.get(pk=story.pk).specific
    page.intro = "Artists have made a bench."
    page.save_revision().publish()
    job = publication.start(Page.objects.get(pk=page.pk), None, is_minor=True)
    page.intro = "Nobody made a bench."
    page.save_revision().publish()
    publication.work(TranslationJob.objects.get(pk=job.pk))
    assert state(dutch).stale_segments == 1


def test_it_costs_the_same_for_two_languages_and_for_four(desk, story, dutch, tree) -> None:
    def change(text: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            minor(desk, story, title=text)
        return len(captured)

    desk.translated(story, tree.locales["pl"])
    change("A wooden bench")
    few = change("The wooden bench")
    for code in ("fr", "de"):
        translated(tree.stories, tree.locales[code], slug=f"stories-{code}")
        desk.translated(story, tree.locales[code])
    change("The wooden benches")
    more = change("Two wooden benches")
    assert more - few <= 2 * 25, "what each shows is compared, which is a constant for each"

"""A form in two languages: its words are translated, what is stored of an answer is the same."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from home.models import Enquiry, EnquiryField, EnquiryPage
from tests import factories
from tests.twinning.translation.editing import (
    committing_admin,  # noqa: F401  (a fixture)
    publish,
    submit,
    translate,
    translation_of,
)

pytestmark = pytest.mark.django_db

DUTCH = {
    "Write to us": "Schrijf ons",
    "write": "schrijf",
    "We keep what you write for a year.": "Wij bewaren uw bericht een jaar.",
    "Somebody will answer.": "U krijgt antwoord.",
    "Which town?": "Welke stad?",
    "Which possible partner?": "Welke partner?",
    "Which interest?": "Welke interesse?",
    "Who is asking?": "Wie vraagt dit?",
    "How often": "Hoe vaak",
    # As wagtail-localize keeps lines.
    "Once a year<br/>More often": "Een keer per jaar<br/>Vaker",
    "Where": "Waar",
    "At home<br/>Abroad": "Thuis<br/>In het buitenland",
    "Your message": "Uw bericht",
    "Your name": "Uw naam",
    "Your e-mail address": "Uw e-mailadres",
    "Language of our answer": "Taal van ons antwoord",
}


@pytest.fixture
def dutch_home(tree):
    """The home page in Dutch."""
    home = tree.home.copy_for_translation(tree.locales["nl"])
    home.slug = "begin"
    home.save_revision().publish()
    return home


@pytest.fixture
def dutch_page(admin, enquiry_page, tree, dutch_home) -> EnquiryPage:
    """The page for enquiries, translated and published as editors do it."""
    enquiry_page.save_revision().publish()
    submit(admin, enquiry_page, tree.locales["nl"])
    translate(admin, translation_of(enquiry_page, tree.locales["nl"]), dict(DUTCH))
    draft = EnquiryPage.objects.get(
        translation_key=enquiry_page.translation_key, locale=tree.locales["nl"]
    )
    publish(admin, draft)
    return EnquiryPage.objects.get(pk=draft.pk)


def keys(page: EnquiryPage) -> list[tuple[str, str]]:
    return [(field.key, field.choice_keys) for field in page.form_fields.all()]


def test_the_form_speaks_dutch_and_means_the_same(dutch_page, enquiry_page, send) -> None:
    assert keys(dutch_page) == keys(enquiry_page)
    html = Client().get(dutch_page.url).content.decode()
    assert "Hoe vaak" in html and "Een keer per jaar" in html and "Uw bericht" in html
    assert "Your message" not in html
    answer = send(dutch_page, how_often="more-often", where=["abroad"], email="fout", name="")
    errors = answer.context["form"].errors
    assert errors["email"] == ["Voer een geldig e-mailadres in."]
    assert errors["name"] == ["Dit is een verplicht veld."]
    assert send(dutch_page, how_often="more-often", where=["abroad"]).status_code == 303
    enquiry = Enquiry.objects.get()
    assert enquiry.language == "nl"
    assert enquiry.answers == [
        {"key": "how_often", "label": "Hoe vaak", "value": "Vaker"},
        {"key": "where", "label": "Waar", "value": "In het buitenland"},
    ]
    assert enquiry.consent_text == "Wij bewaren uw bericht een jaar."
    assert enquiry.consent_version != enquiry_page.consent_version


def test_renaming_and_moving_choices_keeps_their_keys(admin, dutch_page, enquiry_page) -> None:
    field = enquiry_page.form_fields.get(clean_name="how_often")
    for choices, expected in (
        ("Once a year\nOften", "once-a-year\nmore-often"),
        ("Often\nOnce a year", "more-often\nonce-a-year"),
        ("Often\nNever\nOnce a year", "more-often\nnever\nonce-a-year"),
        ("Never\nOften", "never\nmore-often"),
    ):
        field.choices = choices
        field.save()
        assert field.choice_keys == expected
    update = f"/admin/localize/update/{translation_of(enquiry_page, dutch_page.locale).source_id}/"
    enquiry_page.refresh_from_db()
    enquiry_page.save_revision().publish()
    assert admin.post(update).status_code == 302
    translation = translation_of(enquiry_page, dutch_page.locale)
    translate(admin, translation, {"Never<br/>Often": "Nooit<br/>Vaak"})
    publish(admin, dutch_page)
    there = EnquiryField.objects.get(page=dutch_page, clean_name="how_often")
    assert there.choice_keys == "never\nmore-often"


def test_a_translation_with_too_few_lines_still_offers_every_choice(dutch_page) -> None:
    field = dutch_page.form_fields.get(clean_name="how_often")
    field.choices = "Een keer per jaar"
    field.save()
    assert field.choice_keys == "once-a-year\nmore-often"
    form = dutch_page.new_form()
    assert form.fields["how_often"].choices == [
        ("once-a-year", "Een keer per jaar"),
        ("more-often", "more-often"),
    ]


def test_links_keep_what_they_fill_in_across_languages(dutch_page, enquiry_page, tree, dutch_home):
    factories.InterestFactory(key="music", name="Music")
    query = urlencode({"interest": "music", "town": "almelo"})
    html = Client().get(f"{enquiry_page.url}?{query}").content.decode()
    assert f"{dutch_page.url}?interest=music&amp;town=almelo" in html
    form = Client().get(f"{dutch_page.url}?{query}").context["form"]
    assert (form["town"].value(), form["interest"].value()) == ("almelo", "music")

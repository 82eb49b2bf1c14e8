"""The form in the editors' hands: built in the admin, refused where nobody could be answered."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from home.enquiries import choices
from home.models import EnquiryPage

pytestmark = pytest.mark.django_db

FIELDS = [
    {"field_type": "message", "label": "What is it about?", "required": "on"},
    {"field_type": "email", "label": "Where do we answer?", "required": ""},
    {"field_type": "singleline", "label": "Your club", "required": ""},
    {"field_type": "dropdown", "label": "How many are you", "choices": "Up to ten\nMore"},
]


def data(fields, **more):
    """What the editor's form sends."""
    return nested_form_data(
        {
            "title": "Write",
            "slug": "write",
            "consent_text": rich_text("<p>We keep it.</p>"),
            "thanks": rich_text(""),
            "body": streamfield([]),
            "form_fields": inline_formset([{"help_text": "", **field} for field in fields]),
            "comments": inline_formset([]),
            **more,
        }
    )


@pytest.fixture
def add(tree):
    """Where a page for enquiries is added below the home page."""
    return reverse("wagtailadmin_pages:add", args=["home", "enquirypage", tree.home.pk])


def test_editors_build_a_form(admin_client, add) -> None:
    answer = admin_client.post(add, data(FIELDS, **{"action-publish": "1"}))
    assert answer.status_code == 302, answer.context["form"].errors
    page = EnquiryPage.objects.get()
    keys = [(field.key, field.choice_keys) for field in page.form_fields.all()]
    assert keys == [
        ("message", ""),
        ("email", ""),
        ("your_club", ""),
        ("how_many_are_you", "up-to-ten\nmore"),
    ]
    form = page.new_form()
    assert form.fields["email"].required  # else nobody could be answered
    assert not form.fields["your_club"].required


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (FIELDS[:1] + FIELDS[2:], "needs a field of these kinds"),
        ([*FIELDS, FIELDS[0]], "more than one field of this kind"),
        ([*FIELDS, {"field_type": "radio", "label": "One", "choices": "Only this"}], "two choices"),
        ([*FIELDS, {"field_type": "singleline", "label": "Your club"}], "conflicts with another"),
    ],
)
def test_a_form_that_cannot_work_is_refused(admin_client, add, fields, words) -> None:
    answer = admin_client.post(add, data(fields, **{"action-publish": "1"}))
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not EnquiryPage.objects.exists()


def test_a_name_that_the_form_needs_itself_is_not_taken(admin_client, add) -> None:
    labels = ("Consent", "Email", "Towns", "Page")
    fields = [*FIELDS, *({"field_type": "singleline", "label": words} for words in labels)]
    assert admin_client.post(add, data(fields, **{"action-publish": "1"})).status_code == 302
    page = EnquiryPage.objects.get()
    keys = [field.key for field in page.form_fields.all()]
    assert keys[-4:] == ["consent_2", "email_2", "towns", "page"]
    assert set(keys) <= set(page.new_form().fields)


def test_the_preview_shows_the_form(admin_client, enquiry_page) -> None:
    answer = admin_client.get(reverse("wagtailadmin_pages:view_draft", args=[enquiry_page.pk]))
    assert answer.status_code == 200 and "Which town?" in answer.content.decode()


def test_unsaved_fields_are_previewed(admin_client, enquiry_page) -> None:
    path = reverse("wagtailadmin_pages:preview_on_edit", args=[enquiry_page.pk])
    fields = [*FIELDS, {"field_type": "date", "label": "When"}]
    answer = admin_client.post(path, data(fields))
    assert answer.json()["is_valid"], answer.json()
    html = admin_client.get(path).content.decode()
    assert "Your club" in html and 'type="date"' in html and "Up to ten" in html


@pytest.mark.parametrize(
    ("written", "before", "keys", "expected"),
    [
        ("A\nB", "", "", "a\nb"),
        ("Łódź\nlodz\nŁódź!", "", "", "lodz\nlodz-2\nlodz-3"),
        ("!", "", "", "choice"),
        ("A\n\n  B  \n", "", "", "a\nb"),
        ("B\nA", "A\nB", "a\nb", "b\na"),
        ("C\nB", "A\nB", "a\nb", "a\nb"),
        ("A\nA2\nB", "A\nB", "a\nb", "a\na2\nb"),
        ("B", "A\nB", "a\nb", "b"),
    ],
)
def test_choices_keep_their_keys(written, before, keys, expected) -> None:
    assert choices.keys_for(written, before, keys) == expected

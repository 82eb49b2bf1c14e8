"""What is kept of those who sent enquiries: said, erased, and gone in time."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from home.enquiries import keeping
from home.models import Enquiry, EnquiryNote
from tests import factories
from twinning import privacy

pytestmark = pytest.mark.django_db


def test_all_that_is_kept_is_said(tree, django_user_model) -> None:
    user = django_user_model.objects.create_user("editor", "editor@example.org", "x")
    page = factories.EnquiryPageFactory(parent=tree.home)
    enquiry = factories.EnquiryFactory(
        page=page,
        town_name="Almelo",
        answers=[{"key": "a", "label": "How often", "value": "Often"}],
        assignee=user,
    )
    EnquiryNote.objects.create(enquiry=enquiry, author=user, text="Rang her.")
    factories.EnquiryFactory(email="other@example.org")
    [found] = json.loads(json.dumps(keeping.export("ANNA@Example.org ")))
    assert found.pop("created_at") == enquiry.created_at.isoformat()
    assert found.pop("touched_at") == enquiry.touched_at.isoformat()
    [note] = found.pop("notes")
    assert note["text"] == "Rang her." and set(note) == {"text", "created_at"}
    assert found == {
        "reference": enquiry.reference,
        "state": "new",
        "name": "Anna Nowak",
        "email": "anna@example.org",
        "party": "",
        "message": enquiry.message,
        "answers": enquiry.answers,
        "language": "en",
        "answer_language": "pl",
        "town_name": "Almelo",
        "partner_name": "",
        "interest_name": "",
        "consent_text": enquiry.consent_text,
        "consent_version": enquiry.consent_version,
        "page": "Write to us",
    }


@pytest.mark.parametrize(
    ("stored", "asked", "is_same"),
    [
        ("anna@example.org", "Anna@EXAMPLE.org", True),
        ("ANNA@example.org", "anna@example.org", True),
        ("anna@ŻÓŁW.pl", "anna@żółw.pl", True),
        ("anna@żółw.pl", "anna@xn--w-uga1v8h.pl", True),
        ("an_a@example.org", "anna@example.org", False),
        ("anna@example.org", "an_a@example.org", False),
        ("anna@example.org", "anna@example.or", False),
        ("anna@example.org", "xanna@example.org", False),
        ("anna@example.org", "anna", False),
        ("anna@example.org", "", False),
        ("anna@example.org", "%@example.org", False),
    ],
)
def test_an_address_is_the_same_however_it_is_spelt(stored, asked, is_same) -> None:
    enquiry = factories.EnquiryFactory(email=stored)
    EnquiryNote.objects.create(enquiry=enquiry, text="x")
    assert len(keeping.export(asked)) == is_same
    assert keeping.erase(asked) == is_same
    assert Enquiry.objects.exists() != is_same and EnquiryNote.objects.exists() != is_same


def test_what_nobody_has_dealt_with_for_long_enough_goes(settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "KEEP_ENQUIRY_DAYS": 30}
    long_ago = timezone.now() - timedelta(days=31)
    old, dealt_with, new = factories.EnquiryFactory.create_batch(3)
    EnquiryNote.objects.create(enquiry=old, text="x")
    Enquiry.objects.filter(pk=old.pk).update(created_at=long_ago, touched_at=long_ago)
    Enquiry.objects.filter(pk=dealt_with.pk).update(created_at=long_ago)
    assert privacy.purge()["enquiries"] == 1
    assert set(Enquiry.objects.all()) == {dealt_with, new}
    assert privacy.purge()["enquiries"] == 0

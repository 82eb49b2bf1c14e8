"""What is kept of people who share stories: shown, erased, and gone in time."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.images import get_image_model

from stories.models import SharedStory, StoryPage
from stories.sharing import status
from tests.stories.sharing.conftest import in_language
from twinning import privacy

pytestmark = pytest.mark.django_db


def test_all_is_exported(shared, share_page) -> None:
    row = shared(pictures=1)
    [record] = privacy.export("ANNA@example.org")["stories"]
    assert record["reference"] == row.reference and record["state"] == "reading"
    assert (record["title"], record["name"]) == ("Nine days on the water", "Anna Nowak")
    assert record["consent_text"] == "We may publish it."
    assert record["consent_version"] == share_page.consent_version
    assert record["has_consent_of_shown"] is True and record["pictures"] == 1
    assert record["created_at"] and record["published_at"] is None
    assert privacy.export("other@example.org")["stories"] == []


def test_drafts_are_erased_and_stories_stay(shared, tree) -> None:
    in_language(tree.almelo, "nl", slug="almelo-nl")
    draft = shared(pictures=2, title="A draft")
    translated = draft.page.copy_for_translation(tree.locales["nl"])
    public = shared(pictures=1, title="A story")
    public.page.get_latest_revision().publish()
    other = shared(title="Another", email="other@example.org")
    assert privacy.erase("anna@EXAMPLE.org")["stories"] == 2
    assert set(StoryPage.objects.values_list("pk", flat=True)) == {public.page_id, other.page_id}
    assert not StoryPage.objects.filter(pk=translated.pk).exists()
    assert list(SharedStory.objects.all()) == [other]
    kept = get_image_model().objects.values_list("pk", flat=True)
    assert list(kept) == public.picture_keys


@pytest.mark.parametrize("moment", ["published_at", "settled_at", "withdrawn_at"])
def test_who_sent_a_story_is_forgotten_in_time(shared, settings, moment) -> None:
    settings.TWINNING = {**settings.TWINNING, "KEEP_SENDER_DAYS": 30}
    rows = {days: shared(title=f"{days} days") for days in (29, 31)}
    shared(title="Still waiting")
    for days, row in rows.items():
        setattr(row, moment, timezone.now() - timedelta(days=days))
        row.save()
    assert privacy.purge()["stories"] == 1
    assert not SharedStory.objects.filter(pk=rows[31].pk).exists()
    # What was never public goes with who sent it.
    assert StoryPage.objects.count() == (3 if moment == "published_at" else 2)


def test_of_a_story_that_is_public_the_consent_stays(shared, settings, client) -> None:
    settings.TWINNING = {**settings.TWINNING, "KEEP_SENDER_DAYS": 30}
    row = shared(pictures=1)
    row.page.get_latest_revision().publish()
    SharedStory.objects.update(published_at=timezone.now() - timedelta(days=31))
    assert privacy.purge()["stories"] == 1
    row.refresh_from_db()
    assert (row.name, row.email) == ("", "") and row.consent_text
    assert privacy.purge()["stories"] == 0
    assert privacy.export("anna@example.org")["stories"] == []
    assert client.post(status.withdrawal_path_of(row.reference)).status_code == 303
    assert not StoryPage.objects.exists()


def test_who_sent_a_draft_that_nobody_settles_is_forgotten_too(shared, settings) -> None:
    settings.TWINNING = {**settings.TWINNING, "KEEP_SENDER_DAYS": 30}
    for days in (29, 31):
        row = shared(title=f"{days} days")
        SharedStory.objects.filter(pk=row.pk).update(
            created_at=timezone.now() - timedelta(days=days)
        )
    assert privacy.purge()["stories"] == 1
    assert [row.title for row in SharedStory.objects.all()] == ["29 days"]
    assert StoryPage.objects.count() == 1

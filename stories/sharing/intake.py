"""From a form that was filled in to a draft that somebody is told of."""

from typing import Any

from stories.models.shared_story import SharedStory
from stories.sharing import drafts, letters, moderation
from towns.rights import sent_collection
from twinning.media import private


def keep(page: Any, form: Any, reference: str) -> SharedStory:
    """Store a story as a draft and queue its e-mails, in the transaction that is open.

    Args:
        page: the `ShareStoryPage`, in the language that the sender speaks.
        form: valid, of that page.

    Raises:
        Busy: its place has gone meanwhile.
    """
    given = form.cleaned_data
    town = form.towns.find(given["town"] or "")
    collection = sent_collection(town.key if town else None)
    pictures = [
        private.keep(picture, given["title"], given["pictures_show"], collection=collection)
        for picture in given["pictures"]
    ]
    story = drafts.add_draft(form, pictures)
    shared = SharedStory.objects.create(
        reference=reference,
        page=story,
        language=page.locale.language_code,
        town_key=town.key if town else None,
        title=given["title"],
        picture_keys=[picture.pk for picture in pictures],
        name=given["name"],
        email=given["email"],
        consent_text=page.consent_words,
        consent_version=page.consent_version,
        has_consent_of_shown=given["consent_of_shown"],
    )
    moderation.start(story, shared.town_key)
    letters.tell_team(shared, town.title if town else "")
    letters.tell_sender(shared)
    return shared

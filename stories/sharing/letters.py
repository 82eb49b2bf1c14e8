"""The e-mails about shared stories. What the sender gets repeats nothing that anybody wrote."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils import translation

from stories.models.shared_story import SharedStory
from stories.models.story_page import StoryPage
from stories.sharing import status
from towns import teams
from twinning import hosts, landmarks
from twinning.mail import writing


def tell_team(shared: SharedStory, town: str) -> None:
    """Write to those who answer for the town, each in their language, that a story waits.

    Args:
        town: its name, in the sender's language; nothing where the story is of none.
    """
    path = reverse("wagtailadmin_pages:edit", args=[shared.page_id])
    address = f"{hosts.admin()}{path}"
    _to_team(shared, "shared_received", {"town": town, "address": address})


def tell_sender(shared: SharedStory) -> None:
    """Write to the sender that it has come in, and where its state is to be seen.

    Without its title: else the form could be used to send anybody anything.
    """
    with translation.override(shared.language):
        path = status.path_of(shared.reference)
    address = f"{hosts.known(landmarks.current_site())}{path}"
    _to_sender(shared, "shared_receipt", {"address": address})


def tell_published(shared: SharedStory, story: StoryPage) -> None:
    """Write to the sender where the story is to be read."""
    place = landmarks.public_path(story)
    if place is not None:
        site, path = place
        _to_sender(shared, "shared_published", {"address": f"{hosts.known(site)}{path}"})


def tell_withdrawn(shared: SharedStory, was_public: bool) -> None:
    """Write to those who answer for the town that the sender has withdrawn the story."""
    _to_team(shared, "shared_withdrawn", {"was_public": was_public})


def _to_team(shared: SharedStory, name: str, context: Mapping[str, Any]) -> None:
    for recipient in teams.recipients(shared.town_key):
        writing.send(
            [recipient.address],
            f"stories/mail/{name}",
            {"shared": shared, "pictures": len(shared.picture_keys), **context},
            recipient.language,
            reply_to=[shared.email] if shared.email else [],
        )


def _to_sender(shared: SharedStory, name: str, context: Mapping[str, Any]) -> None:
    template = f"stories/mail/{name}"
    writing.send([shared.email], template, {"shared": shared, **context}, shared.language)

"""A page for sharing stories, ways to send one, pictures, and somebody who moderates."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Locale

from stories.models import SharedStory
from tests import factories
from tests.home.enquiries.conftest import token_of

STORY = (
    "We rowed from Preston to Almelo, & it took us <b>nine</b> days.\n\n"
    "On the last evening\nwe sang together, and nobody wanted to go home any more."
)
ANSWERS = {
    "title": "Nine days on the water",
    "town": "almelo",
    "story": STORY,
    "name": "Anna Nowak",
    "email": "anna@example.org",
    "consent": "on",
}
WORDS = ("Anna", "Nowak", "Nine days", "rowed", "sang")


@pytest.fixture
def share_page(tree):
    """The page, in English."""
    return factories.ShareStoryPageFactory(parent=tree.home)


@pytest.fixture
def _slowly(settings) -> None:
    """Nobody is too quick, nor too busy."""
    settings.TWINNING = {
        **settings.TWINNING,
        "FORM_MIN_SECONDS": 0,
        "FORM_ADDRESS_LIMIT": (100, 3600),
        "FORM_CLIENT_LIMIT": (100, 3600),
    }


@pytest.fixture
def send(_slowly) -> Callable[..., Any]:
    """Open the form and send it, with other answers where they are given; None leaves one out."""

    def sender(page: Any, client: Client | None = None, **answers: Any) -> Any:
        client = client or Client()
        data = {**ANSWERS, "token": token_of(client, page.url), **answers}
        given = {name: value for name, value in data.items() if value is not None}
        return client.post(page.url, given)

    return sender


@pytest.fixture
def shared(send, share_page, django_capture_on_commit_callbacks) -> Callable[..., SharedStory]:
    """Send a story, with pictures, and have it."""

    def share(pictures: int = 0, page: Any = None, **answers: Any) -> SharedStory:
        with_others = {"pictures": uploads(pictures), "consent_of_shown": "on"} if pictures else {}
        with django_capture_on_commit_callbacks(execute=True):
            answer = send(page or share_page, **with_others, **answers)
        assert answer.status_code == 303, answer.context["form"].errors
        return SharedStory.objects.select_related("page").latest("pk")

    return share


def uploads(number: int) -> list[SimpleUploadedFile]:
    """Pictures that differ."""
    return [
        SimpleUploadedFile(f"{at}.jpg", jpeg((250 - 40 * at, 60, 40 * at)), "image/jpeg")
        for at in range(number)
    ]


def jpeg(colour: tuple[int, int, int] = (200, 60, 60)) -> bytes:
    """A small real picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), colour).save(buffer, "JPEG")
    return buffer.getvalue()


@pytest.fixture
def moderator(django_user_model) -> Client:
    """The browser of somebody in Wagtail's group of moderators."""
    user = django_user_model.objects.create_user("mo", "mo@example.org", "x")
    user.groups.add(Group.objects.get(name="Moderators"))
    client = Client()
    client.force_login(user)
    return client


def act(client: Client, page: Any, action: str) -> Any:
    """Have a moderator approve or reject what waits, by the admin's own view."""
    state = page.current_workflow_task_state
    view = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    answer = client.post(view, {"comment": ""})
    assert answer.status_code in {200, 302}, answer.content[:500]
    page.refresh_from_db()
    return answer


def in_language(page: Any, code: str, **values: Any) -> Any:
    """A live translation of a page, and of what is above it."""
    made = page.specific.copy_for_translation(
        Locale.objects.get(language_code=code), copy_parents=True
    )
    for name, value in values.items():
        setattr(made, name, value)
    made.live = True
    made.save()
    for above in made.get_ancestors().filter(locale=made.locale):
        above.live = True
        above.save()
    return made

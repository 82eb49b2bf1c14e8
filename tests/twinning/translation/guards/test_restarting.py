"""A translation that was stopped goes on, one at a time."""

import pytest
from django.urls import reverse
from wagtail_localize.models import Translation, TranslationSource


@pytest.fixture
def two(world) -> list[Translation]:
    """Almelo's story into Polish, from English and from Dutch, both stopped."""
    found = []
    for code in ("en", "nl"):
        source, _made = TranslationSource.get_or_create_from_instance(world.stories["almelo", code])
        found.append(
            Translation.objects.create(
                source=source, target_locale=world.locales["pl"], enabled=False
            )
        )
    return found


def restart(world, name: str):
    url = reverse("wagtailadmin_pages:edit", args=[world.stories["almelo", "pl"].pk])
    return url, world.client(name).post(url, {"localize-restart-translation": "1"})


def enabled() -> int:
    return Translation.objects.filter(enabled=True).count()


def test_of_two_the_later_goes_on_and_the_page_can_be_edited(world, two) -> None:
    url, answer = restart(world, "team-kalisz")
    assert answer.status_code == 302 and enabled() == 1
    assert Translation.objects.get() == two[1]
    assert world.client("team-kalisz").get(url).status_code == 200


def test_a_second_does_not_begin(world, two) -> None:
    restart(world, "team-kalisz")
    url, answer = restart(world, "team-kalisz")
    assert answer.status_code == 302 and enabled() == 1
    assert "translated already" in world.client("team-kalisz").get(url).content.decode()


def test_who_may_not_edit_restarts_nothing(world, two) -> None:
    _url, answer = restart(world, "team-nimes")
    assert answer.status_code == 403 and enabled() == 0

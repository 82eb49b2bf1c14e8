"""wagtail-localize's list of snippets, and snippets of another language in Wagtail's views."""

import pytest
from django.urls import reverse

from towns.models import Interest

LIST = reverse("wagtail_localize:snippets_api_listing", args=["towns", "interest"])
TEAMS = reverse("wagtail_localize:snippets_api_listing", args=["towns", "townteam"])


def test_a_list_is_for_who_may_do_anything_with_the_type(world) -> None:
    assert world.client("team-kalisz").get(LIST).status_code == 200
    assert world.client("administrator").get(TEAMS).status_code == 200
    for name in ("team-kalisz", "translator-pl"):
        assert world.client(name).get(TEAMS).status_code == 403
        assert world.client(name).get(f"{TEAMS}{world.teams['nimes'].pk}/").status_code == 403
    gone = reverse("wagtail_localize:snippets_api_listing", args=["auth", "user"])
    assert world.client("administrator").get(gone).status_code == 404


@pytest.mark.parametrize("name", ["team-kalisz", "translator-pl"])
def test_snippets_of_another_language_are_left_alone(world, name) -> None:
    english = world.interests["en"]
    for view in ("edit", "delete"):
        url = reverse(f"wagtailsnippets_towns_interest:{view}", args=[english.pk])
        assert world.client(name).post(url, {"name": "x", "key": "x"}).status_code in {403, 404}
    add = reverse("wagtailsnippets_towns_interest:add")
    for query in ("", "?locale=en", "?locale=de"):
        assert world.client(name).post(f"{add}{query}", {"name": "x"}).status_code == 403
    english.refresh_from_db()
    assert english.name == "Rowing en" and Interest.objects.count() == 5
    polish = reverse("wagtailsnippets_towns_interest:edit", args=[world.interests["pl"].pk])
    answer = world.client(name).post(polish, {"name": "Wioślarstwo", "key": "rowing"})
    assert answer.status_code == 302
    assert Interest.objects.filter(name="Wioślarstwo").exists()

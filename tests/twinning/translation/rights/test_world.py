"""The world that rights are tested in is a sound one."""

from django.core.management import call_command
from wagtail.models import Page

from tests.twinning.translation.rights.world import CODES, NAMES, TOWNS


def test_the_tree_is_sound(world) -> None:
    assert Page.find_problems() == ([], [], [], [], [])
    assert len(list(world.pages)) == 2 * len(CODES) + 2 * len(CODES) * len(TOWNS)
    for page in world.pages:
        assert Page.objects.get(pk=page.pk).specific == page
    for (town, code), story in world.stories.items():
        assert story.get_parent().specific == world.towns[town, code]


def test_everybody_can_log_in(world) -> None:
    for name in NAMES:
        assert world.client(name).get("/admin/").status_code == 200, name
    assert world.client("nobody").get("/admin/").status_code == 302


def test_nothing_is_missing(world) -> None:
    call_command("sync_rights", "--check")

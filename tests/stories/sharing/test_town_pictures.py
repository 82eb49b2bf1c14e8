"""A picture that a visitor sends to a town waits where that town's team can see it, alone."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from wagtail.images import get_image_model

from tests import factories
from towns.models import TownTeam
from twinning.media import private
from twinning.translation.rights import granting

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(tree):
    """One in each of two towns' teams, and an editor; roles are in use."""
    nimes = factories.TownPageFactory(parent=tree.towns, title="Nîmes", slug="nimes", country="FR")
    granting.sync()
    found = {}
    for name, key in (("almelo", tree.almelo.translation_key), ("nimes", nimes.translation_key)):
        found[name] = get_user_model().objects.create_user(name, f"{name}@example.org", "x")
        found[name].groups.add(TownTeam.objects.get(town_key=str(key)).group)
    found["editor"] = get_user_model().objects.create_user("editor", "editor@example.org", "x")
    found["editor"].groups.add(Group.objects.get(twinning_role__kind="editors"))
    return found


def sees(people) -> set[str]:
    image = get_image_model().objects.get()
    return {name for name, user in people.items() if private.may_see(user, image)}


def test_the_town_s_team_sees_it_and_no_other(shared, people) -> None:
    row = shared(pictures=1)
    image = get_image_model().objects.get(pk=row.picture_keys[0])
    assert private.is_private(image) and image.collection.name == "Almelo"
    assert image.collection.get_parent().name == private.WAITING
    assert image.collection.get_view_restrictions().exists()
    assert sees(people) == {"almelo", "editor"}


def test_one_of_no_town_is_seen_by_editors(shared, people) -> None:
    shared(pictures=1, town=None)
    assert sees(people) == {"editor"}


def test_once_public_it_lies_with_others(shared, people) -> None:
    row = shared(pictures=1)
    row.page.get_latest_revision().publish()
    image = get_image_model().objects.get(pk=row.picture_keys[0])
    assert image.collection.name == private.SHOWN and not private.is_private(image)

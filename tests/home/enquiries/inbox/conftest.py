"""Two towns with a team each, the partnership's team, others, and what was sent to them."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from home.models import Enquiry
from tests import factories

INBOX = "/admin/enquiries/"
#: Whoever may log in to the admin, and what they see: towns, None for no town.
SEES: dict[str, set[str | None]] = {
    "superuser": {"almelo", "nimes", None},
    "partnership": {"almelo", "nimes", None},
    "almelo": {"almelo"},
    "nimes": {"nimes"},
    "nobody": set(),
}


def edit(enquiry: Enquiry) -> str:
    """The address of an enquiry in the admin."""
    return reverse("enquiries:edit", args=[enquiry.pk])


@pytest.fixture
def towns(tree) -> dict[str, Any]:
    """Our two towns."""
    nimes = factories.TownPageFactory(parent=tree.towns, title="Nîmes", slug="nimes")
    return {"almelo": tree.almelo, "nimes": nimes}


@pytest.fixture
def people(towns, django_user_model) -> dict[str, Any]:
    """One of each kind that may log in."""
    found = {"superuser": django_user_model.objects.create_superuser("superuser", "", "x")}
    keys = {"partnership": "", **{slug: str(t.translation_key) for slug, t in towns.items()}}
    for name in ("partnership", "almelo", "nimes", "nobody"):
        group = Group.objects.create(name=name)
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        if name in keys:
            factories.TownTeamFactory(group=group, town_key=keys[name])
        found[name] = django_user_model.objects.create_user(name, f"{name}@example.org", "x")
        found[name].groups.add(group)
    return found


@pytest.fixture
def enquiries(towns) -> dict[str | None, Enquiry]:
    """One to each town, and one to none."""
    sent: dict[str | None, Enquiry] = {
        slug: factories.EnquiryFactory(
            town_key=town.translation_key, town_name=town.title, reference=f"TO-{slug}"
        )
        for slug, town in towns.items()
    }
    return {**sent, None: factories.EnquiryFactory(reference="TO-none")}


@pytest.fixture
def clients(people) -> dict[str, Client]:
    """A browser in which each is logged in, and one of somebody who is not."""
    found = {"anonymous": Client()}
    for name, user in people.items():
        found[name] = Client()
        found[name].force_login(user)
    return found


@pytest.fixture
def admin(clients) -> Client:
    """The superuser's."""
    return clients["superuser"]

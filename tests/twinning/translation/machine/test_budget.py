"""Each team has so many characters a month; what does not fit is not sent at all."""

from datetime import date
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group

from twinning.translation import machine, rights
from twinning.translation.machine import budget
from twinning.translation.models import MachineUse


@pytest.fixture
def kalisz(django_user_model, monkeypatch):
    """A member of a town's team, and the team."""
    group = Group.objects.create(name="Kalisz")
    team = rights.Team(uuid4(), group.pk, "pl", "Kalisz")
    partnership = rights.Team(None, group.pk, "en", "The partnership")
    registered = rights.registry._registered
    monkeypatch.setattr(registered, "provider", lambda: [partnership, team])
    user = django_user_model.objects.create_user("ola")
    user.groups.add(group)
    return user, str(team.key)


def allow(settings, characters) -> None:
    settings.TWINNING = {**settings.TWINNING, "MACHINE_CHARACTERS": characters}


def test_a_team_pays_for_its_members_and_the_partnership_for_all_others(
    deepl, story, kalisz, admin_user
) -> None:
    user, key = kalisz
    assert budget.payer_of(user) == key
    assert budget.payer_of(admin_user) == budget.payer_of(None) == ""
    machine.translate(story.translation, user)
    assert [use.payer for use in MachineUse.objects.all()] == [key]


def test_over_the_budget_nothing_is_sent(deepl, story, settings) -> None:
    allow(settings, 1_060)
    budget.reserve("", 1_000)
    with pytest.raises(machine.MachineFailed) as caught:
        machine.translate(story.translation, None)
    assert "60 of 1,060 characters are left this month" in str(caught.value)
    assert "needs 84" in str(caught.value)
    assert deepl.asked == [] and story.words() == {}
    assert budget.left("") == 60


def test_the_whole_of_a_budget_may_be_used(settings, db) -> None:
    allow(settings, 10)
    budget.reserve("", 6)
    budget.reserve("", 4)
    assert budget.left("") == 0
    with pytest.raises(machine.MachineFailed):
        budget.reserve("", 1)
    assert budget.left("another") == 10


def test_what_was_not_used_is_given_back_once(settings, db) -> None:
    allow(settings, 10)
    reserved = budget.reserve("", 6)
    reserved.give_back(6)
    reserved.give_back(6)
    assert budget.left("") == 10


def test_each_month_begins_anew(settings, db) -> None:
    allow(settings, 10)
    MachineUse.objects.create(payer="", month=date(2000, 1, 1), characters=10)
    budget.reserve("", 10)
    assert MachineUse.objects.count() == 2


def test_teams_may_have_budgets_of_their_own_or_no_limit(settings, kalisz) -> None:
    _user, key = kalisz
    allow(settings, {"default": 5, key: None})
    assert (budget.left(""), budget.left(key)) == (5, None)
    budget.reserve(key, 1_000_000)
    allow(settings, None)
    budget.reserve("", 1_000_000)


def test_the_message_has_the_readers_numbers(settings, db) -> None:
    from django.utils import translation

    allow(settings, 1_234)
    with translation.override("de"), pytest.raises(machine.MachineFailed, match=r"1\.234"):
        budget.reserve("", 5_000)

"""The questions about rights, and that asking costs little."""

import pytest
from django.contrib.auth.models import AnonymousUser
from wagtail.models import GroupPagePermission, Page

from tests import factories
from tests.twinning.translation.rights.test_granting import group_of
from tests.twinning.translation.rights.world import CODES, LANGUAGE_OF, TOWNS
from twinning import references
from twinning.translation import rights
from twinning.translation.rights import policy

ALL = frozenset(CODES)


@pytest.fixture
def request_(rf):
    """A request's store, in which answers are remembered."""
    with references.opened(rf.get("/")) as store:
        yield store


@pytest.mark.parametrize(
    ("name", "languages"),
    [
        ("superuser", ALL),
        ("administrator", ALL),
        ("editor", {"en"}),
        ("team-preston", {"en"}),
        ("team-kalisz", {"pl"}),
        ("translator-de", {"de"}),
        ("nobody", frozenset()),
    ],
)
def test_languages(world, name, languages) -> None:
    user = world.user(name)
    assert policy.languages_of(user) == languages
    user.is_active = False
    assert policy.languages_of(user) == frozenset()


def test_who_has_not_logged_in_may_nothing(world) -> None:
    user, page = AnonymousUser(), world.stories["almelo", "en"]
    assert policy.languages_of(user) == frozenset()
    assert not policy.may(user, page, "change") and not policy.may_explore(user, page)
    assert not policy.owns(user, page) and not policy.may_sync(user, page)
    assert not policy.may_submit(user, page, world.locales["nl"])
    assert rights.teams_of(user) == []


def test_hand_edited_groups_count(world) -> None:
    group = group_of("translators", "pl")
    GroupPagePermission.objects.create(
        group=group, page=world.homes["de"], permission_type="change"
    )
    GroupPagePermission.objects.create(group=group, page=world.homes["fr"], permission_type="add")
    GroupPagePermission.objects.create(
        group=group, page=world.indexes["nl"], permission_type="change"
    )
    assert policy.languages_of(world.user("translator-pl")) == {"pl", "de"}


def test_teams(world) -> None:
    team = rights.teams_of(world.user("team-kalisz"))[0]
    assert team.key == world.towns["kalisz", "pl"].translation_key
    assert (team.language, team.title) == ("pl", "Kalisz en")
    assert team.group_id == world.teams["kalisz"].group_id
    assert [found.key for found in rights.teams_of(world.user("editor"))] == [None]
    assert rights.teams_of(world.user("translator-pl")) == []
    assert len(rights.teams()) == len(TOWNS) + 1


def test_a_team_owns_its_town_and_what_lies_below(world) -> None:
    for town in TOWNS:
        user = world.user(f"team-{town}")
        for other, code in world.stories:
            assert policy.owns(user, world.towns[other, code]) == (other == town)
            assert policy.owns(user, world.stories[other, code]) == (other == town)
        assert not any(policy.owns(user, index) for index in world.indexes.values())
    assert not policy.owns(world.user("editor"), world.towns["almelo", "en"])


def submits(world, name: str, page: Page) -> set[str]:
    user = world.user(name)
    return {code for code in CODES if policy.may_submit(user, page, world.locales[code])}


def test_who_may_submit_what_to_which_language(world) -> None:
    for (town, code), story in world.stories.items():
        others = ALL - {code}
        assert (
            submits(world, "superuser", story) == submits(world, "administrator", story) == others
        )
        assert submits(world, f"team-{town}", story) == others
        assert submits(world, "editor", story) == others & {"en"}
        assert submits(world, "translator-pl", story) == others & {"pl"}
        assert submits(world, "nobody", story) == set()
        for other in TOWNS:
            if other != town:
                assert submits(world, f"team-{other}", story) == others & {LANGUAGE_OF[other]}


def test_a_draft_of_others_is_not_submitted(world) -> None:
    draft = world.stories["almelo", "en"]
    draft.live = False
    draft.save()
    assert submits(world, "translator-pl", draft) == set()
    assert submits(world, "team-kalisz", draft) == set()
    assert submits(world, "team-almelo", draft) == ALL - {"en"}


def test_a_missing_parent_is_named_and_no_reason_to_refuse(world) -> None:
    for code in ("pl", "de"):
        world.towns["almelo", code].delete()
    story, pl, nl = world.stories["almelo", "en"], world.locales["pl"], world.locales["nl"]
    assert policy.missing_parent(story, pl) == world.towns["almelo", "en"].page_ptr
    assert policy.missing_parent(story, nl) is None
    assert {"pl"} <= submits(world, "translator-pl", story)
    assert submits(world, "editor", story) == set()
    world.homes["pl"].delete()
    assert policy.missing_parent(story, pl) == world.homes["en"].page_ptr
    assert submits(world, "translator-pl", story) == set()
    assert "pl" in submits(world, "administrator", story)
    assert policy.missing_parent(world.homes["en"], pl) is None


def test_only_administrators_make_a_home(world) -> None:
    world.homes["pl"].delete()
    for name in ("editor", "team-kalisz", "translator-pl"):
        assert "pl" not in submits(world, name, world.homes["en"])
    assert "pl" in submits(world, "administrator", world.homes["en"])
    assert submits(world, "superuser", Page.get_first_root_node()) == set()


def test_who_may_bring_translations_up_to_date(world) -> None:
    story = world.stories["almelo", "en"]
    allowed = {
        "superuser",
        "administrator",
        "editor",
        "team-almelo",
        "translator-pl",
        "team-kalisz",
    }
    for name in allowed:
        assert policy.may_sync(world.user(name), story), name
    assert not policy.may_sync(world.user("nobody"), story)
    world.stories["almelo", "pl"].delete()
    assert not policy.may_sync(world.user("translator-pl"), story)


def test_whoever_may_add_may_change_what_they_have_made(world) -> None:
    user = world.user("nobody")
    user.groups.add(group := group_of("translators", "pl"))
    GroupPagePermission.objects.filter(group=group).delete()
    home = world.homes["pl"]
    GroupPagePermission.objects.create(group=group, page=home, permission_type="add")
    own = factories.StandardPageFactory(parent=home, locale=home.locale, owner=user)
    others = factories.StandardPageFactory(parent=home, locale=home.locale)
    user = world.user("nobody")
    assert policy.may(user, own, "change") and not policy.may(user, others, "change")
    assert own.permissions_for_user(user).can_edit()
    assert not others.permissions_for_user(user).can_edit()


def test_policy_and_wagtail_agree(world) -> None:
    for name in world.users:
        user = world.user(name)
        for page in world.pages:
            tester = page.permissions_for_user(user)
            assert policy.may(user, page, "change") == tester.can_edit(), (name, page)
            assert policy.may(user, page, "publish") == tester.can_publish(), (name, page)


def test_questions_cost_the_same_for_any_number_of_pages(
    world, request_, django_assert_num_queries
) -> None:
    user, locales = world.user("team-almelo"), list(world.locales.values())
    stories = list(world.stories.values())
    with django_assert_num_queries(1):
        policy.languages_of(user)
        for story in stories:
            policy.may(user, story, "change")
            policy.may_explore(user, story)
    with django_assert_num_queries(3):  # teams, the user's groups, where their pages lie
        for story in stories:
            policy.owns(user, story)
    with django_assert_num_queries(2):  # private sections; the pages above, with translations
        policy.submittable(user, stories, locales)
    with django_assert_num_queries(1):
        policy.submittable(user, stories[:1], locales[:1])
    with django_assert_num_queries(1):
        policy.syncable(user, stories)

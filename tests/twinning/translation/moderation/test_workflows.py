"""The workflows of editors and of languages: made once, then left alone."""

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Workflow,
    WorkflowPage,
)

from tests import factories
from twinning.translation.models import Role
from twinning.translation.moderation import workflows

pytestmark = pytest.mark.django_db


def of(language: str) -> Workflow:
    """The workflow of a language that is not the site's own."""
    return Role.objects.get(kind=Role.Kind.TRANSLATORS, language=language).workflow


def reviewers(workflow: Workflow) -> list[set[str]]:
    """The names of the groups that approve, step by step."""
    return [
        set(task.specific.groups.values_list("name", flat=True)) for task in workflow.tasks.all()
    ]


def test_each_language_has_its_own(world) -> None:
    editors = Role.objects.get(kind=Role.Kind.EDITORS)
    assert world.homes["en"].get_workflow() == editors.workflow == workflows.of_editors()
    assert reviewers(editors.workflow) == [{editors.group.name}]
    assert world.homes["pl"].get_workflow() == of("pl")
    assert of("pl").name == "Review in Polski"
    assert reviewers(of("pl")) == [{world.teams["kalisz"].group.name}]
    assert world.stories["kalisz", "pl"].get_workflow() == of("pl")
    assert Role.objects.get(kind=Role.Kind.TRANSLATORS, language="en").workflow is None


def test_wagtail_s_own_is_retired(world) -> None:
    assert not WorkflowPage.objects.filter(page__depth=1).exists()
    assert Workflow.objects.filter(name="Moderators approval", active=True).exists()


def test_one_that_wagtail_made_and_somebody_changed_is_not_retired(tree) -> None:
    task = GroupApprovalTask.objects.get()
    task.groups.add(Group.objects.create(name="Readers"))
    call_command("sync_rights", verbosity=0)
    assert WorkflowPage.objects.filter(page__depth=1).exists()


def test_what_somebody_has_changed_stays(world) -> None:
    made, count = of("pl"), Workflow.objects.count()
    made.name = "Korekta"
    made.save()
    of("nl").deactivate()
    WorkflowPage.objects.filter(page=world.homes["de"].pk).delete()
    call_command("sync_rights", verbosity=0)
    assert Workflow.objects.count() == count
    assert of("pl").name == "Korekta" and of("pl").pk == made.pk
    assert world.homes["nl"].get_workflow() is None
    assert Page.objects.get(pk=world.homes["de"].pk).get_workflow() is None


@pytest.mark.parametrize(
    ("wanted", "made"), [(False, set()), (["pl"], {"pl"}), (True, {"nl", "pl"})]
)
def test_languages_that_are_wanted(tree, settings, wanted, made) -> None:
    for code in ("nl", "pl"):
        copy = tree.home.copy_for_translation(tree.locales[code])
        copy.save()
    settings.TWINNING = {**settings.TWINNING, "TRANSLATION_WORKFLOWS": wanted}
    call_command("sync_rights", verbosity=0)
    roles = Role.objects.filter(kind=Role.Kind.TRANSLATORS).exclude(workflow=None)
    assert set(roles.values_list("language", flat=True)) == made


def test_where_no_team_publishes_the_administrators_review(tree) -> None:
    tree.home.copy_for_translation(tree.locales["fr"]).save()
    call_command("sync_rights", verbosity=0)
    administrators = Role.objects.get(kind=Role.Kind.ADMINISTRATORS).group
    assert administrators.name in reviewers(of("fr"))[0]


def test_a_home_page_that_comes_later_has_its_workflow(world) -> None:
    root = Page.get_first_root_node()
    for code, workflow in [("en", workflows.of_editors()), ("pl", of("pl"))]:
        home = factories.HomePageFactory(
            parent=root, locale=world.locales[code], slug=f"second-{code}"
        )
        assert home.get_workflow() == workflow
    with_none = factories.HomePageFactory.build(locale=world.locales["pl"])
    workflows.assign_to_new(with_none, created=False)
    assert not WorkflowPage.objects.filter(page=None).exists()

"""The workflows of languages: each is made once, and from then on the administrators' own."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.models import (
    GroupApprovalTask,
    GroupPagePermission,
    Page,
    Task,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from twinning import conf
from twinning.translation.models import Role
from twinning.translation.rights.held import HOME_DEPTH

#: The group that Wagtail's own migrations make, for the only step of the workflow that they make.
WAGTAILS_GROUP = "Moderators"


_rooms: list[Callable[[], None]] = []


def register(ensure_more: Callable[[], None]) -> None:
    """Have a room make its workflows too, after these: see `ensure`."""
    if ensure_more not in _rooms:
        _rooms.append(ensure_more)


def ensure() -> None:
    """Make the workflow of each language that has had none, and put it on its home page.

    A role remembers its workflow. So one that somebody has renamed, changed, taken off its page or
    deactivated stays as it is.
    """
    with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
        for role in _without_workflow():
            if role.kind == Role.Kind.EDITORS:
                _make_for_editors(role)
            else:
                _make_for_language(role)
        for ensure_more in _rooms:
            ensure_more()


def assign_to_new(instance: Any, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Put a language's workflow on a home page that is new; a receiver of `post_save`."""
    if raw or not created or not isinstance(instance, Page) or instance.depth != HOME_DEPTH:
        return
    language = instance.locale.language_code
    roles = Role.objects.filter(kind=Role.Kind.TRANSLATORS, language=language)
    if language == settings.LANGUAGE_CODE:
        roles = Role.objects.filter(kind=Role.Kind.EDITORS)
    for workflow in Workflow.objects.filter(pk__in=roles.values("workflow"), active=True):
        assign(workflow, instance)


def of_editors() -> Workflow | None:
    """The workflow that is the editors' alone; None where there is none, or it is not active."""
    roles = Role.objects.filter(kind=Role.Kind.EDITORS)
    return Workflow.objects.filter(pk__in=roles.values("workflow"), active=True).first()


def editors_step() -> Task | None:
    """The step of the editors, the same one in all workflows: who changes it does so once."""
    workflow = of_editors()
    return workflow.tasks.filter(active=True).last() if workflow else None


def make(name: str, steps: Sequence[Task]) -> Workflow:
    """Make a workflow of some steps, in their order."""
    workflow = Workflow.objects.create(name=name)
    for position, task in enumerate(steps):
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=position)
    return workflow


def step(name: str, groups: Iterable[Group]) -> Task:
    """Make a step at which any member of some groups may approve."""
    task = GroupApprovalTask.objects.create(name=name)
    task.groups.set(groups)
    return task


def assign(workflow: Workflow, page: Page) -> None:
    """Have a page, and all below it, pass a workflow; not where the page has one of its own."""
    WorkflowPage.objects.get_or_create(page_id=page.pk, defaults={"workflow": workflow})


def add_reviewers(language: str, group: Group) -> None:
    """Let a group that is new approve in the workflow of its language, where there is one."""
    roles = Role.objects.filter(kind=Role.Kind.TRANSLATORS, language=language)
    steps = GroupApprovalTask.objects.filter(workflow_tasks__workflow__in=roles.values("workflow"))
    for task in steps:
        task.groups.add(group)


def remove_reviewers(language: str, group: int) -> None:
    """Let a group that has lost a language approve in its workflow no longer.

    Args:
        group: its primary key.
    """
    roles = Role.objects.filter(kind=Role.Kind.TRANSLATORS, language=language)
    steps = GroupApprovalTask.objects.filter(workflow_tasks__workflow__in=roles.values("workflow"))
    for task in steps:
        task.groups.remove(group)


def _without_workflow() -> list[Role]:
    """The roles that lack a workflow, locked: two processes may look for them."""
    editors = Q(kind=Role.Kind.EDITORS)
    translators = Q(kind=Role.Kind.TRANSLATORS, language__in=_wanted_languages())
    missing = Role.objects.filter(editors | translators, workflow=None).order_by("kind", "pk")
    return list(missing.select_for_update(of=["self"]).select_related("group"))


def _wanted_languages() -> list[str]:
    wanted = conf.get("TRANSLATION_WORKFLOWS")
    others = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    if isinstance(wanted, bool):
        return others if wanted else []
    return [code for code in others if code in wanted]


def _make_for_editors(role: Role) -> None:
    name = _("Editors")
    _keep(role, make(name, [step(name, [role.group])]), _homes(settings.LANGUAGE_CODE))
    _retire_wagtails()


def _make_for_language(role: Role) -> None:
    homes = _homes(role.language)
    reviewers = _publishers(homes)
    if reviewers:
        title = _("Review in %(language)s") % {"language": dict(settings.LANGUAGES)[role.language]}
        _keep(role, make(title, [step(title, reviewers)]), homes)


def _keep(role: Role, workflow: Workflow, homes: Iterable[Page]) -> None:
    role.workflow = workflow
    role.save(update_fields=["workflow"])
    for home in homes:
        assign(workflow, home)


def _homes(language: str) -> list[Page]:
    return list(Page.objects.filter(depth=HOME_DEPTH, locale__language_code=language))


def _publishers(homes: Sequence[Page]) -> list[Group]:
    """The groups that may publish in a language; where there are none, those that may anywhere."""
    of_language = _may_publish(homes)
    return of_language or (_may_publish(Page.get_root_nodes()) if homes else [])


def _may_publish(pages: Iterable[Page]) -> list[Group]:
    rows = GroupPagePermission.objects.filter(
        page__in=[page.pk for page in pages], permission__codename="publish_page"
    )
    return list(Group.objects.filter(pk__in=rows.values("group")).order_by("pk"))


def _retire_wagtails() -> None:
    """Take the workflow that Wagtail comes with off the tree's root, if nobody has changed it."""
    at_root = WorkflowPage.objects.filter(page__depth=1).select_related("workflow").first()
    if at_root is None or at_root.workflow.workflow_pages.count() > 1:
        return
    own = GroupApprovalTask.objects.filter(workflow_tasks__workflow=at_root.workflow)
    groups = list(own.values_list("groups__name", flat=True))
    if groups == [WAGTAILS_GROUP] and at_root.workflow.tasks.count() == 1:
        at_root.delete()

"""E-mails of workflows: one for each event and person, in the person's language, by the outbox.

Wagtail's tell administrators of one submission twice, come in the language of whoever submits where
somebody has chosen none, name workflows in the one language that they were made in, and write
addresses into the log where something fails.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_admin_base_url, get_user_display_name
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState, WorkflowState
from wagtail.signals import (
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from twinning import hosts, landmarks
from twinning.mail import readers, writing

_told: ContextVar[frozenset[int]] = ContextVar("told", default=frozenset())


@contextmanager
def told_already(users: Iterable[int]) -> Iterator[None]:
    """Leave users, by primary keys, out of what is sent within: they hear of it in another way."""
    token = _told.set(frozenset(users))
    try:
        yield
    finally:
        _told.reset(token)


def task_begins(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    """Tell those who may approve; a receiver of `task_submitted`."""
    task = instance.task.specific
    if not isinstance(task, AbstractGroupApprovalTask):
        return  # whatever kind it is, it tells its own people
    who = Q(groups__in=task.groups.values("pk"))
    if getattr(settings, "WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS", True):
        who |= Q(is_superuser=True)
    state = instance.workflow_state
    approved_by = [_name(each) for each in _approvers(state)]
    context = {"submitted_by": _name(state.requested_by), "approved_by": ", ".join(approved_by)}
    _send("waiting", state, _readers(who, user, "submitted"), context)


def workflow_begins(**kwargs: Any) -> None:
    """Tell nobody: its first step has; a receiver of `workflow_submitted`."""


def workflow_rejected_by(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Tell whose page it is, or else those who had approved it; of `workflow_rejected`."""
    author = instance.requested_by
    whom = [author] if author else _approvers(instance)
    who = _readers(Q(pk__in=[each.pk for each in whom]), user, "rejected")
    comment = instance.current_task_state.specific.get_comment()
    _send("changes_wanted", instance, who, {"by": _name(user), "comment": comment})


def workflow_approved_by(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    """Tell whose page it is; a receiver of `workflow_approved`."""
    who = _readers(Q(pk=instance.requested_by_id), user, "approved")
    _send("approved", instance, who, {"by": _name(user)})


def take_over() -> None:
    """Put our receivers in the place of Wagtail's, whichever of the two apps is ready first."""
    prefix, suffix = "workflow_state", "email_notification"
    tasks = "group_approval_task_submitted_email_notification"
    for signal, sender, uid, receiver in [
        (task_submitted, TaskState, tasks, task_begins),
        (workflow_submitted, WorkflowState, f"{prefix}_submitted_{suffix}", workflow_begins),
        (workflow_rejected, WorkflowState, f"{prefix}_rejected_{suffix}", workflow_rejected_by),
        (workflow_approved, WorkflowState, f"{prefix}_approved_{suffix}", workflow_approved_by),
    ]:
        signal.disconnect(sender=sender, dispatch_uid=uid)
        signal.connect(receiver, sender=sender, dispatch_uid=uid)


def _approvers(state: WorkflowState) -> list[Any]:
    """Who has approved a page at the steps that it has passed, each once."""
    passed = state.task_states.filter(status=TaskState.STATUS_APPROVED, finished_by__isnull=False)
    found = passed.select_related("finished_by").order_by("finished_at", "pk")
    return list(dict.fromkeys(each.finished_by for each in found))


def _readers(who: Q, actor: Any, kind: str) -> "QuerySet[Any]":
    """Those who want to be told of a kind of event, but not whoever has brought it about."""
    users = get_user_model()._default_manager.filter(who, is_active=True).exclude(email="")
    wanted = users.exclude(**{f"wagtail_userprofile__{kind}_notifications": False})
    others = wanted.exclude(pk__in=[*_told.get(), *([actor.pk] if actor else [])])
    return others.select_related("wagtail_userprofile").order_by("pk")


def _send(
    name: str, state: WorkflowState, users: Iterable[Any], context: Mapping[str, Any]
) -> None:
    people = readers.recipients(users)
    if not people:
        return
    everything = {**_facts(state), **context}
    for person in people:
        writing.send([person.address], f"twinning/mail/{name}", everything, person.language)


def _facts(state: WorkflowState) -> dict[str, Any]:
    """What an e-mail says of what is moderated: a page, or a snippet."""
    item = state.content_object
    if isinstance(item, Page):
        item = item.specific  # as it is now; publishing has not told the other one
    base = get_admin_base_url() or ""
    locale = getattr(item, "locale", None)
    return {
        "title": item.get_admin_display_title() if isinstance(item, Page) else str(item),
        "language": dict(settings.LANGUAGES).get(locale.language_code, "") if locale else "",
        "edit_address": f"{base}{AdminURLFinder().get_edit_url(item) or ''}",
        "public_address": _public_address(item),
        "account_address": f"{base}{reverse('wagtailadmin_account')}#tab-notifications",
    }


def _public_address(item: Any) -> str:
    place = landmarks.public_path(item) if isinstance(item, Page) and item.live else None
    if place is None:
        return ""
    site, path = place
    return f"{hosts.known(site)}{path}"


def _name(user: Any) -> str:
    return str(get_user_display_name(user)) if user else ""

"""Moderation of translations: what was sent in is what is decided on, and what is published.

wagtail-localize knows no workflow (its issues 676 and 962). Wagtail's own works on revisions, so
one is made of the words as they are, without a change to what visitors read.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail_localize.models import Translation, TranslationLog

from twinning.translation import states
from twinning.translation.editor import access, publishing, segments
from twinning.translation.editor.publishing import NotReadyError


@transaction.atomic
def submit(translation: Translation, page: Page, user: Any) -> None:
    """Send a translation in to be moderated, or again after changes were asked for.

    Raises:
        NotReadyError: something is missing. What a machine wrote may be unread: it will be read.
        ValidationError: the page would not be valid.
        PermissionDenied: it has no workflow, is locked, or is being moderated.
    """
    if not page.permissions_for_user(user).can_submit_for_moderation():
        raise PermissionDenied
    _refuse_gaps(translation, page)
    _draft(translation, user)
    page = page.specific_class.objects.get(pk=page.pk)
    state = page.current_workflow_state
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        state.resume(user)
    else:
        page.get_workflow().start(page, user)


@transaction.atomic
def replace(translation: Translation, page: Page, user: Any) -> None:
    """Have the words as they are now decided on, instead of those that were sent in.

    Raises:
        NotReadyError, ValidationError: as `submit`.
        PermissionDenied: the user does not decide on this page.
    """
    task = page.current_workflow_task_state
    if task is None or not actions(page, user):
        raise PermissionDenied
    _refuse_gaps(translation, page)
    task.revision = _draft(translation, user)
    task.save(update_fields=["revision"])


def withdraw(page: Page, user: Any) -> None:
    """Take back what was sent in.

    Raises:
        PermissionDenied: nothing was, or by somebody else.
    """
    state = page.current_workflow_state
    if state is None or not state.user_can_cancel(user):
        raise PermissionDenied
    state.cancel(user=user)


def actions(page: Page, user: Any) -> list[str]:
    """The names of what a user may decide on a page that waits for a decision."""
    task = page.current_workflow_task
    if task is None:
        return []
    return list(dict.fromkeys(name for name, _label, _modal in task.get_actions(page, user)))


def has_changed(translation: Translation, revision: Revision) -> bool:
    """Whether words were changed, or taken from the source anew, after a revision was made."""
    if translation.source.last_updated_at > revision.created_at:
        return True
    written = segments.progress(translation, None).written_at
    return written is not None and written > revision.created_at


def decide(page: Page, user: Any, action: str, task_id: int, comment: str) -> None:
    """Approve what waits for a decision, or ask for changes.

    Args:
        action: the name of one of the `actions`.
        task_id: of the step that the user has seen.

    Raises:
        NotReadyError: it waits for another decision by now, or for none.
        PermissionDenied: the user does not decide on this page.
    """
    state = page.current_workflow_task_state
    if state is None or state.pk != task_id or state.status != state.STATUS_IN_PROGRESS:
        raise NotReadyError([_("Somebody has decided on it in the meantime.")])
    if action not in actions(page, user):
        raise PermissionDenied
    state.task.specific.on_action(state, user, action, comment=comment)


@transaction.atomic
def publish_approved(workflow_state: WorkflowState, user: Any = None) -> None:
    """Publish what was approved, in the name of whoever was the last to approve it.

    Of a translation, that is what was sent in, though somebody may have gone on writing since; and
    whoever approves it has read it. Of other pages it is the latest draft, as in Wagtail.

    Raises:
        NotReadyError: it is the draft of a translation that was sent in by other ways than its
            editor, and something is missing.
        PermissionDenied: nobody has approved it, and the user may not publish it.
    """
    page = workflow_state.content_object
    translation = access.following(page) if isinstance(page, Page) else None
    task = workflow_state.current_task_state
    approved = _has_approved(task, user)
    if translation is None or task is None or not _is_ours(translation, task.revision):
        if translation is not None:
            _refuse_gaps(translation, page)
        page.get_latest_revision().publish(user=user, skip_permission_checks=approved)
        return
    if (
        not approved
        and user is not None
        and not page.permissions_for_user(user).has_publish_right()
    ):
        raise PermissionDenied
    task.revision.publish(user=user, skip_permission_checks=True)
    states.mark_reviewed(page, user, task.revision.created_at)


def _has_approved(last: TaskState | None, user: Any) -> bool:
    """Whether somebody has approved the last step, and so may publish, whatever their groups say.

    Wagtail asks for the permission to publish besides. Then nobody could publish a visitor's story
    in Polish that a Dutch town's team and the editors have approved. Whoever approves at the last
    step is meant to: administrators say so by the workflow. Where nobody has, as in a workflow
    without steps, the permission counts.
    """
    return (
        last is not None
        and user is not None
        and last.status == last.STATUS_APPROVED
        and last.finished_by_id == user.pk
    )


def _refuse_gaps(translation: Translation, page: Page) -> None:
    found = publishing.reasons(segments.progress(translation, page), is_reviewed=True)
    if found:
        raise NotReadyError(found)


def _draft(translation: Translation, user: Any) -> Revision:
    """A revision with the words as they are now. The page's own row stays as it is."""
    locale = translation.target_locale
    draft = translation.source.get_ephemeral_translated_instance(locale, fallback=True)
    slug = slugify(draft.slug)
    draft.slug = find_available_slug(draft.get_parent(), slug, ignore_page_id=draft.pk)
    revision = draft.save_revision(user=user, log_action=True)
    TranslationLog.objects.create(source=translation.source, locale=locale, revision=revision)
    return revision


def _is_ours(translation: Translation, revision: Revision) -> bool:
    """Whether a revision was made of a translation's words, and not in another way."""
    return bool(
        TranslationLog.objects.filter(source=translation.source, revision=revision).exists()
    )

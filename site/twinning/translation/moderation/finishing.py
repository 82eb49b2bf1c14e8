"""What the last approval of a workflow does, and whose approval counts.

Wagtail imports it while it loads its models, so nothing is imported here.
"""

from typing import Any


def publish(workflow_state: Any, user: Any = None) -> None:
    """Publish what has been approved, in the name of whoever was the last to approve it.

    Raises:
        PermissionDenied: nobody has approved it, and the user may not publish it.
    """
    revision = workflow_state.content_object.get_latest_revision()
    approved = has_approved(workflow_state, user)
    revision.publish(user=user, skip_permission_checks=approved)


def has_approved(workflow_state: Any, user: Any) -> bool:
    """Whether somebody has approved the last step, and so may publish, whatever their groups say.

    Wagtail asks for the permission to publish besides. Then nobody could publish a visitor's story
    in Polish that a Dutch town's team and the editors have approved. Whoever approves at the last
    step is meant to: administrators say so by the workflow. Where nobody has, as in a workflow
    without steps, the permission counts.
    """
    last = workflow_state.current_task_state
    return (
        last is not None
        and user is not None
        and last.status == last.STATUS_APPROVED
        and last.finished_by_id == user.pk
    )

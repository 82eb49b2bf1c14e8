"""What WAGTAIL_FINISH_WORKFLOW_ACTION names.

Wagtail imports it while it makes its models, so that this module imports none.
"""

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish what a workflow has approved."""
    from twinning.translation.editor import moderation

    moderation.publish_approved(workflow_state, user)

"""What the sender of a story may see of it: at a signed address, which nobody else can make."""

from enum import StrEnum

from django.core import signing
from django.urls import reverse
from wagtail.models import WorkflowState

from stories.models.shared_story import SharedStory

#: Between a reference and its signature: what no address has to be written otherwise for.
_signer = signing.Signer(salt="stories.shared", sep=".")


class State(StrEnum):
    """What has become of a story."""

    READING = "reading"
    WORKING = "working"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"
    WITHDRAWN = "withdrawn"


def path_of(reference: str) -> str:
    """Where the sender of a story sees its state, in the active language."""
    return reverse("stories:shared", args=[_signer.sign(reference)])


def withdrawal_path_of(reference: str) -> str:
    """Where the sender of a story withdraws it, in the active language."""
    return reverse("stories:withdraw", args=[_signer.sign(reference)])


def find(token: str) -> SharedStory | None:
    """The story that a token is of; None where nobody has been given the token, or it is gone."""
    try:
        reference = _signer.unsign(token)
    except signing.BadSignature:
        return None
    return SharedStory.objects.select_related("page").filter(reference=reference).first()


def state_of(shared: SharedStory) -> State:
    """What has become of a story, in two queries at most."""
    if shared.withdrawn_at is not None:
        return State.WITHDRAWN
    if shared.page is None:
        return State.UNPUBLISHED
    if shared.page.live:
        return State.PUBLISHED
    if shared.published_at is not None:
        return State.UNPUBLISHED
    states = shared.page.workflow_states.order_by("-created_at", "-pk")
    newest = states.values_list("status", flat=True).first()
    # A site may have no workflow: then it waits to be read as well.
    in_progress = {None, WorkflowState.STATUS_IN_PROGRESS}
    return State.READING if newest in in_progress else State.WORKING

"""ShareStoryPage: visitors send their own story, which editors read before anybody else does."""

from contextlib import AbstractContextManager
from typing import Any

from django.db import models
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from stories.sharing import intake, status
from stories.sharing.form import ShareStoryForm
from twinning import signposts
from twinning.media import private
from twinning.submissions.pages import FormPage

PREFILLED = frozenset({"town"})


class ShareStoryPage(FormPage):
    """A page with a form for a story: its words, its pictures, and whose it is."""

    prefilled = PREFILLED
    query_parameters = FormPage.query_parameters | PREFILLED
    uncrawled_parameters = PREFILLED | {"received"}
    most_bytes = 45 * 1024 * 1024
    schema_kind = "WebPage"
    webhook_event = "story.received"
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("page for sharing a story")
        verbose_name_plural = _("pages for sharing a story")

    def form_class(self) -> type[ShareStoryForm]:
        """The form; its towns are named in the active language."""
        return ShareStoryForm

    def storing(self) -> AbstractContextManager[None]:
        """A transaction that leaves no file of a picture behind where it fails."""
        return private.files()

    def keep(self, form: Any, reference: str) -> models.Model:
        """Make the story a draft that waits for moderation, and queue the e-mails."""
        return intake.keep(self, form, reference)

    def status_path(self, reference: str) -> str:
        """Where the sender sees what has become of the story, in the active language."""
        return status.path_of(reference)


def share_url(town: str = "") -> str:
    """Where visitors share a story, in the active language; nothing where there is no such page.

    Args:
        town: the slug of the town that it is to be about.
    """
    address = signposts.address_of(ShareStoryPage)
    return f"{address}?{urlencode({'town': town})}" if address and town else address

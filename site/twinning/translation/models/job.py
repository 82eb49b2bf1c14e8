"""Work on translations that goes on in the background, with its progress."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class TranslationJob(models.Model):
    """One submission, synchronisation or machine translation; whoever began it can watch it."""

    class Kind(models.TextChoices):
        """What is done."""

        SUBMIT = "submit", _("Submit for translation")
        SYNC = "sync", _("Bring translations up to date")
        MACHINE = "machine", _("Translate by machine")

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    #: What it is about, as its reader knows it: the title of a page.
    title = models.CharField(_("page"), max_length=255)
    #: Primary keys that the task needs: {"page": 12, "locales": [2, 3], "subtree": false} …
    details = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    #: Why it failed, or what was left out, for its reader; in the language of the user.
    message = models.TextField(blank=True)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True, db_index=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("translation job")
        verbose_name_plural = _("translation jobs")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}"

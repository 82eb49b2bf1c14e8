"""The log of what has happened to content (ADR 41)."""

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Change(models.Model):
    """One thing that happened to one page, or to what unknown pages show.

    It refers to nothing: it outlives whatever it tells of.
    """

    class Event(models.TextChoices):
        """What happened."""

        PUBLISHED = "page.published", _("Page published")
        UNPUBLISHED = "page.unpublished", _("Page unpublished")
        DELETED = "page.deleted", _("Page deleted")
        MOVED = "page.moved", _("Page moved")
        SETTINGS = "settings.changed", _("Settings changed")
        REDIRECT = "redirect.changed", _("Redirect changed")
        CONTENT = "content.changed", _("Content changed")

    #: The column that the database itself fills with the number of the generation that the change's
    #: transaction makes (`delivery.triggers`). PostgreSQL does so as it commits: until then it is
    #: NULL, also for listeners, and an instance does not learn of it. Who needs it reads the row
    #: again once it is committed.
    numbered_by: ClassVar[str] = "generation"

    generation = models.BigIntegerField(_("generation"), null=True, editable=False, db_index=True)
    event = models.CharField(_("event"), max_length=20, choices=Event)
    #: None where the pages that show it are not known.
    page_id = models.BigIntegerField(_("page"), null=True)
    translation_key = models.UUIDField(_("translation key"), null=True)
    #: The label of the page's type, or of the model of what changed.
    type = models.CharField(_("type"), max_length=100, blank=True)
    #: Empty where it may be any.
    locale = models.CharField(_("language"), max_length=20, blank=True)
    #: None where it may be any.
    site_id = models.BigIntegerField(_("site"), null=True)
    #: Empty for what is no longer public.
    title = models.CharField(_("title"), max_length=255, blank=True)
    #: On its site, from the root of the host; where the page was, if it is there no longer. Of a
    #: redirect, where it leads from.
    path = models.TextField(_("path"), blank=True)
    previous_path = models.TextField(_("previous path"), blank=True)
    #: Further sites that the page is served on, which is rare: primary key → path, previous path.
    elsewhere = models.JSONField(_("paths on other sites"), default=dict)
    at = models.DateTimeField(_("moment"), default=timezone.now)

    class Meta:
        ordering = ("generation", "pk")
        verbose_name = _("change")
        verbose_name_plural = _("changes")

    def __str__(self) -> str:
        return f"{self.event} {self.path or self.type}"


class Kept(models.Model):
    """The one row, with primary key 1: how far back the log goes."""

    #: Whatever has happened after this generation is in the log.
    since = models.BigIntegerField(_("since"))

    class Meta:
        verbose_name = _("beginning of the log")
        verbose_name_plural = _("beginnings of the log")

    def __str__(self) -> str:
        return str(self.since)

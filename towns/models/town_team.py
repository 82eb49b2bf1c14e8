"""Who answers for a town: a group of editors, and where they are written to."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Workflow


class TownTeam(models.Model):
    """The people who read what is sent to a town; or, of no town, those who read everything.

    A town is named by its translation key, so that the team is the same in every language.
    """

    town_key = models.CharField(
        _("town"),
        max_length=36,
        blank=True,
        unique=True,
        help_text=_("The team of no town answers for the partnership: it sees everything."),
    )
    group = models.ForeignKey(
        Group,
        verbose_name=_("group"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("Its members see what is sent to the town."),
    )
    email = models.EmailField(
        _("e-mail address"),
        blank=True,
        help_text=_("A mailbox that the team shares. Without one, each member is written to."),
    )
    language = models.CharField(
        _("language of the team"),
        max_length=10,
        blank=True,
        help_text=_(
            "In which the team may translate and publish every page, and in which the mailbox is "
            "written to; members are in their own."
        ),
    )
    #: Where its pictures and documents lie; the partnership's are for everybody.
    collection = models.ForeignKey(
        Collection, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    #: Where pictures wait that visitors have sent with stories of the town.
    sent_collection = models.ForeignKey(
        Collection, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    #: What was made for it; kept, so that it is made once. See `towns.workflows`.
    workflow = models.ForeignKey(
        Workflow,
        verbose_name=_("workflow"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("town team")
        verbose_name_plural = _("town teams")

    def __str__(self) -> str:
        return self.group.name

    @property
    def mailbox_language(self) -> str:
        """The language that the mailbox is written to in."""
        return self.language or settings.LANGUAGE_CODE

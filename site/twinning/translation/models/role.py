"""Which ordinary Wagtail group has which part in the work."""

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Workflow


class Role(models.Model):
    """Names the group of a role, so that the group may be renamed and its rights edited.

    The teams of towns are kept by the room that knows towns; see `twinning.translation.rights`.
    """

    class Kind(models.TextChoices):
        """What a group does."""

        ADMINISTRATORS = "administrators", _("Administrators")
        EDITORS = "editors", _("Editors of the site’s own language")
        TRANSLATORS = "translators", _("Translators")

    kind = models.CharField(_("role"), max_length=20, choices=Kind)
    #: The language code of translators; empty for the others.
    language = models.CharField(_("language"), max_length=10, blank=True)
    group = models.OneToOneField(
        Group, verbose_name=_("group"), on_delete=models.CASCADE, related_name="twinning_role"
    )
    #: What was made for it; kept, so that it is made once. See `moderation.workflows`.
    workflow = models.ForeignKey(
        Workflow,
        verbose_name=_("workflow"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "language"], name="translation_one_group_a_role"
            )
        ]

    def __str__(self) -> str:
        return self.group.name

"""Whose a story is that a visitor has sent, and what has become of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def languages() -> list[tuple[str, str]]:
    """The site's languages: a migration names this function, and so holds for every site."""
    return list(settings.LANGUAGES)


class SharedStory(models.Model):
    """What belongs to the sender of a story; the story itself is a page.

    The pictures that came with it are named by their keys, so that this counts as no use of them.
    """

    #: No page shows it, and where a story is used is nothing that this could say.
    wagtail_reference_index_ignore = True

    reference = models.CharField(_("reference"), max_length=20, unique=True)
    page = models.ForeignKey(
        "stories.StoryPage",
        verbose_name=_("story"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    language = models.CharField(_("language"), max_length=10, choices=languages)
    town_key = models.UUIDField(_("town"), null=True)
    #: As it was sent, so that the sender sees which story it is about.
    title = models.CharField(_("title"), max_length=255)
    picture_keys = models.JSONField(_("pictures"), default=list)
    name = models.CharField(pgettext_lazy("of a person", "name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    consent_text = models.TextField(_("consent"))
    consent_version = models.CharField(_("version of the consent"), max_length=12)
    #: That those who are shown or named agree; false where there are none.
    has_consent_of_shown = models.BooleanField(_("consent of those shown"), default=False)
    created_at = models.DateTimeField(_("received"), auto_now_add=True)
    #: When it was first published.
    published_at = models.DateTimeField(_("published"), null=True)
    #: When editors deleted it.
    settled_at = models.DateTimeField(_("settled"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    class Meta:
        verbose_name = _("shared story")
        verbose_name_plural = _("shared stories")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.reference

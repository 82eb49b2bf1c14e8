"""What a result shows of a page, and by what results are counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class PageText(models.Model):
    """The plain words of a page, and its facets; written with its entry in the index."""

    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, primary_key=True, related_name="search_text"
    )
    text = models.TextField(_("text"))
    #: By the name of a facet: the keys that the page has of it.
    facets = models.JSONField(_("facets"), default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("text of a page")
        verbose_name_plural = _("texts of pages")

    def __str__(self) -> str:
        return str(self.page_id)

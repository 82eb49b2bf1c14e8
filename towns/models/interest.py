"""Interests: what connects people in different towns."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import TranslatableMixin
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from twinning.translation.fields import TranslatableManyToManyField


class Interest(index.Indexed, TranslatableMixin, models.Model):
    """Something that people in several towns care about: a snippet, one for each language.

    `key` is the same in every language, for links, filters and the API; `name` is what people read.
    """

    key = models.SlugField(
        _("key"), max_length=50, help_text=_("Stays the same in every language and for ever.")
    )
    name = models.CharField(_("name"), max_length=80)

    panels = [FieldPanel("name"), FieldPanel("key")]
    search_fields = [
        index.AutocompleteField("name"),
        index.SearchField("name"),
        index.FilterField("locale_id"),
    ]
    api_fields = [APIField("key"), APIField("name")]
    override_translatable_fields = [SynchronizedField("key", overridable=False)]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("interest")
        verbose_name_plural = _("interests")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["key", "locale"], name="one_interest_a_key_and_locale")
        ]

    def __str__(self) -> str:
        return self.name


class WithInterests(models.Model):
    """Something that has interests: a town, a story, a partner."""

    interests = TranslatableManyToManyField(
        Interest, verbose_name=_("interests"), blank=True, related_name="+"
    )

    interest_panel = FieldPanel("interests", widget=forms.CheckboxSelectMultiple)
    interest_search_field = index.SearchField("interest_names")
    interest_api_field = APIField("interests")
    interest_synchronised = SynchronizedField("interests", overridable=False)

    class Meta:
        abstract = True

    @property
    def interest_names(self) -> str:
        """The names of the interests, for the search index."""
        return ", ".join(interest.name for interest in self.interests.all())

    @property
    def own_interest_keys(self) -> list[str]:
        """The keys of the interests, which are the same in every language."""
        return [interest.key for interest in self.interests.all()]

"""The glossary: what our terms and place names are called in each language."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable


class GlossaryTerm(ClusterableModel):
    """A term or a place, with its names in the site's languages."""

    class Kind(models.TextChoices):
        """What it names."""

        TERM = "term", _("Term")
        PLACE = "place", _("Place name")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.TERM)
    note = models.CharField(
        _("note"),
        max_length=255,
        blank=True,
        help_text=_("What is meant, and what is not, for translators and for machines."),
    )

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary")

    def __str__(self) -> str:
        names = {name.language: name.text for name in self.names.all()}
        return names.get(settings.LANGUAGE_CODE) or next(iter(names.values()), str(self.pk))


class GlossaryName(Orderable):
    """What a term is called in one language, and the other forms that it takes there."""

    term = ParentalKey(GlossaryTerm, on_delete=models.CASCADE, related_name="names")
    language = models.CharField(_("language"), max_length=10)
    text = models.CharField(_("name"), max_length=120)
    forms = models.TextField(
        _("other forms"),
        blank=True,
        help_text=_("Inflected forms and plurals, one on each line: Kalisza, Kaliszu, Kaliszem."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("name")
        verbose_name_plural = _("names")
        constraints = [
            models.UniqueConstraint(
                fields=["term", "language"], name="translation_one_name_a_language"
            )
        ]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        """Refuse a language that the site does not have.

        Raises:
            ValidationError: on `language`.
        """
        super().clean()
        if self.language not in dict(settings.LANGUAGES):
            raise ValidationError({"language": _("The site has no such language.")})

    @property
    def every_form(self) -> list[str]:
        """The name and its other forms, each once."""
        others = (line.strip() for line in self.forms.replace(",", "\n").splitlines())
        return list(dict.fromkeys([self.text, *(form for form in others if form)]))

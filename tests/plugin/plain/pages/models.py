"""Its page types, neither of which says what may hang below it; and models of its own for files."""

from django.db import models
from wagtail.api import APIField
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model_string
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Page


class Front(Page):
    pass


class Note(Page):
    text = models.TextField(blank=True)
    picture = models.ForeignKey(
        get_image_model_string(), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    api_fields = [APIField("text"), APIField("picture")]


class Photo(AbstractImage):
    """A picture without credit or placeholder, in a folder of its own."""

    admin_form_fields = ("title", "file")

    def get_upload_to(self, filename):
        return f"photos/{filename}"


class PhotoRendition(AbstractRendition):
    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


class Leaflet(AbstractDocument):
    admin_form_fields = ("title", "file")

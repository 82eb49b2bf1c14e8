"""Its own image and document models, a snippet with a parental relation, and pages."""

from bakery.blocks import BaseStream
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.api import APIField
from wagtail.documents.models import AbstractDocument
from wagtail.fields import StreamField
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Orderable, Page
from wagtail.snippets.models import register_snippet


class Photo(AbstractImage):
    credit = models.CharField(max_length=100, blank=True)
    admin_form_fields = ("title", "file", "credit")


class PhotoRendition(AbstractRendition):
    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = [("image", "filter_spec", "focal_point_key")]


class Leaflet(AbstractDocument):
    admin_form_fields = ("title", "file")


@register_snippet
class Person(models.Model):
    first_name = models.CharField(max_length=50)
    photo = models.ForeignKey(Photo, null=True, blank=True, on_delete=models.SET_NULL)

    def __str__(self):
        return self.first_name


class Ingredient(models.Model):
    name = models.CharField(max_length=50)

    def __str__(self):
        return self.name


class BlogTag(TaggedItemBase):
    content_object = ParentalKey("BlogPage", related_name="tagged_items", on_delete=models.CASCADE)


class BlogPage(Page):
    introduction = models.TextField(blank=True)
    image = models.ForeignKey(
        Photo, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    body = StreamField(BaseStream(), blank=True)
    date_published = models.DateField(null=True, blank=True)
    tags = ClusterTaggableManager(through=BlogTag, blank=True)
    ingredients = ParentalManyToManyField(Ingredient, blank=True)
    api_fields = [
        APIField(name)
        for name in ("introduction", "image", "body", "date_published", "tags",
                     "ingredients", "authors")
    ]  # fmt: skip


class Author(Orderable):
    page = ParentalKey(BlogPage, related_name="authors", on_delete=models.CASCADE)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    api_fields = [APIField("person")]

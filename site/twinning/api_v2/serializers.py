"""Wagtail's own serializers, which say nothing of what not everybody may see."""

from typing import Any

from django_countries.serializers import CountryFieldMixin
from wagtail.api.v2 import serializers
from wagtail.documents.api.v2.serializers import DocumentSerializer
from wagtail.images.api.v2.serializers import ImageSerializer

from twinning.api_v2.visible import may_be_named


class Related(serializers.RelatedField):
    """A related object; null where it is not public."""

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) if may_be_named(value) else None


class AliasOf(serializers.PageAliasOfField):
    """The page that an alias follows; null where it is not public."""

    def get_attribute(self, instance: Any) -> Any:
        source = super().get_attribute(instance)
        return source if source is not None and may_be_named(source) else None


class Plain(CountryFieldMixin, serializers.BaseSerializer):
    """Of objects that have no endpoint, such as a town's own twin towns."""

    serializer_related_field = Related


class Page(CountryFieldMixin, serializers.PageSerializer):
    """Of pages; a country is its code, `""` where there is none."""

    serializer_related_field = Related
    alias_of = AliasOf(read_only=True)


class Tags(serializers.TagsField):
    """Tags that were fetched for the whole list."""

    def to_representation(self, value: Any) -> list[str]:
        return sorted(tag.name for tag in value.all())


class Tagged(serializers.BaseSerializer):
    """Of what has tags."""

    serializer_related_field = Related
    tags = Tags(read_only=True)


class Image(Tagged, ImageSerializer):
    """Of pictures."""


class Document(Tagged, DocumentSerializer):
    """Of documents."""

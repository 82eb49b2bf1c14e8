"""Renditions in an S3 bucket."""

from typing import Any

from storages.backends.s3 import S3Storage

from twinning.media.lives import life_of


class RenditionStorage(S3Storage):
    """Says with each rendition how long it may be kept, as its name tells.

    Its addresses must be public, or no page that names one could be kept either.
    """

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        """What is stored with an object."""
        parameters: dict[str, Any] = super().get_object_parameters(name)
        return {**parameters, "CacheControl": life_of(name)}

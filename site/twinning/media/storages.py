"""Renditions in an S3 bucket."""

from typing import Any

from storages.backends.s3 import S3Storage

from twinning.media import folders
from twinning.media.lives import life_of


class RenditionStorage(S3Storage):
    """Says with each rendition how long it may be kept, as its name tells.

    Its addresses must be public, or no page that names one could be kept either. Those of private
    pictures, which only the admin names, are signed and end.
    """

    def url(
        self,
        name: str,
        parameters: dict[str, Any] | None = None,
        expire: int | None = None,
        http_method: str | None = None,
    ) -> str:
        """The address of an object."""
        if not folders.is_private(name):
            return str(super().url(name, parameters, expire, http_method))
        key = self._normalize_name(name)
        return str(
            self.connection.meta.client.generate_presigned_url(
                "get_object",
                Params={**(parameters or {}), "Bucket": self.bucket.name, "Key": key},
                ExpiresIn=self.querystring_expire if expire is None else expire,
                HttpMethod=http_method,
            )
        )

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        """What is stored with an object."""
        parameters: dict[str, Any] = super().get_object_parameters(name)
        return {**parameters, "CacheControl": life_of(name)}

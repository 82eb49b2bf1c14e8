"""Pictures on demand, pictures from the local disk for sites without an S3 bucket, documents."""

import logging
from collections.abc import Callable
from hashlib import blake2b
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.static import serve
from wagtail.documents.views.serve import serve as wagtails_serve_document
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.utils import verify_signature
from wagtail.images.views.serve import ServeView

from twinning.media import folders, lives, private, renditions
from twinning.media.errors import BROKEN

logger = logging.getLogger(__name__)

#: Whatever a browser takes the file for, nothing in it runs.
_CONTAINED = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


def serve_picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a file of the media folder; which folders of it are public is said in urls.py."""
    try:
        stat = (Path(settings.MEDIA_ROOT) / path).stat()
    except (OSError, ValueError):
        raise Http404 from None
    if "If-None-Match" in request.headers:  # then a date says nothing (RFC 9110, 13.1.3)
        request.META.pop("HTTP_IF_MODIFIED_SINCE", None)
    return _conditional(
        request,
        lives.digest_in(path) or f"{stat.st_mtime_ns:x}-{stat.st_size:x}",
        {"Cache-Control": lives.life_of(path)},
        lambda: serve(request, path, document_root=str(settings.MEDIA_ROOT)),
    )


def serve_private_picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a private picture's file to whoever may choose it; to all others there is none."""
    if not private.may_see(request.user, private.image_at(path)):
        raise Http404
    response: HttpResponseBase = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    for name, value in {**_CONTAINED, "Cache-Control": lives.PRIVATE}.items():
        response.headers[name] = value
    return response


def serve_document(
    request: HttpRequest, document_id: int, document_filename: str
) -> HttpResponseBase:
    """Serve a document as Wagtail does, and say how long it may be kept.

    A redirect to a signed address may not.
    """
    response: HttpResponseBase = wagtails_serve_document(request, document_id, document_filename)
    is_file = response.streaming or response.status_code == HTTPStatus.NOT_MODIFIED
    response.headers.setdefault("Cache-Control", lives.DOCUMENT if is_file else lives.PRIVATE)
    return response


class RenditionView(ServeView):
    """Wagtail's signed view, which makes a rendition when it is first asked for, and answers it.

    The signature alone keeps invented sizes out, as long as nobody else signs. The closed list
    holds even then, and a file that does not decode is an answer of its own, not a server error.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The rendition's bytes.

        Raises:
            PermissionDenied: the signature is not of this picture and rendition.
            Http404: there is no such picture, nobody shows it at such a size, or it is private
                and not for whoever asks.
            StoreAwayError: the store of files does not answer; `FilesMiddleware` says so.
        """
        if kwargs["filter_spec"] not in renditions.allowed():
            raise Http404
        waiting = self._private_picture(**kwargs)
        if waiting is not None and not private.may_see(request.user, waiting):
            raise Http404
        try:
            response: HttpResponseBase = super().get(request, *args, **kwargs)
        except BROKEN as error:
            logger.warning("No rendition at %s: %r", request.path, error)
            response = HttpResponse("The picture's file is broken.", "text/plain", status=410)
        if response.status_code >= 400:  # the file may be put right, and nobody is to remember this
            response.headers["Cache-Control"] = "no-store"
        elif waiting is not None:
            response.headers["Cache-Control"] = lives.PRIVATE
        return response

    def _private_picture(
        self, signature: str, image_id: int, filter_spec: str, filename: str
    ) -> AbstractImage | None:
        """The picture, if it is private; None also where the signature is not of it."""
        if not verify_signature(signature.encode(), image_id, filter_spec, key=self.key):
            return None
        found = self.model.objects.filter(pk=image_id, file__startswith=folders.PRIVATE)
        return found.select_related("collection").first()

    def serve(self, rendition: AbstractRendition) -> HttpResponseBase:
        """The file, from whatever storage it is in: the next page names it by its own address."""

        def whole() -> HttpResponseBase:
            rendition.file.open("rb")
            media_type = renditions.media_type(rendition.filter_spec)
            return FileResponse(rendition.file, content_type=media_type)

        headers = {**_CONTAINED, "Cache-Control": lives.UNMADE}
        return _conditional(self.request, _tag(rendition), headers, whole)


def _tag(rendition: AbstractRendition) -> str:
    """What changes with the file; an old name alone does not tell."""
    name = rendition.file.name
    named = f"{name} {rendition.image.file_hash}".encode()
    return lives.digest_in(name) or blake2b(named, digest_size=8).hexdigest()


def _conditional(
    request: HttpRequest,
    tag: str,
    headers: dict[str, str],
    whole: Callable[[], HttpResponseBase],
) -> HttpResponseBase:
    """An answer with an ETag; 304 where the client has it (RFC 9110, 13), and no file is opened."""
    quoted = f'"{tag}"'
    answered = get_conditional_response(request, etag=quoted)
    response: HttpResponseBase = whole() if answered is None else answered
    for name, value in {"ETag": quoted, **headers}.items():
        response.headers[name] = value
    return response

"""Pictures on demand, and from the local disk for sites that have no S3 bucket."""

import logging
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.static import serve
from wagtail.images.views.serve import ServeView

from twinning.media import renditions
from twinning.media.errors import BROKEN

logger = logging.getLogger(__name__)


def serve_picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a file of the media folder; which folders of it are public is said in urls.py."""
    return serve(request, path, document_root=str(settings.MEDIA_ROOT))


class RenditionView(ServeView):
    """Wagtail's signed view, which makes a rendition when it is first asked for.

    The signature alone keeps invented sizes out, as long as nobody else signs. The closed list
    holds even then, and a file that does not decode is an answer of its own, not a server error.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A redirect to the rendition's file.

        Raises:
            PermissionDenied: the signature is not of this picture and rendition.
            Http404: there is no such picture, or nobody shows it at such a size.
        """
        if kwargs["filter_spec"] not in renditions.allowed():
            raise Http404
        try:
            response: HttpResponseBase = super().get(request, *args, **kwargs)
        except BROKEN as error:
            logger.warning("No rendition at %s: %r", request.path, error)
            response = HttpResponse("The picture's file is broken.", "text/plain", status=410)
        if response.status_code >= 400:  # the file may be put right, and nobody is to remember this
            response.headers["Cache-Control"] = "no-store"
        return response

"""Pictures from the local disk, for sites that have no S3 bucket."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve


def serve_picture(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a file of the media folder; which folders of it are public is said in urls.py."""
    return serve(request, path, document_root=str(settings.MEDIA_ROOT))

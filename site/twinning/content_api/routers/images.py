"""Pictures of the library."""

from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router
from wagtail.images import get_image_model
from wagtail.models import CollectionViewRestriction

from twinning import references
from twinning.content_api.context import Context
from twinning.content_api.errors import not_found
from twinning.content_api.http import answer
from twinning.content_api.operations import answers, get
from twinning.content_api.parameters import Identifier, SiteQuery
from twinning.content_api.schemas import Image
from twinning.content_api.sites import site_for

router = Router(tags=["images"])


@get(router, "/{image_id}/", "get_image", answers(Image), summary="A picture and its renditions")
def get_image(
    request: HttpRequest, image_id: Path[Identifier], query: Query[SiteQuery]
) -> HttpResponse:
    """A picture with the text that the library has for it, unless its collection is private."""
    site, base_url = site_for(request, query.site)
    references.current().noted.all_of(get_image_model())
    context = Context(site=site, base_url=base_url, locale="")
    found: dict[str, Any] | None = None
    if not _is_private(image_id):
        found = context.image(image_id)
    if found is None:
        raise not_found("There is no such picture.")
    return answer(found)


def _is_private(image_id: int) -> bool:
    path = ExpressionWrapper(OuterRef("collection__path"), output_field=CharField())
    above = CollectionViewRestriction.objects.alias(below=path)
    private = above.filter(below__startswith=F("collection__path"))
    images = get_image_model().objects.filter(pk=image_id)
    return bool(images.filter(Exists(private)).exists())

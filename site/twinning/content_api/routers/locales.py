"""The languages of the site."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from twinning.content_api.http import answer
from twinning.content_api.operations import answers, get
from twinning.content_api.parameters import SiteQuery
from twinning.content_api.schemas import Locale
from twinning.content_api.sites import site_for

router = Router(tags=["site"])


@get(
    router, "/", "list_locales", answers(list[Locale]), summary="The languages that the site is in"
)
def list_locales(request: HttpRequest, query: Query[SiteQuery]) -> HttpResponse:
    """Each language in which the site has a home page, named in itself."""
    site, _base_url = site_for(request, query.site)
    return answer(
        [
            {"code": code, "name": name, "is_default": code == settings.LANGUAGE_CODE}
            for code, name in settings.LANGUAGES
            if code in site.roots
        ],
    )

"""What every page of a front end shows around its content: names, menus, languages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Query, Router, Schema

from home import queries
from home.models import SiteSettings
from twinning import landmarks
from twinning.content_api.blocks import describe
from twinning.content_api.blocks.links import Link
from twinning.content_api.context import Context
from twinning.content_api.http import answer
from twinning.content_api.operations import answers, get
from twinning.content_api.parameters import LocaleQuery
from twinning.content_api.schemas import LanguageCode
from twinning.content_api.sites import site_for

router = Router(tags=["site"])


class SocialLink(Schema):
    """A place elsewhere where the partnership is to be found."""

    label: str
    url: str


class Contact(Schema):
    """How the partnership is reached, as far as it says."""

    email: str
    phone: str
    address: str


class Language(Schema):
    """An entry of the language switcher: a language named in itself, and its home page's path."""

    code: LanguageCode
    name: str
    path: str


class Site(Schema):
    """What header and footer say on a site in one language."""

    name: str
    strapline: str
    locale: LanguageCode
    hostname: str
    header: list[Link]
    footer: list[Link]
    footer_text: str
    contact: Contact
    social_links: list[SocialLink]
    languages: list[Language]


STREAMS = ("header", "footer", "social_links")


@get(
    router, "/", "get_site", answers(Site), summary="Name, menus, contact and languages of the site"
)
def get_site(request: HttpRequest, query: Query[LocaleQuery]) -> HttpResponse:
    """Links that lead to nothing public are left out; others lead to the page in this language."""
    site, base_url = site_for(request, query.site)
    locale = query.locale or site.default_locale or ""
    context = Context(site=site, base_url=base_url, locale=locale)
    with translation.override(locale):
        found = queries.settings_for(site.pk) or SiteSettings(site_name=site.name)
        payload = {
            "name": found.site_name or settings.WAGTAIL_SITE_NAME,
            "strapline": found.strapline,
            "locale": locale,
            "hostname": site.hostname,
            **_menus(found, context),
            "footer_text": found.footer_text,
            "contact": {
                "email": found.contact_email,
                "phone": found.contact_phone,
                "address": found.contact_address,
            },
            "languages": _languages(site),
        }
    return answer(payload, locale)


def _menus(found: SiteSettings, context: Context) -> dict[str, list[dict[str, Any]]]:
    streams = {
        name: describe(getattr(found, name).stream_block, f"SiteSettings.{name}")
        for name in STREAMS
    }
    for name, stream in streams.items():
        stream.want(getattr(found, name).raw_data, context)
    return {
        name: [
            item["value"]
            for item in stream.value(getattr(found, name).raw_data, context)
            if item["value"]
        ]
        for name, stream in streams.items()
    }


def _languages(site: landmarks.SiteMark) -> list[dict[str, str]]:
    return [
        {"code": code, "name": name, "path": landmarks.serve_prefix(code)}
        for code, name in settings.LANGUAGES
        if code in site.roots
    ]

"""What the templates of all rooms use."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import RequestContext
from django.utils import translation
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from wagtail.blocks import StreamValue
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from twinning import landmarks, references
from twinning.media import renditions
from twinning.translation import fallback, switcher

register = template.Library()


@register.simple_tag
def picture(
    image: AbstractImage | int | None, alt: str = "", sizes: str = "100vw", *, eager: bool = False
) -> SafeString | str:
    """A `picture` with all its renditions: each browser takes the format and the width that fit.

    Makes none: what is missing is made when the browser asks for it.

    Args:
        image: a picture, or the primary key of one; nothing is shown for None.
        alt: alternative text in the page's language; empty for a decorative picture.
        sizes: how wide it is shown, as the `sizes` attribute of HTML says it.
        eager: for the one picture at the head of a page; others load when they come near.
    """
    if isinstance(image, int):
        image = references.current().get(get_image_model(), image)
    if image is None:
        return ""
    width, height = renditions.dimensions(image)
    offered = [(source["type"], source["srcset"], sizes) for source in renditions.sources(image)]
    return format_html(
        '<picture>{}<img src="{}" width="{}" height="{}" alt="{}" {}></picture>',
        format_html_join("", '<source type="{}" srcset="{}" sizes="{}">', offered),
        renditions.src(image),
        str(width),
        str(height),
        alt,
        SafeString('fetchpriority="high"' if eager else 'loading="lazy" decoding="async"'),
    )


@register.inclusion_tag("twinning/includes/body_assets.html", takes_context=True)
def body_assets(context: RequestContext) -> dict[str, list[str]]:
    """The style sheets and modules that blocks name in `assets`: those of the shown page's body.

    In the preview of a single block, that block's own.
    """
    blocks = [context["block_def"]] if context.get("block_def") else []
    body = getattr(context.get("page"), "body", None)
    if isinstance(body, StreamValue):
        kinds = dict.fromkeys(child["type"] for child in body.raw_data)
        blocks += [body.stream_block.child_blocks.get(kind) for kind in kinds]
    files = dict.fromkeys(file for block in blocks for file in getattr(block, "assets", ()))
    return {
        "styles": [file for file in files if file.endswith(".css")],
        "modules": [file for file in files if file.endswith(".js")],
    }


@register.simple_tag(takes_context=True)
def page_url(context: RequestContext, page: Page) -> str:
    """A page's address as its own site's visitors see it."""
    return page.get_url(context.get("request")) or ""


@register.filter
def other_language(page: Page) -> str:
    """The code of a page's language where it is not the visitor's, else nothing."""
    return fallback.other_language(page)


@register.filter
def in_language(code: str) -> str:
    """“in English”, in the visitor's language, for a language's code."""
    return fallback.in_language(code)


@register.simple_tag(takes_context=True)
def link_attributes(context: RequestContext, link: Any) -> SafeString | str:
    """`href` (and `hreflang`, where it leads to another language) of a LinkBlock's value."""
    if not link:
        return ""
    page = link.target
    if page is None:
        return format_html('href="{}"', link["url"]) if link.get("url") else ""
    href = format_html('href="{}"', page.get_url(context.get("request")) or "")
    code = page.locale.language_code
    if code == translation.get_language():
        return href
    return format_html('{} hreflang="{}"', href, code)


@register.simple_tag(takes_context=True)
def language_links(context: RequestContext) -> list[switcher.LanguageLink]:
    """The language switcher's entries for the page that is shown.

    What is no page of the tree says in `language_paths` where it is in each language.
    """
    if context.get("language_paths"):
        return switcher.links_to(context["language_paths"])
    return switcher.language_links(shown_page(context), context["request"])


@register.simple_tag
def home_address() -> str:
    """Where the home page is: in the visitor's language, or else in the site's default one."""
    return landmarks.home_address(translation.get_language() or "")


@register.simple_tag
def missing_languages(links: list[switcher.LanguageLink]) -> list[switcher.LanguageLink]:
    """Those of the switcher's links that lead to another page than the one that is shown."""
    return [link for link in links if link.instead]


@register.simple_tag(takes_context=True)
def language_offers(context: RequestContext) -> list[switcher.LanguageOffer]:
    """The shown page in each other language that it exists in, said in that language."""
    page = shown_page(context)
    return switcher.language_offers(page, context["request"]) if page else []


@register.simple_tag(takes_context=True)
def breadcrumbs(context: RequestContext) -> list[Page]:
    """The live pages above the one that is shown, from the home page down."""
    page = shown_page(context)
    if page is None:
        return []
    return [found for found in references.current().ancestors(page) if found.live]


@register.filter
def has_session(request: HttpRequest | None) -> bool:
    """Whether somebody may be logged in, from the cookie's presence alone.

    Asking for the user would make every page vary on cookies, visitors' pages included.
    """
    return request is not None and settings.SESSION_COOKIE_NAME in request.COOKIES


@register.filter
def known_date(day: date | None, precision: str) -> str:
    """A date as far as it is known, in the active language: a day, a month or a year."""
    if day is None:
        return ""
    formats = {"day": "DATE_FORMAT", "month": "YEAR_MONTH_FORMAT"}
    words = date_format(day, formats[precision]) if precision in formats else str(day.year)
    if precision == "day" and day.day == 1 and translation.get_language() == "fr":
        words = words.replace("1 ", "1er ", 1)  # Django's formats have no word for the first
    return capfirst(words)


@register.filter
def host(url: str) -> str:
    """The host of an address, as people say it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@register.filter
def dialled(number: str) -> str:
    """A telephone number as a link has it (RFC 3966): digits, and a plus where it has one."""
    international = number.strip().startswith("+")
    if international:  # nobody dials the zero that stands for calls within the country
        number = number.replace("(0)", "")
    digits = "".join(character for character in number if character.isdigit())
    return f"+{digits}" if international else digits


@register.filter
def year(value: int | None) -> str:
    """A year as digits: never grouped, whatever the language does with numbers."""
    return "" if value is None else str(value)


def shown_page(context: RequestContext) -> Page | None:
    """The page that a template shows, None where it shows none that is in the database."""
    page = context.get("page")
    return page if isinstance(page, Page) and page.pk else None

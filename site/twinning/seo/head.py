"""All that the head of a page says of it, in one place for the template."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import to_locale
from wagtail.models import Page

from twinning.seo import addresses, pictures, publisher, words
from twinning.seo.pictures import LinkPicture

#: Where a language is at home, as Open Graph names it (https://ogp.me/#optional).
TERRITORIES = {"en": "en_GB", "nl": "nl_NL", "fr": "fr_FR", "de": "de_DE", "pl": "pl_PL"}


@dataclass(frozen=True)
class PageHead:
    """What is said of a page to search engines, and to whoever shows a link to it.

    Args:
        canonical: its one absolute address.
        alternates: addresses of its translations by language code, `x-default` among them.
        kind: of thing in Open Graph, `website` or `article`.
        locale, other_locales: of the page and of its translations, such as `en_GB`.
    """

    title: str
    description: str
    canonical: str
    alternates: dict[str, str]
    kind: str
    locale: str
    other_locales: list[str]
    picture: LinkPicture


def page_head(page: Page, request: HttpRequest, listed: Any = None) -> PageHead:
    """What there is to say of a page.

    Args:
        listed: the page of the paginator that it shows, if it shows a list.
    """
    site = publisher.current(request)
    number = addresses.list_number(page, request, listed)
    own = page.locale.language_code
    aspect = words.aspect_of(page, request)
    alternates = addresses.alternates(page, request)
    return PageHead(
        title=words.title(page, number, aspect),
        description=words.description(page, site.strapline, site.name, aspect),
        canonical=addresses.canonical(page, request, number),
        alternates=alternates,
        kind=getattr(page, "link_kind", "website"),
        locale=territorial(own),
        other_locales=[territorial(c) for c in alternates if c not in {own, "x-default"}],
        picture=pictures.link_picture(page, request),
    )


def territorial(code: str) -> str:
    """A language with the territory where it is at home, as Open Graph writes it."""
    return TERRITORIES.get(code, to_locale(code))

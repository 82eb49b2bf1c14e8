"""Structured data: what a page is about, in the words of https://schema.org, as JSON-LD."""

import json
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.safestring import SafeString
from wagtail.models import Page

from twinning import hosts, references
from twinning.seo import addresses, pictures, publisher, words

Node = dict[str, Any]

LOGO = "twinning/img/icon-512.png"

#: What could end the script element, or a line in it, as `django.utils.html.json_script` has it.
_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}


def script(page: Page, request: HttpRequest) -> SafeString:
    """A data block with all that is said of a page; it is no script, and no policy forbids it."""
    told = getattr(page, "structured_data", None)
    nodes: list[Node] = told(request) if told else [web_page(page, request)]
    crumbs = breadcrumb_list(page, request)
    graph = {"@context": "https://schema.org", "@graph": [*nodes, *([crumbs] if crumbs else [])]}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def web_page(page: Page, request: HttpRequest, kind: str = "WebPage") -> Node:
    """A page that is about nothing in particular.

    Args:
        kind: WebPage or a type that extends it.
    """
    site, aspect = publisher.current(request), words.aspect_of(page, request)
    return {
        "@type": kind,
        "url": addresses.canonical(page, request),
        "name": aspect.name if aspect else page.title,
        "description": words.description(page, site.strapline, site.name, aspect),
        "inLanguage": page.locale.language_code,
        "isPartOf": {"@id": _own(request, "website")},
        "primaryImageOfPage": image(page, request),
    }


def organization(request: HttpRequest) -> Node:
    """The organisation behind the site, whole."""
    site = publisher.current(request)
    known = {
        "description": site.strapline,
        "email": site.email,
        "telephone": site.telephone,
        "address": " ".join(site.address.split()),
        "sameAs": list(site.profiles),
        "contactPoint": _contact(site),
    }
    logo = hosts.absolute(request, static(LOGO))
    return {
        **organization_reference(request),
        "logo": {"@type": "ImageObject", "url": logo, "width": 512, "height": 512},
        **{name: value for name, value in known.items() if value},
    }


def organization_reference(request: HttpRequest) -> Node:
    """The organisation, named where something is by it."""
    return {
        "@type": "Organization",
        "@id": _own(request, "organization"),
        "name": publisher.current(request).name,
        "url": hosts.absolute(request, "/"),
    }


def website(page: Page, request: HttpRequest) -> Node:
    """The site as a whole, said on the page that it begins with."""
    return {
        "@type": "WebSite",
        "@id": _own(request, "website"),
        "url": addresses.canonical(page, request),
        "name": publisher.current(request).name,
        "inLanguage": page.locale.language_code,
        "publisher": {"@id": _own(request, "organization")},
    }


def breadcrumb_list(page: Page, request: HttpRequest) -> Node | None:
    """The way down to a page; None for the page that a site begins with."""
    way = [found for found in references.current().ancestors(page) if found.live]
    steps = [(step.title, url) for step in [*way, page] if (url := step.get_url(request))]
    aspect = words.aspect_of(page, request)
    if aspect is not None:
        steps.append((aspect.name, addresses.canonical(page, request)))
    if len(steps) < 2:
        return None
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": name,
            "item": hosts.absolute(request, url),
        }
        for position, (name, url) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def image(page: Page, request: HttpRequest) -> Node:
    """The picture that stands for a page."""
    found = pictures.link_picture(page, request)
    return {
        "@type": "ImageObject",
        "url": found.url,
        "width": found.width,
        "height": found.height,
        "caption": found.alt,
    }


def _contact(site: publisher.Publisher) -> Node | None:
    known = {"email": site.email, "telephone": site.telephone}
    given = {name: value for name, value in known.items() if value}
    return {"@type": "ContactPoint", "contactType": "enquiries", **given} if given else None


def _own(request: HttpRequest, name: str) -> str:
    """The name of something that is the same on all pages of the site."""
    return hosts.absolute(request, f"/#{name}")

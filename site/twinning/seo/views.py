"""What is asked for at the root of a host: sitemaps, robots.txt and the icon."""

from typing import Any

from django.conf import settings
from django.contrib.sitemaps.views import x_robots_tag
from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from wagtail.models import get_page_models

from twinning import conf, hosts, landmarks
from twinning.delivery.offers import offer
from twinning.seo import sitemaps

XML = "application/xml; charset=utf-8"
#: The parameter that counts the files of a language.
NUMBER = "p"


@x_robots_tag
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The sitemaps of all languages (https://www.sitemaps.org/protocol.html#index).

    Raises:
        Http404: the host is no site's, and no site is shown on others.
    """
    offer(request, ())
    _need_site()
    files = [
        {"location": _sitemap_url(code, number, request), "last_mod": summary.last_mod}
        for code, summary in sitemaps.summaries().items()
        for number in range(1, summary.files + 1)
    ]
    return HttpResponse(render_to_string("sitemap_index.xml", {"sitemaps": files}), XML)


@x_robots_tag
def sitemap(request: HttpRequest, language: str) -> HttpResponse:
    """The pages of the site in a language, each with its translations.

    Raises:
        Http404: there are none, no file of this number, or no site at this host.
    """
    offer(request, {NUMBER})
    _need_site()
    given = request.GET.get(NUMBER, "1")
    if not (given.isascii() and given.isdecimal() and len(given) < 6):
        raise Http404
    try:
        entries = sitemaps.entries(language, int(given), request)
    except EmptyPage:
        raise Http404 from None
    return HttpResponse(render_to_string("sitemap.xml", {"urlset": entries}), XML)


def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may fetch (RFC 9309): all that visitors read, or nothing of a trial site."""
    offer(request, ())
    return HttpResponse("\n".join(_rules(request)) + "\n", "text/plain; charset=utf-8")


def favicon(request: HttpRequest) -> HttpResponse:
    """Where the icon is that some ask for without having read a page."""
    offer(request, ())
    return HttpResponseRedirect(static("twinning/img/favicon.ico"))


def _need_site() -> None:
    if landmarks.current_site() is None:
        raise Http404


def _rules(request: HttpRequest) -> list[str]:
    if settings.DEBUG or not conf.get("INDEXED"):
        return ["User-agent: *", "Disallow: /"]
    rules = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in ("/admin/", "/api/", *_uncrawled())),
    ]
    if landmarks.current_site() is None:
        return rules
    return [
        *rules,
        "",
        f"Sitemap: {hosts.absolute(request, reverse('sitemap_index'))}",
    ]


def _uncrawled() -> list[str]:
    """Patterns of all addresses with one of the parameters that page types name."""
    types: list[Any] = get_page_models()
    names = {name for kind in types for name in getattr(kind, "uncrawled_parameters", ())}
    return [f"/*{mark}{name}=" for name in sorted(names) for mark in "?&"]


def _sitemap_url(language: str, number: int, request: HttpRequest) -> str:
    url = hosts.absolute(request, reverse("sitemap", args=[language]))
    return url if number == 1 else f"{url}?{NUMBER}={number}"

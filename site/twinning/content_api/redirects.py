"""Redirects that editors keep, as Wagtail's middleware finds them, for a given site."""

from django.db.models import F
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from twinning.content_api.context import Context


def redirect_from(path: str, context: Context) -> tuple[str, bool] | None:
    """Where a path leads and whether for good; None where it leads nowhere that is public.

    Args:
        path: from the root of the host, with a query string where there is one.
    """
    try:
        full = Redirect.normalise_path(path)
    except ValueError:  # what looks like a host and is none, such as `//[x`
        return None
    context.store.noted.all_of(Redirect)
    candidates = {full, uri_to_iri(full), full.partition("?")[0]}
    found = (
        Redirect.objects.filter(old_path__in=candidates, site__in=[context.site.pk])
        | Redirect.objects.filter(old_path__in=candidates, site__isnull=True)
    ).order_by(F("site").asc(nulls_last=True), "-old_path")
    for redirect in found:
        to = _target(redirect, context)
        if to:
            return to, redirect.is_permanent
    return None


def _target(redirect: Redirect, context: Context) -> str:
    if not redirect.redirect_page_id:
        return str(redirect.redirect_link)
    page = context.store.get(Page, redirect.redirect_page_id)
    reference = context.page_reference(page) if page else None
    if reference is None:
        return ""
    within = redirect.redirect_page_route_path.lstrip("/")
    return f"{context.href(reference)}{within}"

"""What templates that show towns, their partners and interests use."""

from typing import Any

from django import template
from django.template.context import RequestContext
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from wagtail.models import Page

from towns.models import Interest, InterestsPage, PartnersPage
from twinning import references, signposts
from twinning.translation.fallback import other_language
from twinning.translation.localised import everything, localised

register = template.Library()


@register.simple_tag
def interests_of(owner: Any) -> list[Interest]:
    """The interests of a town, a story or a partner, in the visitor's language.

    Args:
        owner: in that language, or a partner of `queries.mapped_links`, in whatever language.
    """
    keys = getattr(owner, "interest_keys", None)
    if keys is None:
        return localised(owner.interests.all(), owner.locale_id)
    return [i for key, i in everything(Interest).items() if key in keys] if keys else []


@register.simple_tag
def interests_address() -> str:
    """Where the page of interests is in the visitor's language, if there is one."""
    return signposts.address_of(InterestsPage)


@register.simple_tag
def partners_address() -> str:
    """Where the page of partners' partners is in the visitor's language, if there is one."""
    return signposts.address_of(PartnersPage)


@register.simple_tag(takes_context=True)
def town_link(context: RequestContext, town: Page) -> SafeString:
    """A link to a town, marked where the town's page is in another language."""
    url = town.get_url(context.get("request")) or ""
    code = other_language(town)
    if not code:
        return format_html('<a href="{}">{}</a>', url, town.title)
    return format_html('<a href="{}" hreflang="{}" lang="{}">{}</a>', url, code, code, town.title)


@register.filter
def town_for(candidate: Any, chosen: Any) -> str:
    """The slug of the town that an enquiry about a partner names: the chosen one, or the first."""
    towns = [link.town for link in candidate.links]
    first = [town for town in towns if chosen and town.translation_key == chosen.key]
    return str([*first, *towns][0].slug)


@register.simple_tag(takes_context=True)
def enquiry_url(
    context: RequestContext, town: str = "", partner: str = "", interest: str = ""
) -> str:
    """Where people write to the partnership, with what they ask about; '' where there is no page.

    The parameters are a contract with the form there: `partner` is the anchor of a partner's name,
    `interest` the key of an interest, `town` the slug of one of our towns.
    """
    settings = context.get("site_settings")
    key = getattr(settings, "enquiry_page_id", None)
    page = references.current().localised(references.current().get(Page, key))
    if page is None:
        return ""
    given = {"partner": partner, "interest": interest, "town": town}
    query = urlencode({name: value for name, value in given.items() if value})
    url = page.get_url(context.get("request")) or ""
    return f"{url}?{query}" if url and query else url

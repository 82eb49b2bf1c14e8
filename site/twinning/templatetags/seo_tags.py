"""What the head of a page says to search engines and to whoever shows a link to it."""

from django import template
from django.template.context import RequestContext
from django.utils.safestring import SafeString

from twinning.seo import feeds as offered
from twinning.seo import head, publisher, structured, words
from twinning.seo.feeds import Feed
from twinning.seo.head import PageHead
from twinning.templatetags.twinning_tags import shown_page

register = template.Library()


@register.simple_tag(takes_context=True)
def page_head(context: RequestContext) -> PageHead | None:
    """All that is said of the shown page; None where there is none, as on a 404.

    A view whose page shows a list leaves the paginator's page as `listed` in the context.
    """
    page = shown_page(context)
    return head.page_head(page, context["request"], context.get("listed")) if page else None


@register.simple_tag(takes_context=True)
def page_aspect(context: RequestContext) -> words.Aspect | None:
    """What the address makes of the shown page, None where that is the page itself."""
    page = shown_page(context)
    return words.aspect_of(page, context["request"]) if page else None


@register.simple_tag(takes_context=True)
def site_name(context: RequestContext) -> str:
    """The name of the site in the active language, or else Wagtail's."""
    return publisher.current(context["request"]).name


@register.simple_tag(takes_context=True)
def structured_data(context: RequestContext) -> SafeString | str:
    """The shown page as JSON-LD, in a data block."""
    page = shown_page(context)
    return structured.script(page, context["request"]) if page else ""


@register.simple_tag
def feeds() -> list[Feed]:
    """The feeds that the site offers in the active language."""
    return offered.feeds()

"""Where the few pages are that pages of any kind lead to, such as that of all interests.

They come with the landmarks, so that a link to one costs no query.
"""

from collections.abc import Iterator

from django.utils import translation
from wagtail.models import Page

from twinning import landmarks, references, visibility
from twinning.landmarks import Signpost


def register(model: type[Page]) -> None:
    """Have the pages of a type at hand in every request; call it in an AppConfig's `ready()`.

    Meant for types of which a site has one page in each language.
    """
    landmarks.signpost_types.add(model._meta.label_lower)


def address_of(model: type[Page]) -> str:
    """The path of the current site's public page of a registered type in the active language.

    Nothing where there is none.
    """
    references.current().noted.all_of(model)
    site = landmarks.current_site()
    for post in _here():
        if site is not None and post.model == model._meta.label_lower:
            found = landmarks.public_path(post, site)
            return found[1] if found else ""
    return ""


def pages() -> list[Page]:
    """The current site's public pages of all registered types in the active language.

    In the order of the tree; one query.
    """
    paths = [post.path for post in _here()]
    return list(visibility.public(Page.objects).filter(path__in=paths).order_by("path"))


def _here() -> Iterator[Signpost]:
    site, language = landmarks.current_site(), translation.get_language()
    for post in landmarks.current().signposts:
        is_ours = site is not None and site.root_above(post.path) is not None
        if is_ours and post.locale == language and landmarks.current().is_open(post):
            yield post

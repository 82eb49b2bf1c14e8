"""Where the few pages are that pages of any kind lead to, such as that of all interests.

They come with the landmarks, so that a link to one costs no query.
"""

from django.utils import translation
from wagtail.models import Page

from twinning import landmarks, references


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
    site, language = landmarks.current_site(), translation.get_language()
    for post in landmarks.current().signposts:
        if (post.model, post.locale) != (model._meta.label_lower, language):
            continue
        if site is not None and site.root_above(post.path) and landmarks.current().is_open(post):
            found = landmarks.public_path(post, site)
            return found[1] if found else ""
    return ""

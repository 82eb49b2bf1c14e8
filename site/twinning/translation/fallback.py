"""What stands in, in a list, for a page that does not exist in the visitor's language.

A list shows the page in the best other language and says so. A page that is shown on its own is
never replaced: it exists in a language or it does not (ADR 3).
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.db.models import Case, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import translation
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.query import PageQuerySet

P = TypeVar("P", bound=Page)


def preference() -> list[str]:
    """The codes of the site's languages: the active one, the default one, then in their order."""
    codes = [code for code, _name in settings.LANGUAGES]
    first = [translation.get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE]
    return list(dict.fromkeys(code for code in [*first, *codes] if code in codes))


def best(pages: PageQuerySet) -> PageQuerySet:
    """Each page once, with its locale: in the active language, else in the best other one.

    Args:
        pages: in every language, and only those that may be shown: what is not among them does not
            count as existing. They must not be sliced.
    """
    order = [
        When(locale__language_code=code, then=Value(rank)) for rank, code in enumerate(preference())
    ]
    place = Window(
        RowNumber(),
        partition_by="translation_key",
        order_by=[Case(*order, default=Value(len(order))).asc(), "pk"],
    )
    ranked = pages.order_by().filter(locale__language_code__in=preference()).annotate(place=place)
    return pages.filter(pk__in=ranked.filter(place=1).values("pk")).select_related("locale")


def best_first(items: Iterable[tuple[str, Any]]) -> list[Any]:
    """Items in the order in which a visitor understands them.

    Args:
        items: pairs of a language code and anything; those in no language of the site go.
    """
    rank = {code: place for place, code in enumerate(preference())}
    known = [(code, item) for code, item in items if code in rank]
    return [item for _code, item in sorted(known, key=lambda pair: rank[pair[0]])]


def other_language(page: Page) -> str:
    """The code of a page's language where that is not the active one, else nothing.

    The page must have come with its locale, or this costs a query.
    """
    code = str(page.locale.language_code)
    return "" if code == translation.get_language() else code


def in_language(code: str) -> str:
    """“in English”, in the active language; nothing for no language."""
    if not code:
        return ""
    known = {
        "en": _("in English"),
        "nl": _("in Dutch"),
        "fr": _("in French"),
        "de": _("in German"),
        "pl": _("in Polish"),
    }
    return known.get(code) or f"({get_language_info(code)['name_local']})"

"""The glossary in the Content API."""

from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import Query, Router, Schema
from pydantic import Field

from twinning import references
from twinning.content_api.http import answer
from twinning.content_api.operations import answers, get
from twinning.content_api.parameters import SiteQuery
from twinning.content_api.schemas import LanguageCode
from twinning.content_api.sites import site_for
from twinning.translation.collation import sort_key
from twinning.translation.glossary import terms
from twinning.translation.glossary.terms import Entry
from twinning.translation.models import GlossaryTerm

router = Router(tags=["glossary"])


class GlossaryQuery(SiteQuery):
    """Which terms."""

    locale: Annotated[
        LanguageCode | None,
        Field(description="Only terms with a name in this language, in the order of these names."),
    ] = None


class TermName(Schema):
    """What a term is called in a language, and every form that this takes there, itself first."""

    locale: LanguageCode
    name: str
    forms: list[str]


class Term(Schema):
    """A term of the glossary, or a place, with its names."""

    id: int
    kind: Literal["term", "place"]
    note: str
    names: list[TermName]


@get(
    router,
    "/",
    "list_glossary",
    answers(list[Term]),
    summary="What terms and places are called in each language",
)
def list_glossary(request: HttpRequest, query: Query[GlossaryQuery]) -> HttpResponse:
    """The whole glossary, which is the same for all sites."""
    site_for(request, query.site)
    references.current().noted.all_of(GlossaryTerm)
    locale = query.locale or settings.LANGUAGE_CODE
    with translation.override(locale):
        entries = sorted(terms.current().entries, key=lambda entry: _order(entry, locale))
    return answer([_term(entry) for entry in entries if query.locale in {None, *entry.names}])


def _order(entry: Entry, locale: str) -> tuple[Any, ...]:
    """By the name in a language; what has none comes last, by any other."""
    name = entry.text(locale)
    return name is None, *sort_key(name or min(n.text for n in entry.names.values())), entry.term.pk


def _term(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.term.pk,
        "kind": entry.term.kind,
        "note": entry.term.note,
        "names": [
            {"locale": code, "name": entry.names[code].text, "forms": entry.forms(code)}
            for code, _label in settings.LANGUAGES
            if code in entry.names
        ],
    }

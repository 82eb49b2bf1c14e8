"""Query parameters: strictly those that an operation knows, each checked and named in errors."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Annotated, Any, Literal
from urllib.parse import unquote_to_bytes

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Schema
from ninja.operation import Operation
from pydantic import AfterValidator, BeforeValidator, Field

from twinning.content_api import errors
from twinning.content_api.schemas import LanguageCode
from twinning.delivery.offers import offer

#: PostgreSQL's largest integer, which primary keys have.
LARGEST = 2**31 - 1
LONGEST = 2000
MOST = 100


def _split(values: Any) -> Any:
    """`a,b` as two values; a list may be given either way. Too many stay too many, also of none."""
    if not isinstance(values, list):
        return values
    parts = [part for value in values for part in str(value).split(",")]
    return [part for part in parts if part] if len(parts) <= MOST else parts


def _split_all(values: Any) -> Any:
    """The same, an empty part being a value too: one that is refused."""
    if not isinstance(values, list):
        return values
    return [part for value in values for part in str(value).split(",")]


def _written(pattern: str, words: str) -> BeforeValidator:
    """Takes only what is written so: pydantic itself takes timestamps for dates, and 5.0 for 5."""
    matches = re.compile(pattern, re.ASCII)

    def check(value: Any) -> Any:
        if isinstance(value, str) and not matches.fullmatch(value):
            raise ValueError(words)
        return value

    return BeforeValidator(check)


def _in_our_time(moment: Any) -> Any:
    """Years that no calendar conversion takes out of what databases hold."""
    if not 1000 <= moment.year <= 9000:
        raise ValueError("The year must lie between 1000 and 9000.")
    return moment


_whole = _written(r"-?[0-9]+", "Input should be a whole number.")
_decimal = _written(r"-?[0-9]+(\.[0-9]+)?", "Input should be a number, such as 52.35.")
_day = _written(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "Input should be a day, such as 1948-05-01.")
_moment = _written(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})",
    "Input should be a moment with its offset, such as 2026-11-24T18:30:00Z (RFC 3339).",
)

# Bounds stand before what is checked first: so they are bounds of the number in the document.
Identifier = Annotated[int, Field(ge=1, le=LARGEST), _whole]
#: A generation: a moment in milliseconds, which JavaScript's numbers hold.
Generation = Annotated[int, Field(ge=0, le=2**53 - 1), _whole]
#: A number of things; who uses it says how many there may be.
Counted = Annotated[int, _whole]
Integer = Annotated[int, Field(ge=-LARGEST, le=LARGEST), _whole]
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e15, le=1e15), _decimal]
Text = Annotated[str, Field(max_length=LONGEST)]
Day = Annotated[date, _day, AfterValidator(_in_our_time)]
Moment = Annotated[datetime, _moment, AfterValidator(_in_our_time)]
Listed = BeforeValidator(_split)
#: A list whose members are names from a closed list, none of which is empty.
ListedNames = BeforeValidator(_split_all)

#: The types of values as filters have them → what is accepted in a query.
ACCEPTED: dict[Any, Any] = {int: Integer, float: Number, str: Text, date: Day, datetime: Moment}


class SiteQuery(Schema):
    """Which site an answer is for."""

    site: Annotated[
        str | None,
        Field(max_length=255, description="Host name of a site; the request's own by default."),
    ] = None


class LocaleQuery(SiteQuery):
    """Which site and language an answer is for."""

    locale: Annotated[
        LanguageCode | None, Field(description="Language code; the site's first by default.")
    ] = None


class WritingQuery(SiteQuery):
    """How pages are written."""

    fields: Annotated[
        list[Text],
        Field(
            max_length=MOST,
            description=(
                "Members that the answer shall have, such as `title,parent.title`, beside `id` "
                "and `type`; all by default. Comma-separated or repeated."
            ),
        ),
        Listed,
    ] = []
    rich_text: Annotated[
        Literal["html", "markdown", "portable_text"], Field(description="Format of rich text.")
    ] = "html"


class FallbackQuery(WritingQuery):
    """In which language pages are wanted."""

    locale: Annotated[LanguageCode | None, Field(description="Only pages in this language.")] = None
    fallback: Annotated[
        list[LanguageCode],
        Field(
            max_length=MOST,
            description=(
                "Languages that stand in for `locale`, the best first. "
                "Comma-separated or repeated; only with `locale`."
            ),
        ),
        ListedNames,
    ] = []

    @property
    def locales(self) -> list[str]:
        """The language asked for and those that stand in for it, each once.

        Raises:
            Refused: 422 where `fallback` is given without `locale`.
        """
        if self.locale is None:
            if self.fallback:
                raise errors.invalid("fallback", "It needs `locale`, which it stands in for.")
            return []
        return list(dict.fromkeys([self.locale, *self.fallback]))


class PageQuery(Schema):
    """Which part of a list."""

    limit: Annotated[int, Field(ge=1, le=MOST, description="How many at most."), _whole] = 20
    offset: Annotated[int, Field(ge=0, le=10_000_000, description="How many to skip."), _whole] = 0


Run = Callable[..., HttpResponseBase]


def strict(run: Run) -> Run:
    """Refuse parameters that an operation does not know, and bytes that are no text.

    What is answered depends on these parameters alone, and is offered to the cache.

    A decorator of ninja's operations (`NinjaAPI.add_decorator(strict, mode="view")`).
    """
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    operation.by_alias = True  # the document names members as the answers do
    known: dict[str, bool] = {}
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            lists = set(getattr(model, "__ninja_collection_fields__", []))
            known |= {name: name in lists for name in model.__ninja_flatten_map__}

    @wraps(run)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        offer(request, known, strict=True)
        try:
            _check(request, known)
        except errors.Refused as refused:
            return errors.response(refused)
        return run(request, *args, **kwargs)

    return checked


def _check(request: HttpRequest, known: dict[str, bool]) -> None:
    _check_encoding(request.META.get("QUERY_STRING", ""))
    wrong: list[tuple[tuple[str, ...], str]] = []
    for name, values in request.GET.lists():
        if name not in known:
            wrong.append((("query", name), "There is no such parameter."))
        elif len(values) > 1 and not known[name]:
            wrong.append((("query", name), "It is given more than once."))
        elif any("\0" in value for value in values):
            wrong.append((("query", name), "It contains a null character."))
    if wrong:
        raise errors.Refused(422, "The request has parameters that cannot be used.", wrong)


def _check_encoding(query: str) -> None:
    """Refuse percent-encoded bytes that are not UTF-8, which Django replaces without a word.

    Raises:
        Refused: 422, naming the parameter.
    """
    for part in re.split("[&;]", query):
        name, _equals, value = part.partition("=")
        try:
            readable = unquote_to_bytes(name.replace("+", " ")).decode()
        except UnicodeDecodeError:
            raise errors.invalid(name[:100], "It is not UTF-8.") from None
        try:
            unquote_to_bytes(value).decode()
        except UnicodeDecodeError:
            raise errors.invalid(readable[:100], "It is not UTF-8.") from None

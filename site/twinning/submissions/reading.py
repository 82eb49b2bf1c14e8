"""What a front end has sent, as the form takes it: of the right types, and nothing besides."""

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from twinning.content_api.errors import Refused
from twinning.submissions.posting import TOO_LARGE

JSON = "application/json"
MULTIPART = "multipart/form-data"

T = TypeVar("T")
Data = tuple[QueryDict, MultiValueDict[str, Any]]


def read(request: HttpRequest, fields: dict[str, forms.Field], most_bytes: int) -> Data:
    """Data and files of a request.

    Args:
        fields: those that the form has.
        most_bytes: that the request may have.

    Raises:
        Refused: 400, 413, 415, or 422 that names each member that is of no use.
    """

    def take(is_json: bool) -> Data:
        if is_json:
            return _from_json(request.body, fields), MultiValueDict()
        return _from_parts(request, fields)

    return _taken(request, most_bytes, take)


def member(request: HttpRequest, name: str, most_bytes: int) -> Any:
    """One member of what was sent, while the form is not known yet; None where it is not there.

    Raises:
        Refused: as `read`.
    """

    def take(is_json: bool) -> Any:
        return _object(request.body).get(name) if is_json else request.POST.get(name)

    return _taken(request, most_bytes, take)


def _taken(request: HttpRequest, most_bytes: int, take: Callable[[bool], T]) -> T:
    kind = request.content_type
    if kind not in {JSON, MULTIPART}:
        words = f"Send {JSON}, or {MULTIPART} where there are files."
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, words)
    try:
        if int(request.headers.get("Content-Length") or 0) > most_bytes:
            raise RequestDataTooBig
        return take(kind == JSON)
    except MultiPartParserError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, f"The body is no {MULTIPART}.") from error
    except TOO_LARGE as error:
        words = f"At most {most_bytes} bytes can be sent, in few parts."
        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words) from error


def _from_parts(request: HttpRequest, fields: dict[str, forms.Field]) -> Data:
    names = {*request.POST, *request.FILES}
    wrong = [_unknown(name) for name in sorted(names - set(fields))]
    for name, values in request.POST.lists():
        if len(values) > 1 and not isinstance(fields.get(name), forms.MultipleChoiceField):
            wrong.append((("body", name), _("It is given more than once.")))
        if isinstance(fields.get(name), forms.FileField):
            wrong.append((("body", name), _("Give a file.")))
    for name in request.FILES:
        if name in fields and not isinstance(fields[name], forms.FileField):
            wrong.append((("body", name), _("Give a text.")))
    _refuse(wrong)
    return request.POST, request.FILES


def _object(body: bytes) -> dict[str, Any]:
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "The body is no JSON.") from error
    if not isinstance(given, dict):
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "The body is no JSON object.")
    return given


def _from_json(body: bytes, fields: dict[str, forms.Field]) -> QueryDict:
    data = QueryDict(mutable=True)
    wrong: list[tuple[tuple[str, ...], str]] = []
    for name, value in _object(body).items():
        if name not in fields:
            wrong.append(_unknown(name))
        elif value is not None:
            words, values = _values(fields[name], value)
            wrong += [(("body", name), words)] if words else []
            data.setlist(name, values)
    _refuse(wrong)
    return data


def _values(field: forms.Field, value: Any) -> tuple[str, list[str]]:
    """What is wrong with a member's type, if anything is, and its values as a form takes them."""
    for kind, is_right, words in _RULES:
        if isinstance(field, kind):
            if not is_right(value):
                return str(words()), []
            return "", _written(value)
    return "", []


def _written(value: Any) -> list[str]:
    if isinstance(value, list):
        return [str(item) for item in value]
    if isinstance(value, bool):
        return ["on"] if value else []
    return [str(value)]


def _is_number(value: Any) -> bool:
    return isinstance(value, str | int | float) and not isinstance(value, bool)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


#: The most special first: which fields take which JSON values, and what is said of others.
_RULES: list[tuple[type[forms.Field], Callable[[Any], bool], Callable[[], str]]] = [
    (forms.FileField, lambda value: False, lambda: _("Files can only be sent as multipart.")),
    (forms.BooleanField, lambda value: isinstance(value, bool), lambda: _("Give true or false.")),
    (forms.MultipleChoiceField, _is_list, lambda: _("Give a list of texts.")),
    (forms.DecimalField, _is_number, lambda: _("Give a number.")),
    (forms.Field, lambda value: isinstance(value, str), lambda: _("Give a text.")),
]


def _unknown(name: str) -> tuple[tuple[str, ...], str]:
    return ("body", name[:100]), _("There is no such field.")


def _refuse(wrong: list[tuple[tuple[str, ...], str]]) -> None:
    if wrong:
        words = "The submission has members that cannot be used."
        raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, words, wrong)

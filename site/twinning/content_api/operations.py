"""What every operation has in common, and its part of the OpenAPI document."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from ninja import NinjaAPI, Router
from ninja.openapi.schema import OpenAPISchema

from twinning.content_api import errors, parameters
from twinning.content_api.errors import NotFoundProblem, Problem, RestrictedProblem
from twinning.content_api.http import JSON, PICKED_JSON

#: Stands for 200 with picked fields until the document is made: ninja knows one type a status.
PICKED = 299
#: What may become of something that is sent, besides 201.
_REFUSALS = (400, 403, 404, 408, 413, 415, 422, 429, 503)


def answers(whole: Any, picked: Any = None, page: bool = False) -> dict[int, Any]:
    """The `response` of an operation: what it answers, and its problem documents.

    Args:
        whole: the type of the answer.
        picked: the type of the answer to a request with `fields`.
        page: whether a 404 says in which languages the page is available, and a 403 that it needs
            a password.
    """
    found: dict[int, Any] = {200: whole, 404: NotFoundProblem if page else Problem, 422: Problem}
    if page:
        found[403] = RestrictedProblem
    return found if picked is None else {**found, PICKED: picked}


def get(router: Router, path: str, name: str, response: dict[int, Any], summary: str) -> Any:
    """Register a view for GET and HEAD, its operation and its address under one name."""
    return router.api_operation(
        ["GET", "HEAD"],
        path,
        response=response,
        operation_id=name,
        url_name=name,
        summary=summary,
    )


def post(router: Router, path: str, name: str, created: Any, summary: str, **options: Any) -> Any:
    """Register a view for POST that makes something: 201, or a problem document.

    Args:
        created: the type of the answer.
        options: of ninja's own, such as `openapi_extra`.
    """
    refusals = dict.fromkeys(_REFUSALS, Problem)
    return router.post(
        path,
        response={HTTPStatus.CREATED: created, **refusals},
        operation_id=name,
        url_name=name,
        summary=summary,
        **options,
    )


class ContentAPI(NinjaAPI):
    """Ninja's API with strict parameters and problem documents, and a document that says so."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        errors.register(self)
        self.add_decorator(parameters.strict, mode="view")

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The OpenAPI 3.1 document."""
        document = super().get_openapi_schema(**options)
        for path in document["paths"].values():
            path.pop("head", None)
            for operation in path.values():
                operation["responses"] = _responses(operation["responses"])
                for parameter in operation["parameters"]:
                    parameter["schema"] = _given(parameter["schema"])
        document["components"]["schemas"] = _reachable(document)
        return document


def _given(schema: dict[str, Any]) -> dict[str, Any]:
    """A parameter is given or left out; null is how the code says that it was left out."""
    options = [option for option in schema.get("anyOf", []) if option != {"type": "null"}]
    if len(options) != 1:
        return schema
    rest = {name: value for name, value in schema.items() if name not in {"anyOf", "default"}}
    return {**options[0], **rest}


def _reachable(document: OpenAPISchema) -> dict[str, Any]:
    """The schemas that operations refer to: ninja keeps those of parameters as well."""
    schemas: dict[str, Any] = document["components"]["schemas"]
    found: set[str] = set()
    waiting = [*_references(document["paths"])]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += _references(schemas[name])
    return {name: schemas[name] for name in sorted(found)}


def _references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"].rpartition("/")[2]
        for value in part.values():
            yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)


def _responses(given: dict[int, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {}
    for status, response in given.items():
        if status == PICKED:
            continue
        if status >= 400:
            response["content"] = {errors.PROBLEM_JSON: response["content"][JSON]}
        responses[str(status)] = response
    if "200" not in responses:
        return responses
    if PICKED in given:
        responses["200"]["content"][PICKED_JSON] = given[PICKED]["content"][JSON]
    responses["200"]["headers"] = {
        "ETag": {"schema": {"type": "string"}, "description": "For `If-None-Match`."},
        "Cache-Control": {"schema": {"type": "string"}},
    }
    responses["304"] = {"description": "The client has it already."}
    return responses

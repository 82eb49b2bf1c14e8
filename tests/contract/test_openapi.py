"""The OpenAPI document is the contract: it is valid, whole, and changes only on purpose.

When `test_the_document_is_the_agreed_one` fails: `make openapi` renews the file. What was added is
fine; what was taken away, renamed or retyped breaks front ends and needs a new version of the API.
"""

from collections.abc import Iterator
from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.contract.problems import PROBLEM
from tests.contract.snapshots import agree
from tests.tools.openapi import operations

SCHEMAS = "#/components/schemas/"


def test_the_document_is_the_agreed_one(document) -> None:
    agree("openapi.json", document)


def test_the_document_is_valid(document) -> None:
    assert document["openapi"].startswith("3.1.")
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_every_operation_is_whole(document) -> None:
    found = list(operations(document))
    assert found
    lacking = {
        f"{method} {template}": lacks
        for template, method, operation in found
        if (lacks := list(_lacking(operation)))
    }
    assert lacking == {}
    names = [operation["operationId"] for _template, _method, operation in found]
    assert len(names) == len(set(names))


def test_every_parameter_of_a_path_is_described(document) -> None:
    for template, _method, operation in operations(document):
        for parameter in operation.get("parameters", []):
            assert parameter["schema"], (template, parameter["name"])
            assert (parameter["in"] == "path") == (f"{{{parameter['name']}}}" in template)


def test_every_component_is_used(document) -> None:
    used: set[str] = set()
    waiting = list(_references(document["paths"]))
    schemas = document["components"]["schemas"]
    while waiting:
        name = waiting.pop()
        if name not in used:
            used.add(name)
            waiting += _references(schemas[name])
    assert set(schemas) - used == set()


def _lacking(operation: dict[str, Any]) -> Iterator[str]:
    yield from (name for name in ("operationId", "summary") if not operation.get(name))
    responses = operation["responses"]
    good = [responses[status] for status in responses if status.startswith("2")]
    if not good or not all(_is_typed(response) for response in good):
        yield "a typed answer"
    bad = [responses[status] for status in responses if status.startswith("4")]
    if not bad or not all(set(response["content"]) == {PROBLEM} for response in bad):
        yield "problems"
    if not all(_is_typed(response) for response in bad):
        yield "typed problems"


def _is_typed(response: dict[str, Any]) -> bool:
    shapes = [part.get("schema", {}) for part in response.get("content", {}).values()]
    return bool(shapes) and all(_says_something(shape) for shape in shapes)


def _says_something(schema: dict[str, Any]) -> bool:
    if schema.get("type") == "array":
        return _says_something(schema.get("items", {}))
    return any(name in schema for name in ("$ref", "oneOf", "anyOf", "properties"))


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for item in node:
            yield from _references(item)
    elif isinstance(node, dict):
        for name, value in node.items():
            if name == "$ref":
                yield value.removeprefix(SCHEMAS)
            elif name == "mapping" and "propertyName" in node:
                yield from (target.removeprefix(SCHEMAS) for target in value.values())
            else:
                yield from _references(value)

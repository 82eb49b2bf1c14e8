"""Check values against an OpenAPI 3.1 document, whose schemas are JSON Schema 2020-12."""

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry
from referencing.jsonschema import DRAFT202012

METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every operation with its path template and method."""
    for template, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                yield template, method, item[method]


def validate(
    document: dict[str, Any],
    path_template: str,
    method: str,
    status: int,
    media_type: str,
    instance: Any,
) -> None:
    """Check the body of an answer: as its schema says, and without a member that it does not name.

    Args:
        document: the OpenAPI document.
        path_template: as the document has it, such as `/api/content/v1/pages/{page_id}/`.
        instance: the parsed body.

    Raises:
        AssertionError: the document has no such answer, or the body is another one.
    """
    operation = document["paths"].get(path_template, {}).get(method.lower())
    assert operation is not None, f"There is no {method} {path_template}."
    response = operation["responses"].get(str(status))
    assert response is not None, f"{method} {path_template} has no {status}."
    content = response.get("content", {})
    assert media_type in content, f"{status} of {path_template} has no {media_type}."
    place = (path_template, method.lower(), "responses", str(status), "content", media_type)
    errors = _validator(json.dumps(document), place).iter_errors(instance)
    if (error := next(errors, None)) is not None:
        cause = _cause(error)
        raise AssertionError(f"{path_template} {status}: {cause.json_path}: {cause.message}")


def _cause(error: ValidationError) -> ValidationError:
    """What is wrong in the member of a union that was meant: the one whose `type` it has."""
    while error.context:
        branches = defaultdict(list)
        for inner in error.context:
            branches[inner.schema_path[0]].append(inner)
        meant = [b for b in branches.values() if not any(e.validator == "const" for e in b)]
        candidates = meant or list(branches.values())
        error = max(candidates, key=lambda branch: len(branch[0].absolute_path))[0]
    return error


@lru_cache(maxsize=64)
def _validator(document: str, place: tuple[str, ...]) -> Draft202012Validator:
    schemas = _closed(json.loads(document))
    registry = Registry().with_resource("urn:openapi", DRAFT202012.create_resource(schemas))
    pointer = "/".join(
        part.replace("~", "~0").replace("/", "~1") for part in ("paths", *place, "schema")
    )
    reference = {"$ref": f"urn:openapi#/{pointer}"}
    return Draft202012Validator(
        reference, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def _closed(node: Any) -> Any:
    """The same schemas, objects having no members but those that are named."""
    if isinstance(node, list):
        return [_closed(item) for item in node]
    if not isinstance(node, dict):
        return node
    found = {name: _closed(value) for name, value in node.items()}
    if found.get("type") == "object" and isinstance(found.get("properties"), dict):
        found.setdefault("additionalProperties", False)
    return found

"""A Python client that openapi-python-client makes of the document reads the whole site.

What it cannot make is a fault of the document: its warnings fail here. Each answer is compared with
its own JSON after a way through the classes and back, so nothing is dropped or guessed.
"""

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import pytest
from django.conf import settings

from tests.tools.openapi import operations

NAME = "generated_content_client"
LANGUAGES = [code for code, _name in settings.LANGUAGES]


@dataclass
class Generated:
    """The generated package, a client of the site, and the document that it comes from."""

    models: ModuleType
    client: Any
    document: dict[str, Any] = field(repr=False)

    def operation(self, name: str) -> ModuleType:
        """The module of an operation, by its `operationId`."""
        [tag] = [
            operation["tags"][0]
            for _template, _method, operation in operations(self.document)
            if operation["operationId"] == name
        ]
        return importlib.import_module(f"{NAME}.api.{tag}.{name}")

    def call(self, operation: str, *path: Any, **query: Any) -> tuple[int, Any, Any]:
        """Status, parsed answer and JSON of a call."""
        answer = self.operation(operation).sync_detailed(*path, client=self.client, **query)
        return int(answer.status_code), answer.parsed, json.loads(answer.content)

    def class_of(self, type_name: str, union: dict[str, Any]) -> type:
        """The class that a union's discriminator names for a type; the union may have a name."""
        if "$ref" in union:
            union = self.document["components"]["schemas"][union["$ref"].rpartition("/")[2]]
        return getattr(self.models, union["discriminator"]["mapping"][type_name].rsplit("/", 1)[1])


@pytest.fixture(scope="module")
def generated(live_site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generated]:
    folder = tmp_path_factory.mktemp("python-client")
    document = live_site.get("/api/content/v1/openapi.json")
    (folder / "openapi.json").write_text(document, encoding="utf-8")
    generate(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        package = importlib.import_module(NAME)
        with package.Client(base_url=live_site.url) as client:
            yield Generated(importlib.import_module(f"{NAME}.models"), client, json.loads(document))
    for name in [name for name in sys.modules if name.split(".")[0] == NAME]:
        del sys.modules[name]


def generate(folder: Path) -> None:
    """Make the package beside openapi.json; a warning about any part of it is an error."""
    (folder / "config.yml").write_text("post_hooks: []\n")
    paths = ["--path", "openapi.json", "--output-path", NAME, "--config", "config.yml"]
    strict = ["--meta", "none", "--fail-on-warning"]
    done = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", *paths, *strict],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert done.returncode == 0 and "warning" not in said.lower(), said


def test_every_operation_can_be_called(generated: Generated) -> None:
    for _template, _method, operation in operations(generated.document):
        assert callable(generated.operation(operation["operationId"]).sync_detailed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_and_block_is_of_its_own_class(generated: Generated, language: str) -> None:
    routes = routes_in(generated, language)
    assert len(routes) == 27
    for route in routes:
        status, resolved, raw = generated.call("resolve", path=route.path)
        assert (status, resolved.kind) == (200, "page"), route.path
        page = resolved.page
        assert (page.id, page.type_, page.path) == (route.id, route.type_, route.path)
        assert type(page) is generated.class_of(route.type_, union_of_pages(generated))
        blocks = getattr(page, "body", [])
        union = schema_of(generated, type(page)).get("body", {}).get("items")
        assert [type(block) for block in blocks] == [
            generated.class_of(block.type_, union) for block in blocks
        ]
        assert resolved.to_dict() == raw
        assert list(unparsed(resolved)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_portable_text_is_of_its_own_classes(generated: Generated, language: str) -> None:
    [home] = [route for route in routes_in(generated, language) if route.type_ == "home.HomePage"]
    written = generated.models.GetPageRichText.PORTABLE_TEXT
    status, page, raw = generated.call("get_page", home.id, rich_text=written)
    assert status == 200
    texts = [block.value for block in page.body if block.type_ == "rich_text"]
    assert texts and all(isinstance(text, list) for text in texts)
    assert list(unparsed(page)) == []
    assert page.to_dict() == raw


def test_a_list_is_filtered_by_typed_parameters(generated: Generated) -> None:
    town = generated.models.ListPagesTypeItem("towns.TownPage")
    status, found, raw = generated.call("list_pages", type_=[town], twinned_since_gte=1956)
    assert (status, found.count) == (200, 10)
    assert {type(page) for page in found.items} == {generated.models.TownPage}
    assert found.to_dict() == raw


@pytest.mark.parametrize("operation", ["get_site", "list_locales", "list_partners", "list_routes"])
def test_what_is_no_page_is_parsed_whole(generated: Generated, operation: str) -> None:
    status, parsed, raw = generated.call(operation)
    assert status == 200
    assert list(unparsed(parsed)) == []
    assert dumped(parsed) == raw


def test_a_picture_and_a_redirect_are_parsed(generated: Generated) -> None:
    [home] = [route for route in routes_in(generated, "nl") if route.type_ == "home.HomePage"]
    _status, page, _raw = generated.call("get_page", home.id)
    status, picture, _raw = generated.call("get_image", page.picture.id)
    assert (status, type(picture)) == (200, generated.models.Image)
    _status, resolved, _raw = generated.call("resolve", path=home.path.removesuffix("/"))
    assert type(resolved) is generated.models.ResolvedRedirect
    assert (resolved.to, resolved.permanent) == (home.path, True)


def test_problems_are_parsed(generated: Generated) -> None:
    status, problem, raw = generated.call("resolve", path="/en/steden/almelo/")
    assert (status, type(problem)) == (404, generated.models.NotFoundProblem)
    assert {place.locale for place in problem.available_in} == set(LANGUAGES)
    assert problem.to_dict() == raw
    status, problem, raw = generated.call("resolve", path="no slash")
    assert (status, type(problem)) == (422, generated.models.Problem)
    assert [error.loc for error in problem.errors] == [["query", "path"]]
    assert problem.to_dict() == raw


def routes_in(generated: Generated, language: str) -> list[Any]:
    """The routes of a language."""
    _status, routes, _raw = generated.call("list_routes")
    return [route for route in routes.items if route.locale == language]


def union_of_pages(generated: Generated) -> dict[str, Any]:
    """The schema of any page."""
    [operation] = [
        operation
        for _template, _method, operation in operations(generated.document)
        if operation["operationId"] == "get_page"
    ]
    return operation["responses"]["200"]["content"]["application/json"]["schema"]


def schema_of(generated: Generated, model: type) -> dict[str, Any]:
    """The properties of a class's schema."""
    return generated.document["components"]["schemas"][model.__name__]["properties"]


def unparsed(value: Any, place: str = "") -> Iterator[str]:
    """Where a value has members that its class does not know, or JSON that became no class."""
    if isinstance(value, dict):
        yield place
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from unparsed(item, f"{place}[{index}]")
    elif attrs.has(type(value)):
        for member in attrs.fields(type(value)):
            within = getattr(value, member.name)
            if member.name != "additional_properties" or within:
                yield from unparsed(within, f"{place}.{member.name}")


def dumped(value: Any) -> Any:
    """The JSON of a parsed answer."""
    return [item.to_dict() for item in value] if isinstance(value, list) else value.to_dict()

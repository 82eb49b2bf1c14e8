"""A strict TypeScript client reads the whole site by nothing but the types of the document.

The client is `tests/contract/typescript`. It looks at every type of page and block by an exhaustive
`switch`: what it does not know does not compile.
"""

import copy
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from home.demo import source
from tests.tools import node

pytestmark = pytest.mark.once("its subject is the types; the client in Python reads the pages")

LANGUAGES = [code for code, _name in settings.LANGUAGES]

PRINT_SUMMARY = """
import {{ walkSite }} from "{module}";
let site = "";
for await (const part of process.stdin) site += part;
process.stdout.write(JSON.stringify(await walkSite(site)));
"""


@pytest.fixture(scope="module")
def document(live_site) -> dict[str, Any]:
    """The document as it is served."""
    return json.loads(live_site.get("/api/content/v1/openapi.json"))


@pytest.fixture(scope="module")
def summary(live_site, document, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the client says of the site that it has walked over."""
    walk = compiled(document, tmp_path_factory.mktemp("typescript"))
    return json.loads(node.run_node(PRINT_SUMMARY.format(module=walk.as_uri()), live_site.url))


def test_every_page_is_read(summary) -> None:
    expected: dict[str, int] = {}
    for page in source.pages():
        expected[page.model] = expected.get(page.model, 0) + 1
    assert sum(expected.values()) == 27
    assert summary["pages"] == dict.fromkeys(LANGUAGES, expected)


def test_every_block_is_read(summary) -> None:
    expected = {"link": len(LANGUAGES)}  # what the home page calls for
    for page in source.pages():
        for block in [*page.fields.get("body", []), *page.fields.get("contacts", [])]:
            expected[block["type"]] = expected.get(block["type"], 0) + len(LANGUAGES)
    assert len(expected) > 10
    assert summary["blocks"] == expected


def test_pictures_links_and_redirects_are_followed(summary) -> None:
    assert summary["pictures"] == len(list(source.PICTURES.glob("*.webp")))
    assert summary["links"] > 100
    assert summary["hops"] == ["/en/"]
    assert summary["refused"] == [422, ["query", "path"]]


@pytest.mark.parametrize(
    ("known", "pattern", "module"),
    [("heading", "HeadingBlock", "blocks.ts"), ("search.SearchPage", "SearchPage", "pages.ts")],
)
def test_an_unknown_type_does_not_compile(document, tmp_path, known, pattern, module) -> None:
    wider = copy.deepcopy(document)
    schemas = wider["components"]["schemas"]
    schemas["Novel"] = copy.deepcopy(schemas[pattern])
    schemas["Novel"]["properties"]["type"] = {"type": "string", "const": "novel"}
    widen(wider, known, "novel", "#/components/schemas/Novel")
    with pytest.raises(node.NodeError) as refused:
        compiled(wider, tmp_path)
    errors = [line for line in str(refused.value).splitlines() if ": error TS" in line]
    assert [error.partition("(")[0] for error in errors] == [module]
    assert "'never'" in errors[0]


def compiled(document: dict[str, Any], folder: Path) -> Path:
    """The client's entry, compiled with the types of this document.

    Raises:
        NodeError: the types do not fit; tsc says where.
    """
    node.install()
    for path in [*node.FOLDER.glob("*.ts"), *node.FOLDER.glob("*config.json")]:
        shutil.copy(path, folder)
    shutil.copy(node.FOLDER / "package.json", folder)
    (folder / "node_modules").symlink_to(node.FOLDER / "node_modules")
    (folder / "openapi.json").write_text(json.dumps(document))
    node.npx("openapi-typescript", "openapi.json", "--output", "schema.d.ts", cwd=folder)
    node.npx("tsc", "--strict", "--project", ".", cwd=folder)
    return folder / "build" / "walk.js"


def widen(part: Any, known: str, novel: str, reference: str) -> None:
    """Add a member to every union that has one of the known type."""
    if isinstance(part, list):
        for item in part:
            widen(item, known, novel, reference)
    elif isinstance(part, dict):
        mapping = part.get("discriminator", {}).get("mapping", {})
        if known in mapping:
            mapping[novel] = reference
            part["oneOf"].append({"$ref": reference})
        for item in list(part.values()):
            widen(item, known, novel, reference)

"""Wagtail's own tests of API v3 pass with the plugin's apps added, but for typed StreamFields."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from wagtail.api.v3 import tests as wagtails

from tests.plugin.host import ROOT, clean

_V3 = "wagtail.api.v3.tests"
#: What fails, and why it must: a StreamField is more than `list[Any]` now.
TYPED = {
    # The document says which blocks there are; `test_what_is_typed` says where it differs.
    f"{_V3}.test_openapi_snapshot.TestOpenAPISnapshot.test_openapi_schema_matches_snapshot",
    # A type that there is not is refused by the schema, with the types that there are, before
    # Wagtail's own code comes to it.
    f"{_V3}.test_page_create.TestV3PageCreate"
    ".test_create_streamfield_page_with_invalid_block_type_returns_422",
}
#: StreamFields of page types and snippets in Wagtail's test application.
STREAMS = (
    "CustomRichBlockFieldPage",
    "DefaultRichBlockFieldPage",
    "StreamPage",
    "UUIDSnippetWithRelations",
)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came of the tests: how many there were, which failed, and the OpenAPI document."""
    folder = tmp_path_factory.mktemp("wagtail")
    results = folder / "results.json"
    done = subprocess.run(
        [sys.executable, "-m", "django", "test", _V3, "--noinput"],
        cwd=folder, capture_output=True, text=True, check=False,
        env={
            **clean(), "PYTHONPATH": f"{ROOT / 'site'}:{ROOT}", "RESULTS": str(results),
            "DJANGO_SETTINGS_MODULE": "tests.plugin.wagtail_settings",
        },
    )  # fmt: skip
    assert results.exists(), done.stderr
    loaded: dict[str, Any] = json.loads(results.read_text())
    return loaded


@pytest.mark.once("Wagtail's settings name a database of their own")
def test_all_but_these_pass(found: dict[str, Any]) -> None:
    assert found["count"] > 400
    assert set(found["failed"]) == TYPED


@pytest.mark.once("the document does not depend on the database")
def test_what_is_typed(found: dict[str, Any]) -> None:
    """The same operations; the same schemas but for `body`, whose items are blocks now."""
    snapshot = json.loads((Path(wagtails.__file__).parent / "snapshots/openapi.json").read_text())
    document = found["document"]
    theirs, ours = snapshot["components"].pop("schemas"), document["components"].pop("schemas")
    assert document == snapshot
    assert theirs.keys() <= ours.keys()
    assert {name for name in theirs if theirs[name] != ours[name]} == {
        f"{model}{kind}Schema" for model in STREAMS for kind in ("", "Create", "Patch")
    }
    for name in theirs:
        if theirs[name] != ours[name]:
            items = ours[name]["properties"]["body"].pop("items")
            assert items["$ref"].rpartition("/")[2] in ours
            assert theirs[name]["properties"]["body"].pop("items") == {}
            assert theirs[name] == ours[name]
    added = ours.keys() - theirs.keys()
    assert added and all(re.search(r"(Input|Stored)\d*$", name) for name in added), added

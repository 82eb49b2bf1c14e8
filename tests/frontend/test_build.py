"""The front end is built by nothing but the types and the answers of the Content API."""

import copy
import json
import re
import subprocess
from pathlib import Path

from tests.e2e.test_typescript_client import widen
from tests.frontend.conftest import UNTRANSLATED, FrontEnd, reports, words_of
from tests.tools import demo, frontend, node
from tests.tools.running import LiveSite

#: What a visitor's browser loads of scripts, at most, were it to see all pages.
MOST_SCRIPT = 20 * 1024
SOURCES = frontend.FOLDER / "src"
SCHEMA = SOURCES / "api" / "schema.d.ts"
#: The forms of a sentence with a number, where they are not two.
PLURALS = {"fr": ("one", "many", "other"), "pl": ("one", "few", "many", "other")}


def check() -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        frontend.command("check"),
        cwd=frontend.FOLDER,
        env=frontend.environment({"NO_COLOR": "1"}),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_types_hold(front_end: FrontEnd) -> None:
    done = check()
    assert not done.returncode, done.stdout + done.stderr


def test_an_unknown_type_does_not_compile(
    front_end: FrontEnd, live_site: LiveSite, tmp_path: Path
) -> None:
    document = json.loads(live_site.get("/api/content/v1/openapi.json"))
    for known, pattern in {"heading": "HeadingBlock", "search.SearchPage": "SearchPage"}.items():
        name = f"Novel{pattern}"
        novel = copy.deepcopy(document["components"]["schemas"][pattern])
        novel["properties"]["type"] = {"type": "string", "const": f"novel.{known}"}
        document["components"]["schemas"][name] = novel
        widen(document, known, f"novel.{known}", f"#/components/schemas/{name}")
    (tmp_path / "openapi.json").write_text(json.dumps(document))
    types = SCHEMA.read_text()
    try:
        made = ("openapi.json", "--output", str(SCHEMA))
        node.npx("openapi-typescript", *made, cwd=tmp_path, folder=frontend.FOLDER)
        done = check()
    finally:
        SCHEMA.write_text(types)
    plain = re.sub(r"\x1b\[\d+m", "", done.stdout)
    refused = re.findall(r"^(\S+\.astro):.*'never'", plain, re.MULTILINE)
    assert refused == ["src/components/Body.astro", "src/components/PageView.astro"], plain


def test_every_page_is_there_for_few_requests(front_end: FrontEnd) -> None:
    (report,) = reports(front_end.built)
    assert report["pages"] == len(demo.pages()) * len(demo.LANGUAGES)
    assert report["requests"] <= report["pages"] + 10
    assert report["requests"] < 40, "a request brings a hundred pages"
    missing = [
        place.path
        for language in demo.LANGUAGES
        for place in demo.every_page(language)
        if not front_end.file(place.path).is_file()
    ]
    assert missing == [demo.path("pl", demo.pages()[UNTRANSLATED])]


def test_scripts_are_small(front_end: FrontEnd) -> None:
    scripts = list(front_end.dist.glob("_assets/*.js"))
    assert scripts
    assert sum(script.stat().st_size for script in scripts) < MOST_SCRIPT


def test_catalogues_say_the_same() -> None:
    english = words_of("en")
    for language in demo.LANGUAGES:
        words = words_of(language)
        assert words.keys() == english.keys()
        assert all(words.values())
        for key, said in words.items():
            forms = said.values() if isinstance(said, dict) else [said]
            assert {names(form) for form in forms} == {names(english[key])}, (language, key)
            if isinstance(said, dict):
                assert tuple(said) == PLURALS.get(language, ("one", "other")), (language, key)
    same = {key for key in english if words_of("pl")[key] == english[key]}
    assert same <= {"menu"}


def test_every_word_is_used() -> None:
    sources = [*SOURCES.rglob("*.astro"), *SOURCES.rglob("*.ts")]
    text = "".join(file.read_text() for file in sources if file != SCHEMA)
    of_html = {"class", "id", "list", "name", "role", "slot", "type"}
    found = re.findall(r'(?:(\w+)=)?"(\w+)"', text)
    quoted = {value for attribute, value in found if attribute not in of_html}
    composed = {f"{part}_{code}" for part in ("from", "in") for code in demo.LANGUAGES}
    composed |= {f"translated_{how}" for how in ("human", "machine", "machine_reviewed")}
    assert words_of("en").keys() - quoted - composed == set()


def names(said: str | dict[str, str]) -> frozenset[str]:
    """What is filled into a sentence."""
    whole = said if isinstance(said, str) else " ".join(said.values())
    return frozenset(re.findall(r"\{\w+\}", whole))

"""The shape of the repository: rules that no tool checks."""

import re
import subprocess
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[1]
REGISTRIES = re.compile(r"registry\.npm|pypi\.(org|python)|pythonhosted\.|deb\.debian\.", re.I)
ROOMS = ("home", "towns", "stories", "search")


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [ROOT / line for line in listed.stdout.splitlines() if (ROOT / line).is_file()]


@pytest.mark.parametrize("folder", ["site", "locale"])
def test_standard_library_names_are_never_packages(folder: str) -> None:
    assert (ROOT / folder).is_dir()
    assert not (ROOT / folder / "__init__.py").exists()


def test_the_source_root_holds_one_package() -> None:
    packages = {path.parent.name for path in (ROOT / "site").glob("*/__init__.py")}
    assert packages == {"twinning"}


def test_nothing_hides_the_source_root_from_git() -> None:
    ignored = subprocess.run(
        ["git", "check-ignore", "-q", "site/twinning/urls.py"], cwd=ROOT, check=False
    )
    assert ignored.returncode == 1


@pytest.mark.parametrize(
    "name", ["manage.py", "Makefile", "Procfile", "requirements.txt", "README.md", "docs/README.md"]
)
def test_what_every_visitor_looks_for_is_there(name: str) -> None:
    assert (ROOT / name).is_file()


@pytest.mark.parametrize("room", ROOMS)
def test_rooms_have_the_same_file_names(room: str) -> None:
    for name in ("apps.py", "queries.py", "migrations", "templates"):
        assert (ROOT / room / name).exists(), f"{room}/{name}"
    # More than three page types are a package with a type a file, and no module beside it.
    assert (ROOT / room / "models.py").exists() != (ROOT / room / "models/__init__.py").exists()


def test_settings_are_short_and_read_the_environment_in_one_place() -> None:
    for path in (ROOT / "site/twinning/settings").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) < 200, path
        if path.name != "reading.py":
            assert not re.search(r"os\.environ|getenv|read_env|environ\.Env\(", text), path


def test_modules_are_short() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in tracked()
        if path.suffix == ".py" and "migrations" not in path.parts
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 350
    }
    assert long == {}


def test_versions_are_pinned_and_name_no_registry() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        pins = [line for line in lines if line and not line.startswith("#")]
        pin = r"[\w.-]+==[\w.]+( ; python_version [<>=]+ \"[\d.]+\")?"
        unpinned = [line for line in pins if not re.fullmatch(pin, line)]
        assert pins
        assert unpinned == [], name


def test_no_registry_address_and_no_todo_is_committed() -> None:
    here = Path(__file__)
    texts = {".py", ".md", ".toml", ".txt", ".in", ".html", ".css", ".js", ".json", ".po", ""}
    for path in tracked():
        if path.suffix in texts and path != here:
            text = path.read_text(encoding="utf-8")
            assert not REGISTRIES.search(text), path
            if path.suffix == ".py":
                assert not re.search(r"\b(TODO|FIXME|XXX)\b", text), path


def test_every_dependency_is_explained() -> None:
    explained = (ROOT / "docs/dependencies.md").read_text(encoding="utf-8").lower()
    for name in ("requirements.in", "requirements-dev.in"):
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
            if line and line[0].isalpha():
                package = re.split(r"[\[=<>;]", line)[0].lower()
                assert package in explained, package


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_pins_install_on_the_oldest_python_that_we_promise(name: str) -> None:
    """A lock made on a newer Python takes versions that an older 3.11 refuses: `make lock`."""
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            try:
                wanted = metadata(line.split("==")[0])["Requires-Python"]
            except PackageNotFoundError:  # needed by another Python only
                continue
            assert not wanted or SpecifierSet(wanted).contains("3.11.0"), line


def test_the_index_names_each_document_and_decision_once() -> None:
    docs = ROOT / "docs"
    text = (docs / "README.md").read_text(encoding="utf-8")
    listed = re.findall(r"(?m)^(?:- |\| )\[.*?\]\((.*?)\)(?:: | \| )(.*)$", text)
    named = [path for path, _words in listed if not path.startswith("../")]
    found = [*docs.glob("*.md"), *docs.glob("decisions/*.md")]
    assert sorted([*named, "README.md"]) == sorted(p.relative_to(docs).as_posix() for p in found)
    decisions = [(path, words) for path, words in listed if path.startswith("decisions/")]
    assert decisions == sorted(decisions)
    assert [path for path, words in decisions if words[0].islower()] == []


def test_documents_have_no_notes_to_ourselves() -> None:
    """A comment in one is a mark for what writes into it."""
    for path in tracked():
        if path.suffix == ".md":
            comments = re.findall(r"<!--(.*?)-->", path.read_text(encoding="utf-8"), re.S)
            assert [said for said in comments if not re.search(": (begin|end)", said)] == [], path

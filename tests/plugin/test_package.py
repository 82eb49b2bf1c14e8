"""What is in the wheel and the sdist, and what they say of themselves."""

import email
import gettext
import io
import zipfile
from pathlib import Path

import pytest

from tests.tools import package


def _read(wheel: Path, name: str) -> bytes:
    with zipfile.ZipFile(wheel) as opened:
        return opened.read(next(found for found in opened.namelist() if found.endswith(name)))


def test_they_hold_what_they_must_and_nothing_else(archives: tuple[Path, Path]) -> None:
    assert package.faults(*map(package.names, archives)) == []


@pytest.mark.parametrize(
    "name", ["twinning/settings/base.py", "tests/factories.py", "home/demo/loader.py", "a/.env"]
)
def test_the_look_at_them_finds_what_does_not_belong(
    archives: tuple[Path, Path], name: str
) -> None:
    wheel, sdist = map(package.names, archives)
    assert package.faults([*wheel, name], sdist) == [f"{name} is in the wheel"]
    assert package.faults(wheel, [*sdist, name]) == [f"{name} is in the sdist"]


def test_every_module_template_and_file_of_the_apps_is_in_the_wheel(
    archives: tuple[Path, Path],
) -> None:
    """But for this site's own, which are named here once more."""
    own = {"urls.py", "wsgi.py", "management/commands/makemessages.py",
           "management/commands/compile_catalogues.py"}  # fmt: skip
    found = set(package.names(archives[0]))
    for app, folder in (("twinning", "site/twinning"), ("towns", "towns"), ("stories", "stories")):
        root = package.ROOT / folder
        files = {
            path.relative_to(root).as_posix()
            for path in root.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        if app == "twinning":
            files = {name for name in files - own if not name.startswith("settings/")}
        assert {f"{app}/{name}" for name in files} - found == set()


def test_the_catalogues_are_compiled(archives: tuple[Path, Path]) -> None:
    compiled = _read(archives[0], "twinning/locale/nl/LC_MESSAGES/django.mo")
    catalogue = gettext.GNUTranslations(io.BytesIO(compiled))
    assert catalogue.gettext("Skip to the content") == "Direct naar de inhoud"


def test_what_it_says_of_itself(archives: tuple[Path, Path]) -> None:
    said = email.message_from_bytes(_read(archives[0], "dist-info/METADATA"))
    assert said["Name"] == "wagtail-twinning"
    assert said["License-Expression"] == "BSD-3-Clause"
    assert said["Requires-Python"] == ">=3.11"
    assert {"s3", "postgres", "redis", "deepl"} <= set(said.get_all("Provides-Extra", []))
    classifiers = said.get_all("Classifier", [])
    assert {"Framework :: Wagtail", "Typing :: Typed"} <= set(classifiers)
    for required in said.get_all("Requires-Dist", []):
        assert "http" not in required.replace("httpcore", ""), "no address to download from"
        assert "--hash" not in required
    assert b"BSD 3-Clause" in _read(archives[0], "licenses/LICENSE")

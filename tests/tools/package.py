"""Make the wheel and the sdist of the plugin, and look at what is in them: `make package`."""

import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

#: What the wheel must have: of each kind one that would be missed.
NEEDED = (
    "twinning/py.typed",
    "towns/py.typed",
    "stories/py.typed",
    *(f"twinning/locale/{code}/LC_MESSAGES/django.mo" for code in ("de", "fr", "nl", "pl")),
    "twinning/templates/twinning/base.html",
    "twinning/templates/twinning/mail/waiting.txt",
    "towns/templates/towns/town_page.html",
    "stories/templates/stories/story_page.html",
    "twinning/static/twinning/css/site.css",
    "twinning/static/twinning/fonts/atkinson.woff2",
    "towns/static/towns/map/shapes.svg",
    "towns/frames.json",
    "twinning/translation/migrations/0001_what_is_kept_about_translations.py",
    "towns/migrations/0001_initial.py",
    "stories/migrations/0001_initial.py",
)
#: Parts of paths that neither may have: tests, this site, its settings and content, secrets.
UNWANTED = (
    "tests/",
    "test_",
    "conftest",
    "home/",
    "search/",
    "settings/",
    "twinning/urls.py",
    "twinning/wsgi.py",
    "demo",
    "var/",
    ".env",
    ".admin-login",
    "secret-key",
    ".sqlite3",
    ".pyc",
    "makemessages",
    "compile_catalogues",
    "examples/",
)


def build(folder: Path) -> tuple[Path, Path]:
    """Make both, without the network; the wheel and the sdist.

    Raises:
        subprocess.CalledProcessError: they could not be made; what was said is in `stdout`.
    """
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return next(folder.glob("*.whl")), next(folder.glob("*.tar.gz"))


def names(archive: Path) -> list[str]:
    """The paths in a wheel, or in an sdist without its outermost folder."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.namelist()
    with tarfile.open(archive) as sdist:
        return [name.partition("/")[2] for name in sdist.getnames()]


def faults(wheel: Iterable[str], sdist: Iterable[str]) -> list[str]:
    """What is wrong with what is in them, in words; empty where nothing is."""
    in_wheel, in_sdist = set(wheel), set(sdist)
    missing = [f"the wheel lacks {name}" for name in NEEDED if name not in in_wheel]
    if not any(name.startswith("locale/pl/") and name.endswith(".po") for name in in_sdist):
        missing.append("the sdist lacks the catalogues' sources")
    unwanted = [
        f"{name} is in the {kind}"
        for kind, listed in (("wheel", in_wheel), ("sdist", in_sdist))
        for name in sorted(listed)
        if any(f"/{part}" in f"/{name}" for part in UNWANTED)
    ]
    return [*missing, *unwanted]


def main() -> int:
    """Into `dist/`; exit status 1 where they hold what they should not."""
    folder = ROOT / "dist"
    for before in [*folder.glob("*.whl"), *folder.glob("*.tar.gz")]:
        before.unlink()
    made = build(folder)
    found = faults(*map(names, made))
    sys.stdout.write("\n".join([*found, *(f"{path.relative_to(ROOT)}" for path in made)]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())

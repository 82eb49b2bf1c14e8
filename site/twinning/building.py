"""What each machine keeps on its own disk, and whether that is of the code that runs there.

`manage.py build` makes it. A process that has none of it can show no page: its probe says so.
"""

from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.metadata import distributions
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage

#: The file that says what the folder of static files was made from.
SEAL = "build.txt"


def seal() -> None:
    """Say that everything is there: the last step of a build."""
    _sealed().write_text(sources(), encoding="utf-8")


@cache
def fault() -> str:
    """What is wrong with this machine's build; empty where nothing is.

    Once for a process: it loads names of static files and catalogues when it starts, and not again.
    """
    # Without a manifest static files come from where they are written.
    return look() if isinstance(staticfiles_storage, ManifestFilesMixin) else ""


def look() -> str:
    """What is wrong with it now; empty where nothing is."""
    if not _sealed().is_file() or not all(_compiled(path).is_file() for path in _catalogues()):
        return "missing"
    return "" if _sealed().read_text(encoding="utf-8") == sources() else "of another release"


def sources() -> str:
    """What a build is made from, as 32 hexadecimal digits: the same on all machines of a release.

    No setting is in it that a host may not tell where it builds.
    """
    digest = blake2b(digest_size=16)
    for package in sorted(f"{found.name} {found.version}" for found in distributions()):
        digest.update(package.encode())
    for path in sorted(_files()):
        digest.update(f"{path.name} {path.stat().st_size} ".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    """Catalogues, and static files of apps that no package has brought."""
    yield from _catalogues()
    folders = [Path(app.path) / "static" for app in apps.get_app_configs()]
    for folder in [*folders, *map(Path, settings.STATICFILES_DIRS)]:
        if "site-packages" not in folder.parts:
            yield from (path for path in folder.rglob("*") if path.is_file())


def _catalogues() -> Iterator[Path]:
    for folder in settings.LOCALE_PATHS:
        yield from Path(folder).rglob("*.po")


def _compiled(catalogue: Path) -> Path:
    return catalogue.with_suffix(".mo")


def _sealed() -> Path:
    return Path(settings.STATIC_ROOT) / SEAL

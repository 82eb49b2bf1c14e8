"""What tells the answers of one release from those of another, where they share a Redis server.

The same content looks otherwise to another release: its templates, its words, the names of its
style sheets, the signatures of its pictures' addresses. So it does with other settings, such as
another bucket for uploads; and another database has other content.
"""

import json
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib.metadata import distributions
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.template import engines
from django.utils.functional import Promise

#: Of the kernel's own settings, those that each machine may have for itself.
_OF_A_MACHINE = {"METRICS_ADDRESS", "METRICS_PORT"}
#: The endings of files that answers come from.
_ENDINGS = {".html", ".mo", ".py", ".txt", ".xml"}


@cache
def fingerprint() -> str:
    """The same in all processes of a release, and in no other release: 16 hexadecimal digits."""
    digest = blake2b(digest_size=8, key=settings.SECRET_KEY.encode()[:64])
    for package in sorted(f"{found.name} {found.version}" for found in distributions()):
        digest.update(package.encode())
    digest.update(_settings().encode())
    for path in sorted(_files()):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _settings() -> str:
    """All settings, as far as they are the same in each process."""
    names = sorted(name for name in dir(settings) if name.isupper())
    found = {name: getattr(settings, name) for name in names}
    ours = found.get("TWINNING", {})
    found["TWINNING"] = {name: ours[name] for name in ours.keys() - _OF_A_MACHINE}
    return json.dumps(found, sort_keys=True, skipkeys=True, default=_written)


def _written(value: object) -> object:
    if isinstance(value, set | frozenset):
        return sorted(map(str, value))
    if isinstance(value, Path | Promise):
        return str(value)
    return type(value).__qualname__  # what it is written as may name where it lies in memory


def _files() -> Iterator[Path]:
    """The files of the site's own: of apps that no package has brought, catalogues, templates."""
    folders = {Path(app.path) for app in apps.get_app_configs()}
    folders |= {Path(folder) for folder in settings.LOCALE_PATHS}
    folders |= {Path(folder) for engine in engines.all() for folder in engine.template_dirs}
    folders.add(Path(settings.STATIC_ROOT or "."))
    for folder in folders:
        if "site-packages" in folder.parts:
            continue
        if folder == Path(settings.STATIC_ROOT or "."):
            yield from folder.glob("staticfiles.json")
        else:
            yield from (path for path in folder.rglob("*") if path.suffix in _ENDINGS)

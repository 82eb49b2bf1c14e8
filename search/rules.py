"""Whether the index was made by the rules of this release; if not, a release makes it anew.

A word that is stemmed in another way than it was when its page was indexed is not found.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from modelsearch.index import get_indexed_models

from search.models import IndexState

#: Packages that take words apart, or write the index.
PACKAGES = ("snowballstemmer", "PyStemmer", "modelsearch")
#: Our own modules that do.
MODULES = ("analysis", "backends", "keeping.py")


@cache
def fingerprint() -> str:
    """The same for all releases whose index is the same."""
    digest = blake2b(digest_size=16)
    for part in _parts():
        digest.update(part)
    return digest.hexdigest()


def index_where_needed(say: Callable[[str], object]) -> None:
    """Make the index anew where it is of other rules, or of none; a step of a release.

    Pages that are published meanwhile by the release before are indexed by its rules: the step
    takes no note of that, as they are found all the same but for words whose stems differ.
    """
    wanted = fingerprint()
    if IndexState.objects.filter(fingerprint=wanted).exists():
        return
    say("Making the search index anew, by the rules of this release.")
    call_command("update_index", verbosity=0)
    # After it: what is killed half-way is begun again.
    IndexState.objects.update_or_create(pk=1, defaults={"fingerprint": wanted})


def forget() -> None:
    """Have the next release make the index anew: it may be another server's, of other content."""
    IndexState.objects.all().delete()


def _parts() -> Iterator[bytes]:
    yield repr(sorted(code for code, _name in settings.LANGUAGES)).encode()
    yield repr(settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"]).encode()
    for package in PACKAGES:
        yield f"{package} {_version(package)}".encode()
    for model in sorted(get_indexed_models(), key=lambda model: model._meta.label):
        yield f"{model._meta.label} {_fields(model.get_search_fields())}".encode()
    root = Path(__file__).parent
    for name in MODULES:
        path = root / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            yield file.relative_to(root).as_posix().encode() + file.read_bytes()


def _fields(fields: Iterable[Any]) -> list[Any]:
    """What a model has in the index, as far as its declaration says it."""
    return [
        (
            type(one).__name__,
            one.field_name,
            getattr(one, "boost", None),
            _fields(getattr(one, "fields", ())),  # of something related
        )
        for one in fields
    ]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""

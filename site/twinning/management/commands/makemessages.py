"""Collect the interface's strings into `locale/` without gettext's own tools.

Replaces Django's command of that name: Babel reads the Python, Django's own `templatize` turns
templates into something that Babel reads, and polib keeps the catalogues.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils.translation.template import templatize

#: Folders whose strings are ours.
SOURCES = ("site", "home", "towns", "stories", "search")

#: Which arguments of which functions are messages; (n, "c") is a context.
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

#: As Django's own catalogues have them, so that both can be merged.
PLURALS = {
    "nl": "nplurals=2; plural=(n != 1);",
    "fr": "nplurals=2; plural=(n > 1);",
    "de": "nplurals=2; plural=(n != 1);",
    "pl": (
        "nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && (n%100<12 || n%100>14) ? 1 : "
        "n!=1 && (n%10>=0 && n%10<=1) || (n%10>=5 && n%10<=9) || (n%100>=12 && n%100<=14) ? 2 : 3);"
    ),
}

Key = tuple[str | None, str, str]


class Command(BaseCommand):
    """Update `locale/*/LC_MESSAGES/django.po`; with --check say what is out of date or missing."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check",
            action="store_true",
            help="Write nothing; fail where a catalogue is out of date or not wholly translated.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = collect(settings.ROOT)
        faults: list[str] = []
        for code, _name in settings.LANGUAGES:
            if code == settings.LANGUAGE_CODE:
                continue
            path = Path(settings.LOCALE_PATHS[0]) / code / "LC_MESSAGES" / "django.po"
            catalogue = polib.pofile(str(path)) if path.exists() else new_catalogue(code)
            if options["check"]:
                faults += check(code, catalogue, found)
            else:
                update(catalogue, found)
                path.parent.mkdir(parents=True, exist_ok=True)
                catalogue.save(str(path))
                self.stdout.write(f"{code}: {len(catalogue.untranslated_entries())} to translate")
        if faults:
            raise CommandError(
                "\n".join([*faults, "Run `make messages` and translate what is new."])
            )


def collect(root: Path) -> dict[Key, set[str]]:
    """All messages of the project with the files that they stand in.

    Returns:
        (context, message, plural) → paths relative to the root; the plural is empty where none.
    """
    found: dict[Key, set[str]] = {}
    for folder in SOURCES:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and "migrations" not in path.parts:
                for key in messages_in(path):
                    found.setdefault(key, set()).add(path.relative_to(root).as_posix())
    return found


def messages_in(path: Path) -> Iterator[Key]:
    """The messages of one Python module or Django template."""
    from babel.messages.extract import extract  # only where messages are made: not at run time

    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    stream = io.BytesIO(source.encode())
    for _line, message, _comments, context in extract("python", stream, keywords=KEYWORDS):
        singular, plural = message if isinstance(message, tuple) else (message, "")
        if singular:
            yield (context, singular, plural)


def new_catalogue(code: str) -> polib.POFile:
    """An empty catalogue of a language."""
    catalogue = polib.POFile()
    catalogue.metadata = {
        "Language": code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS.get(code, PLURALS["nl"]),
    }
    return catalogue


def update(catalogue: polib.POFile, found: dict[Key, set[str]]) -> None:
    """Add what is new, drop what is gone, and keep the entries in the order of their words."""
    known = {_key(entry): entry for entry in catalogue}
    count = int(catalogue.metadata["Plural-Forms"].split("nplurals=")[1][0])
    catalogue.wrapwidth = 100
    catalogue.clear()
    for key in sorted(found, key=lambda key: (key[1], key[0] or "")):
        context, singular, plural = key
        entry = known.get(key) or polib.POEntry(msgctxt=context, msgid=singular)
        if plural and not entry.msgid_plural:
            entry.msgid_plural = plural
            entry.msgstr_plural = dict.fromkeys(range(count), "")
        entry.occurrences = [(path, "") for path in sorted(found[key])]
        entry.flags = ["python-format"] if "%(" in singular else []
        catalogue.append(entry)


def check(code: str, catalogue: polib.POFile, found: dict[Key, set[str]]) -> list[str]:
    """What is wrong with a catalogue, a line each; the order and places of strings do not count."""
    known = {_key(entry): entry for entry in catalogue if not entry.obsolete}
    faults = [f"{code}: not collected: {key[1]!r}" for key in found.keys() - known.keys()]
    faults += [f"{code}: no longer used: {key[1]!r}" for key in known.keys() - found.keys()]
    faults += [
        f"{code}: not translated: {key[1]!r}"
        for key, entry in known.items()
        if not entry.translated() or entry.fuzzy
    ]
    return sorted(faults)


def _key(entry: polib.POEntry) -> Key:
    return (entry.msgctxt, entry.msgid, entry.msgid_plural)

"""The catalogues: complete, and checked by something that notices when they are not."""

from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from twinning.management.commands import compile_catalogues, makemessages

LANGUAGES = ["nl", "fr", "de", "pl"]


def catalogue(language: str) -> polib.POFile:
    path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    return polib.pofile(str(path))


def test_all_catalogues_are_up_to_date_and_translated() -> None:
    call_command("makemessages", check=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_the_language(language: str) -> None:
    forms = {"nl": 2, "fr": 2, "de": 2, "pl": 4}[language]
    plurals = [entry for entry in catalogue(language) if entry.msgid_plural]
    assert plurals
    assert all(len(entry.msgstr_plural) == forms for entry in plurals)


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_kept(language: str) -> None:
    import re

    for entry in catalogue(language):
        wanted = set(re.findall(r"%\(\w+\)s", entry.msgid))
        for words in (entry.msgstr_plural or {0: entry.msgstr}).values():
            assert set(re.findall(r"%\(\w+\)s", words)) == wanted, entry.msgid


@pytest.fixture
def broken(tmp_path: Path, settings):
    """A project whose one catalogue misses a string, has one too many, and one untranslated."""
    for folder in makemessages.SOURCES:
        (tmp_path / folder).mkdir()
    (tmp_path / "home/views.py").write_text('_("New")\n_("Untranslated")\nngettext("a", "b", 2)\n')
    (tmp_path / "home/page.html").write_text(
        '{% load i18n %}<p>{% trans "In a template" %}</p>\n'
        "  {% blocktrans trimmed count n=n %}one %{% plural %}\n  {{ n }} many{% endblocktrans %}\n"
    )
    settings.ROOT = tmp_path
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.LANGUAGES = [("en", "English"), ("pl", "Polski")]
    call_command("makemessages", verbosity=0)
    path = tmp_path / "locale/pl/LC_MESSAGES/django.po"
    po = polib.pofile(str(path))
    assert {entry.msgid for entry in po} >= {"New", "Untranslated", "a", "In a template"}
    for entry in po:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: "x", 1: "x", 2: "x", 3: "x"}
        elif entry.msgid != "Untranslated":
            entry.msgstr = "x"
    po.remove(po.find("New"))
    po.append(polib.POEntry(msgid="Gone", msgstr="x"))
    po.save(str(path))
    return path


def test_the_checker_names_what_is_wrong(broken: Path) -> None:
    before = broken.read_text()
    with pytest.raises(CommandError) as caught:
        call_command("makemessages", check=True)
    said = str(caught.value)
    assert "pl: not collected: 'New'" in said
    assert "pl: no longer used: 'Gone'" in said
    assert "pl: not translated: 'Untranslated'" in said
    assert "In a template" not in said
    assert broken.read_text() == before


def test_collecting_keeps_what_is_translated(broken: Path) -> None:
    call_command("makemessages", verbosity=0)
    po = polib.pofile(str(broken))
    assert po.find("In a template").msgstr == "x"
    assert po.find("Gone") is None
    assert po.find("New").msgstr == ""


def test_compiling_needs_no_gettext_and_happens_once(broken: Path) -> None:
    assert compile_catalogues.Command.compile(broken)
    assert polib.mofile(str(broken.with_suffix(".mo"))).find("In a template").msgstr == "x"
    assert not compile_catalogues.Command.compile(broken)

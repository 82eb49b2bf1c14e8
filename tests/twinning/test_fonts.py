"""The site's own fonts have every letter that its languages and its content need."""

import tomllib
from pathlib import Path

import polib
import pytest
from django.conf import settings
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "site/twinning/static/twinning/fonts"
ALPHABETS = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "nl": "áäéëèíïóöúü",
    "fr": "àâæçéèêëîïôœùûüÿ",
    "de": "äöüß",
    "pl": "ąćęłńóśźż",
}
SIGNS = "0123456789€–—‘’‚“”„…«»‹›·×§°\u00a0"


def letters_of_the_content() -> set[str]:
    texts = [path.read_text(encoding="utf-8") for path in ROOT.glob("home/demo/**/*.toml")]
    assert all(tomllib.loads(text) for text in texts)
    for path in [*ROOT.glob("locale/*/LC_MESSAGES/*.po"), *ROOT.glob("home/demo/**/*.po")]:
        texts += [entry.msgstr for entry in polib.pofile(str(path))]
    return {letter for text in texts for letter in text if letter.isprintable()}


@pytest.fixture(params=sorted(FONTS.glob("*.woff2")), ids=lambda path: path.stem)
def font(request) -> TTFont:
    return TTFont(request.param)


def test_every_letter_of_every_language_is_in_each_face(font) -> None:
    assert ALPHABETS.keys() == dict(settings.LANGUAGES).keys()
    wanted = "".join(ALPHABETS.values())
    wanted += wanted.upper().replace("SS", "ẞ") + SIGNS
    assert [letter for letter in wanted if ord(letter) not in font.getBestCmap()] == []


def test_every_letter_of_the_content_is_in_each_face(font) -> None:
    foreign = {"−"}  # the minus of a help text of the admin, which has its own fonts
    known = font.getBestCmap()
    missing = {letter for letter in letters_of_the_content() if ord(letter) not in known}
    assert missing - foreign == set()


def test_a_letter_of_either_source_has_an_outline_and_a_width(font) -> None:
    names = font.getBestCmap()
    for letter in "aąłéœŻ":
        name = names[ord(letter)]
        assert font["hmtx"][name][0] > 0
        assert font["glyf"][name].numberOfContours != 0, letter


def test_what_the_licence_asks_for_is_kept(font) -> None:
    words = " ".join(str(record) for record in font["name"].names)
    assert "scripts.sil.org/OFL" in words or "openfontlicense.org" in words
    kept = " ".join(path.read_text(encoding="utf-8") for path in FONTS.glob("*-OFL.txt"))
    assert kept.count("SIL OPEN FONT LICENSE Version 1.1") >= 2


def test_all_faces_together_are_light() -> None:
    assert sum(path.stat().st_size for path in FONTS.glob("*.woff2")) < 64 * 1024

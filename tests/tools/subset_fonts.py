"""Make the site's fonts: the letters of its languages and of their neighbours, in one file a face.

`python -m tests.tools.subset_fonts`. The packages have a file for Latin letters and another for the
rest of them, which would cost Polish pages a request more for each face: here they become one.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

from tests.tools import node

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "site/twinning/static/twinning/fonts"
SOURCES = ROOT / "tests/tools/fonts"

#: ASCII, Latin-1, the ligatures of French, and the signs of careful typesetting.
LATIN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) + (
    "ŒœŸ–—‘’‚“”„…‹›•′″€−→←\u2009\u2011\u202f"
)
#: Polish, and the names of towns between Iceland and the Black Sea.
EXTENDED = "ĄąĆćĘęŁłŃńŚśŹźŻżČčĎďĚěŇňŘřŠšŤťŮůŽžĹĺĽľŔŕŐőŰűĞğİıŞşȘșȚțĂăĀāĒēĪīŌōŪūĐđĦħẞŸ"
FEATURES = ["calt", "ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum"]

#: Of each face: the files of its package, and how much of the weights' axis is kept.
FACES = {
    "young-serif": ("@fontsource/young-serif/files/young-serif-{}-400-normal.woff2", None),
    "atkinson": (
        "@fontsource-variable/atkinson-hyperlegible-next/files/"
        "atkinson-hyperlegible-next-{}-wght-normal.woff2",
        (400, 700),
    ),
    "atkinson-italic": (
        "@fontsource-variable/atkinson-hyperlegible-next/files/"
        "atkinson-hyperlegible-next-{}-wght-italic.woff2",
        (400, 700),
    ),
}


def read(path: Path, letters: str, weights: tuple[int, int] | None) -> TTFont:
    """A font with these letters alone, its axis of weights cut."""
    font = TTFont(path, recalcTimestamp=False)  # the same files from the same sources
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    # The licence and whose the font is stay in it.
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=letters)
    subsetter.subset(font)
    if weights and "fvar" in font:
        font = instancer.instantiateVariableFont(font, {"wght": weights})
    return font


def merge(font: TTFont, other: TTFont) -> None:
    """Add another file's letters of the same face: outlines, widths and what weight does to them.

    Its kerning stays behind, as it would between two files of one page.
    """
    known = set(font.getGlyphOrder())
    added = [name for name in other.getGlyphOrder() if name not in known]
    font.setGlyphOrder([*font.getGlyphOrder(), *added])
    for name in added:
        font["glyf"][name] = other["glyf"][name]
        font["hmtx"][name] = other["hmtx"][name]
        if "gvar" in font:
            font["gvar"].variations[name] = other["gvar"].variations.get(name, [])
    if "HVAR" in font:  # widths vary with the outlines' phantom points where there is no such table
        del font["HVAR"]
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update(
                (code, name) for code, name in other.getBestCmap().items() if code not in table.cmap
            )
    font["maxp"].numGlyphs = len(font.getGlyphOrder())


def main() -> int:
    """Make every face; the process's exit status."""
    node.install(SOURCES)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for face, (pattern, weights) in FACES.items():
        font, other = (
            read(SOURCES / "node_modules" / pattern.format(part), letters, weights)
            for part, letters in (("latin", LATIN), ("latin-ext", EXTENDED))
        )
        merge(font, other)
        font.flavor = "woff2"
        path = FOLDER / f"{face}.woff2"
        font.save(path)
        sys.stdout.write(f"{path.name}: {path.stat().st_size} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

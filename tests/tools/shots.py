"""Screenshots of every kind of page, in a folder with a sheet of them all: `make shots`.

They go to `var/shots/<kind>-<language>-<width>-<scheme>.png`, and `index.html` shows them.
`URL=` names a site that runs already, `LANGUAGES=` other languages than English and Polish.
"""

import html
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.tools import browser, demo
from tests.tools.running import ROOT, bootstrapped, running

FOLDER = ROOT / "var" / "shots"
WIDTHS = {360: 740, 768: 1024, 1440: 900}
SCHEMES = ("light", "dark")
STYLE = "body { font-family: sans-serif } a { display: inline-block; margin: 1rem; width: 16rem }"
#: Lazy pictures come as they are scrolled to.
_LOAD = """
async () => {
  const step = innerHeight;
  for (let top = 0; top < document.documentElement.scrollHeight; top += step) {
    scrollTo({ top, behavior: "instant" });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  scrollTo({ top: 0, behavior: "instant" });
  const pictures = [...document.images].filter((image) => image.checkVisibility());
  await Promise.all(pictures.map((image) => image.decode().catch(() => 0)));
  await document.fonts.ready;
}
"""


def main() -> int:
    """Renew the folder; 1 where there is no browser."""
    if browser.get() is None:
        sys.stderr.write(f"{browser.ADVICE}\n")
        return 1
    languages = (os.environ.get("LANGUAGES") or "en,pl").split(",")
    places = [place for language in languages for place in _places(language)]
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    with _site() as url, sync_playwright() as playwright:
        chromium = browser.launch(playwright)
        for place in places:
            for name in _shoot(chromium, url, place):
                sys.stdout.write(f"{name}\n")
        chromium.close()
    _sheet()
    sys.stdout.write(f"{FOLDER / 'index.html'}\n")
    return 0


def _places(language: str) -> Iterator[demo.Place]:
    yield from demo.every_kind(language)
    yield demo.Place("styleguide", language, demo.PATTERNS.format(language=language))


@contextmanager
def _site() -> Iterator[str]:
    """The address of the site that is named, else of one that is made for this."""
    if given := os.environ.get("URL"):
        yield given.rstrip("/")
        return
    with tempfile.TemporaryDirectory(prefix="twinning-shots-") as name:
        folder = Path(name)
        with running(bootstrapped(folder), folder / "server.log") as site:
            yield site.url


def _shoot(chromium: Browser, url: str, place: demo.Place) -> Iterator[str]:
    """A page in all widths and schemes, loaded once; nothing where it answers otherwise."""
    context = chromium.new_context(base_url=url, reduced_motion="reduce")
    try:
        tab: Page = context.new_page()
        answer = tab.goto(place.path)
        if answer is None or answer.status != place.status:
            sys.stderr.write(f"{place}: {place.path} is not there\n")
            return
        for width, height in WIDTHS.items():
            tab.set_viewport_size({"width": width, "height": height})
            tab.evaluate(_LOAD)
            for scheme in SCHEMES:
                tab.emulate_media(color_scheme=scheme)
                name = f"{place.name}-{place.language}-{width}-{scheme}.png"
                tab.screenshot(path=FOLDER / name, full_page=True)
                yield name
    finally:
        context.close()


def _sheet() -> None:
    """One page with all of them, each a link to itself."""
    shots = "\n".join(
        f'<a href="{name}"><img src="{name}" width="256" alt="" loading="lazy"><br>{name}</a>'
        for name in (html.escape(path.name) for path in sorted(FOLDER.glob("*.png")))
    )
    text = (
        f'<!doctype html>\n<html lang="en">\n<title>Screenshots</title>\n<style>{STYLE}</style>\n'
    )
    (FOLDER / "index.html").write_text(f"{text}<h1>Screenshots</h1>\n{shots}\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())

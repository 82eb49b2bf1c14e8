"""Render pictures from their SVG: the posters of the content, and what the site itself shows.

`python -m tests.tools.pictures [name …]`, or all of them.
"""

import io
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.tools import browser

ROOT = Path(__file__).resolve().parents[2]
POSTERS = ROOT / "home/demo/pictures"
SITE = ROOT / "site/twinning/static/twinning/img"
POSTER_SIZE = (2400, 1600)
MOST_BYTES = {"WEBP": 300 * 1024, "JPEG": 60 * 1024}


@dataclass(frozen=True)
class Picture:
    """What is made of a drawing, at which size, and how its bytes come about."""

    svg: Path
    target: Path
    size: tuple[int, int]
    encode: Callable[[Image.Image], bytes]


def webp(image: Image.Image) -> bytes:
    """As WebP at the best quality that stays below the limit."""
    return _below_limit(image.convert("RGB"), "WEBP", method=6)


def jpeg(image: Image.Image) -> bytes:
    """As JPEG at the best quality that stays below the limit."""
    return _below_limit(image.convert("RGB"), "JPEG", optimize=True, progressive=True)


def png(image: Image.Image) -> bytes:
    """As PNG."""
    return _saved(image, "PNG", optimize=True)


def ico(image: Image.Image) -> bytes:
    """As an ICO with the sizes that browsers and systems look for."""
    return _saved(image, "ICO", sizes=[(16, 16), (32, 32), (48, 48)])


def opaque(image: Image.Image) -> bytes:
    """As PNG without transparent corners, which iOS would show black."""
    ground = Image.new("RGBA", image.size, "#1f4e79")
    ground.alpha_composite(image.convert("RGBA"))
    return png(ground.convert("RGB"))


def pictures() -> list[Picture]:
    """All that there are."""
    posters = [
        Picture(svg, svg.with_suffix(".webp"), POSTER_SIZE, webp)
        for svg in sorted(POSTERS.glob("*.svg"))
    ]
    icon = SITE / "icon.svg"
    return [
        *posters,
        Picture(SITE / "share.svg", SITE / "share.jpg", (1200, 630), jpeg),
        Picture(icon, SITE / "apple-touch-icon.png", (180, 180), opaque),
        Picture(icon, SITE / "icon-192.png", (192, 192), png),
        Picture(icon, SITE / "icon-512.png", (512, 512), png),
        Picture(icon, SITE / "favicon.ico", (48, 48), ico),
    ]


def main(names: list[str]) -> int:
    """Render the named pictures, by the name of their drawing, or all; the exit status."""
    path = browser.get()
    if path is None:
        sys.stderr.write(f"{browser.ADVICE}\n")
        return 1
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = chromium.new_page()
        for picture in pictures():
            if not names or picture.svg.stem in names:
                picture.target.write_bytes(picture.encode(_drawn(page, picture)))
                sys.stdout.write(f"{picture.target.name}\n")
        chromium.close()
    return 0


def _drawn(page: Page, picture: Picture) -> Image.Image:
    width, height = picture.size
    page.set_viewport_size({"width": width, "height": height})
    page.goto(picture.svg.as_uri())
    image = Image.open(io.BytesIO(page.screenshot(omit_background=True)))
    image.load()
    return image


def _below_limit(image: Image.Image, kind: str, **options: object) -> bytes:
    for quality in range(82, 30, -6):
        data = _saved(image, kind, quality=quality, **options)
        if len(data) <= MOST_BYTES[kind]:
            return data
    raise ValueError(f"the picture is too rich for {MOST_BYTES[kind]} bytes")


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

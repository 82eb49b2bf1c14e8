"""Render the posters of `home/demo/pictures/` from SVG to WebP, 2400 × 1600 px, below 300 KiB.

`python -m tests.tools.pictures [key …]`, or all of them.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.tools import browser

FOLDER = Path(__file__).resolve().parents[2] / "home/demo/pictures"
SIZE = {"width": 2400, "height": 1600}
MOST_BYTES = 300 * 1024


def encode(png: bytes) -> bytes:
    """A screenshot as WebP at the best quality that stays below the limit."""
    with Image.open(io.BytesIO(png)) as image:
        for quality in range(82, 30, -6):
            buffer = io.BytesIO()
            image.convert("RGB").save(buffer, "WEBP", quality=quality, method=6)
            if buffer.tell() <= MOST_BYTES:
                return buffer.getvalue()
    raise ValueError("the picture is too rich for 300 KiB")


def main(keys: list[str]) -> int:
    """Render the named posters, or all; the process's exit status."""
    path = browser.get()
    if path is None:
        sys.stderr.write(f"{browser.ADVICE}\n")
        return 1
    sources = [FOLDER / f"{key}.svg" for key in keys] or sorted(FOLDER.glob("*.svg"))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = chromium.new_page(viewport=SIZE)
        for svg in sources:
            page.goto(svg.as_uri())
            svg.with_suffix(".webp").write_bytes(encode(page.screenshot()))
            sys.stdout.write(f"{svg.stem}\n")
        chromium.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

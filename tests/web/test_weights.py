"""What a page may weigh, on a phone and as production serves it: counted, never timed."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Request

from tests.tools import demo
from tests.tools.running import ROOT, LiveSite, copied
from tests.web.conftest import Tabs
from tests.web.places import VIEWPORTS
from tests.web.production import in_production

KIB = 1024
BEFORE_PICTURES = 100 * KIB
WITH_PICTURES = 500 * KIB
REQUESTS = 15
SHIFT = 0.05
#: Of all modules of the visitors' pages, as they are written.
MODULES = 24 * KIB
#: Modules that visitors are not sent.
EDITORS = {"preview.js", "translation-editor.js"}

PLACES = [
    place
    for language in demo.LANGUAGES
    for place in demo.every_type(language)
    if place.name in {"home", "town"}
]

_WATCH_SHIFTS = """
globalThis.shifts = 0;
new PerformanceObserver((list) => {
  for (const { hadRecentInput, value } of list.getEntries()) {
    if (!hadRecentInput) globalThis.shifts += value;
  }
}).observe({ type: "layout-shift", buffered: true });
"""
_SCROLL = """
async () => {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 100));
  for (let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
    scrollTo({ top, behavior: "instant" });
    await pause();
  }
  const pictures = [...document.images].filter((image) => image.checkVisibility());
  await Promise.all(pictures.map((image) => image.decode().catch(() => 0)));
  await pause();
}
"""


@dataclass
class Weight:
    """What a page took: bytes as they came, by kind; the addresses; how far things were moved."""

    bytes: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    urls: list[str] = field(default_factory=list)
    shift: float = 0.0

    @property
    def before_pictures(self) -> int:
        """Bytes of all that is no picture."""
        return sum(self.bytes.values()) - self.bytes["image"]

    def __str__(self) -> str:
        kinds = ", ".join(f"{kind} {size / KIB:.1f}" for kind, size in sorted(self.bytes.items()))
        listed = "\n".join(self.urls)
        return f"KiB: {kinds}; {len(self.urls)} requests; shift {self.shift:.3f}\n{listed}"


@pytest.fixture(scope="module")
def served(live_site: LiveSite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("production")
    with in_production(copied(live_site, folder), folder) as url:
        yield url


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_is_light_and_stays_where_it_is(tabs: Tabs, served: str, place) -> None:
    weight = weighed(tabs, served, place.path)
    assert weight.before_pictures <= BEFORE_PICTURES, str(weight)
    assert sum(weight.bytes.values()) <= WITH_PICTURES, str(weight)
    assert len(weight.urls) <= REQUESTS, str(weight)
    assert weight.shift <= SHIFT, str(weight)
    assert [url for url in weight.urls if not url.startswith(f"{served}/")] == []
    assert weight.bytes["document"] and weight.bytes["stylesheet"] and weight.bytes["image"]


def weighed(tabs: Tabs, served: str, path: str) -> Weight:
    """A page on a phone, from its first byte to the end of its foot."""
    width, height = VIEWPORTS["phone"]
    phone = {
        "viewport": {"width": width, "height": height},
        "device_scale_factor": 2,
        "is_mobile": True,
        "has_touch": True,
    }
    weight = Weight()
    finished: list[Request] = []
    with tabs(base_url=served, **phone) as tab:
        tab.on("requestfinished", lambda request: finished.append(request))
        tab.on("requestfailed", lambda request: weight.urls.append(request.url))
        tab.add_init_script(_WATCH_SHIFTS)
        tab.goto(path)
        tab.evaluate(_SCROLL)
        for request in finished:
            sizes = request.sizes()
            if not request.url.startswith("data:"):
                weight.urls.append(request.url)
                size = sizes["responseBodySize"] + sizes["responseHeadersSize"]
                weight.bytes[request.resource_type] += size
        weight.shift = tab.evaluate("() => globalThis.shifts")
    return weight


def test_a_shift_is_noticed(tabs: Tabs, served: str) -> None:
    with tabs(base_url=served) as tab:
        tab.add_init_script(_WATCH_SHIFTS)
        tab.goto("/en/")
        tab.evaluate("""() => {
          const high = document.createElement("div");
          high.style.height = "400px";
          document.body.prepend(high);
        }""")
        tab.wait_for_function("(most) => globalThis.shifts > most", arg=SHIFT)


def test_all_modules_together_are_small() -> None:
    rooms = ("site/twinning", "home", "towns", "stories", "search")
    found = {
        path.relative_to(ROOT).as_posix(): path.stat().st_size
        for room in rooms
        for suffix in ("js", "mjs")
        for path in (ROOT / room / "static").rglob(f"*.{suffix}")
        if "admin" not in path.parts and path.name not in EDITORS
    }
    assert sum(found.values()) <= MODULES, found

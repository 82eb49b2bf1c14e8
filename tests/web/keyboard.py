"""A visitor who has a keyboard only: Tab, Enter, and an eye on where the focus is."""

from playwright.sync_api import Locator, Page

#: Remembers how everything looks that can be focused, itself and the boxes around it, so that it
#: can be told whether a focus is seen; and whether what has it lies under something else.
_WATCH = """
() => {
  // A radio button or the like may be seen by its label alone.
  const sized = (element) =>
    [...element.getClientRects()].find((rect) => rect.width > 2 && rect.height > 2);
  const stand = (element) =>
    sized(element) || !element.labels?.length ? element : element.labels[0];
  const looks = (element) => {
    const parts = [];
    const around = [stand(element), ...[...element.querySelectorAll("*")].slice(0, 8)];
    for (let part = element, up = 0; part && up < 4; part = part.parentElement, up += 1) {
      around.push(part);
    }
    for (const part of around) {
      for (const pseudo of [null, "::before", "::after"]) {
        const style = getComputedStyle(part, pseudo);
        parts.push(
          style.outlineStyle === "none" ? "" : style.outline, style.boxShadow, style.border,
          style.backgroundColor, style.color, style.textDecoration, style.fill, style.stroke,
          style.strokeWidth, style.transform, style.opacity,
        );
      }
    }
    return parts.join("|");
  };
  const before = new Map();
  const all = "a[href], button, input, select, textarea, summary, [tabindex]";
  for (const element of document.querySelectorAll(all)) before.set(element, looks(element));
  const isOver = (element, x, y) => {
    const top = document.elementFromPoint(x, y);
    if (!top) return false;
    return element.contains(top) || top.contains(element);
  };
  globalThis.focusIs = () => {
    const element = document.activeElement;
    const rect = sized(stand(element));
    if (!rect) return "has no size";
    const isBeside = rect.right <= 0 || rect.left >= innerWidth;
    if (isBeside || rect.bottom <= 0 || rect.top >= innerHeight) return "is outside of the window";
    if (before.has(element) && before.get(element) === looks(element)) return "looks as before";
    const points = [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.15, 0.85].map((y) =>
      [rect.left + x * rect.width, rect.top + y * rect.height]));
    const seen = points.some(([x, y]) => isOver(stand(element), x, y));
    return seen ? "" : "is hidden under something";
  };
}
"""
_WHICH = "() => document.activeElement.outerHTML.slice(0, 160)"


def tab_to(tab: Page, target: Locator, limit: int = 200) -> int:
    """Press Tab until the focus is on a target; how often that was.

    Raises:
        AssertionError: it is never reached, or on the way a focus was not to be seen.
    """
    wanted = target.element_handle()
    tab.evaluate(_WATCH)
    for times in range(1, limit + 1):
        tab.keyboard.press("Tab")
        if not tab.evaluate("() => document.activeElement !== document.body"):
            continue  # the browser's own controls come between the last link and the first
        trouble = tab.evaluate("() => focusIs()")
        assert not trouble, f"the focus {trouble}: {tab.evaluate(_WHICH)}"
        if tab.evaluate("(wanted) => document.activeElement === wanted", wanted):
            return times
    raise AssertionError(f"Tab does not reach {target} in {limit} steps")


def follow(tab: Page, target: Locator) -> None:
    """Go to a link by Tab and press Enter; the next page is there afterwards."""
    tab_to(tab, target)
    with tab.expect_navigation():
        tab.keyboard.press("Enter")

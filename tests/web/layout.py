"""What no page may do, however odd its content: be too wide, cut text off, let things overlap."""

from playwright.sync_api import Page

_TROUBLES = """
() => {
  const troubles = [];
  const name = (element) => {
    const words = (element.innerText || element.value || "").trim().slice(0, 40);
    const kind = element.className ? "." + String(element.className).trim().split(/\\s+/)[0] : "";
    return `${element.localName}${kind} “${words.replace(/\\s+/g, " ")}”`;
  };
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter(
      (element) => element.getBoundingClientRect().right > root.clientWidth + 1);
    const which = wide.slice(-3).map(name).join(", ");
    troubles.push(`the page is ${root.scrollWidth} px wide: ${which}`);
  }

  const isShown = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  // Boxes that hide what leaves them; those of a pixel are for screen readers only.
  const clips = (element) => {
    const found = [];
    for (let box = element; box && box !== document.body; box = box.parentElement) {
      const style = getComputedStyle(box);
      if (style.overflowX !== "visible" || style.clipPath !== "none" || style.clip !== "auto") {
        found.push([box, box.getBoundingClientRect(), style]);
      }
    }
    return found;
  };

  const pieces = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || element.closest("svg, script, style, option") || !isShown(element)) {
      continue;
    }
    const around = clips(element);
    if (around.some(([, box]) => box.width <= 2 || box.height <= 2)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.width < 2 || rect.right <= 0) continue;
      const hidden = around.find(([, box, style]) => /hidden|clip/.test(style.overflowX) && (
        rect.right > box.right + 1 || rect.left < box.left - 1 ||
        rect.bottom > box.bottom + rect.height / 4 || rect.top < box.top - rect.height / 4));
      if (hidden) troubles.push(`${name(element)} is cut off by ${name(hidden[0])}`);
      // What the font leaves above and below its letters may touch.
      const air = rect.height / 5;
      if (!around.length || !around.some(([, , style]) => /auto|scroll/.test(style.overflowX))) {
        pieces.push({ element, left: rect.left, right: rect.right,
          top: rect.top + air, bottom: rect.bottom - air });
      }
    }
  }

  const controls = [];
  const kinds = "a[href], button, input, select, textarea, summary";
  for (const element of document.body.querySelectorAll(kinds)) {
    if (element.closest("svg") || !isShown(element)) continue;
    if (clips(element).some(([, box]) => box.width <= 2 || box.height <= 2)) continue;
    for (const rect of element.getClientRects()) {
      if (rect.width > 2 && rect.right > 0) {
        const { left, right, top, bottom } = rect;
        controls.push({ element, left, right, top, bottom });
      }
    }
  }

  const overlapping = (boxes, what) => {
    boxes.sort((a, b) => a.top - b.top);
    boxes.forEach((one, index) => {
      for (let next = index + 1; next < boxes.length; next += 1) {
        const other = boxes[next];
        if (other.top >= one.bottom - 1) break;
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - other.top;
        const isWithin = one.element.contains(other.element) || other.element.contains(one.element);
        if (across > 2 && down > 2 && !isWithin) {
          troubles.push(`${what} overlap: ${name(one.element)}, ${name(other.element)}`);
        }
      }
    });
  };
  overlapping(pieces, "texts");
  overlapping(controls, "controls");
  return [...new Set(troubles)];
}
"""


def troubles(tab: Page) -> list[str]:
    """What is amiss in the layout of the page as it is shown now, a line each."""
    found: list[str] = tab.evaluate(_TROUBLES)
    return found

"""axe-core: the automatic part of WCAG 2.2 AA, run within a page of the browser."""

from typing import Any

from playwright.sync_api import Page

TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

_RUN = """
async (tags) => {
  const found = await axe.run(document, { runOnly: tags, resultTypes: ["violations"] });
  return found.violations;
}
"""


def violations(tab: Page, axe: str) -> list[str]:
    """What axe finds in the page as it is shown now: rule, place and advice, a line each.

    Args:
        axe: its source, which goes past any Content-Security-Policy.
    """
    if not tab.evaluate("typeof axe === 'object'"):
        tab.evaluate(axe)
    found: list[dict[str, Any]] = tab.evaluate(_RUN, list(TAGS))
    return [_line(rule, node) for rule in found for node in rule["nodes"]]


def _line(rule: dict[str, Any], node: dict[str, Any]) -> str:
    target = " ".join(map(str, node["target"]))
    advice = " ".join(str(node.get("failureSummary", "")).split())
    return f"{rule['id']} at {target}: {advice} ({rule['helpUrl'].partition('?')[0]})"

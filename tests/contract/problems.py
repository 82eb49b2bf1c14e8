"""What every refusal must be: a problem document (RFC 9457) that names what is wrong."""

from typing import Any

PROBLEM = "application/problem+json"
MEMBERS = {"type": str, "title": str, "status": int, "detail": str, "errors": list}


def faults(response: Any, statuses: set[int], loc: tuple[str, ...] | None = None) -> list[str]:
    """What is wrong with a refusal; nothing where it is as it must be.

    Args:
        response: of Django's test client.
        statuses: those that would do.
        loc: the field that one of its errors must name, or a value within it; None where any or
            none will do.
    """
    if response.status_code not in statuses:
        return [f"{response.status_code}: {response.content[:200]!r}"]
    if response.headers["Content-Type"] != PROBLEM:
        return [f"{response.status_code} is {response.headers['Content-Type']}"]
    document = response.json()
    found = [
        f"{name} is {document.get(name)!r}"
        for name, kind in MEMBERS.items()
        if not isinstance(document.get(name), kind)
    ]
    if document.get("status") != response.status_code:
        found.append("status is another one")
    named = [error["loc"] for error in document.get("errors", [])]
    if loc is not None and list(loc) not in [place[: len(loc)] for place in named]:
        found.append(f"errors name {named}")
    return found

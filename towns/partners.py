"""Which links lead to one and the same partner, in whatever language and from whatever town."""

from typing import Any

from towns import queries
from twinning.translation.collation import sort_key


def keys() -> dict[Any, str]:
    """The key of the partner that each link leads to, by the link's translation key.

    Links lead to one partner where they have the same country and, in any language, the same name.
    The key is the least translation key of them all, so that it is the same in every language.
    """
    leader: dict[Any, Any] = {}

    def find(key: Any) -> Any:
        while leader[key] != key:
            key = leader[key]
        return key

    by_name: dict[tuple[str, Any], Any] = {}
    for key, country, name in queries.link_identities():
        leader.setdefault(key, key)
        other = by_name.setdefault((str(country), sort_key(name)), key)
        first, second = sorted((find(key), find(other)), key=str)
        leader[second] = first
    return {key: str(find(key)) for key in leader}

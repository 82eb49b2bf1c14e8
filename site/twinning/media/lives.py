"""How long files may be kept by browsers and caches, as their names tell."""

import re

from twinning.media import folders

#: The name says what is in the file: it never changes.
IMMUTABLE = "public, max-age=31536000, immutable"
#: Original pictures, and renditions that are named without their content.
MODERATE = "public, max-age=3600"
#: A rendition at an address that it has until pages have heard that it was made.
UNMADE = "public, max-age=300"
#: Documents: who may have one is asked of each who asks, so that no shared cache may answer.
DOCUMENT = "private, max-age=600"
#: Pictures that few may see, and addresses that end: nobody keeps one.
PRIVATE = "private, no-store"

DIGITS = 16
#: Before the ending. What a storage adds to a name that is taken comes before the first full stop.
_DIGEST = re.compile(rf"^images/[^/]+\.([0-9a-f]{{{DIGITS}}})\.[a-z]+$")


def digest_in(name: str) -> str | None:
    """What the name of a rendition's file says of its content; None where it says nothing.

    Args:
        name: as its storage has it, such as `images/bridge.width-400.format-webp.0123….webp`.
    """
    found = _DIGEST.match(name)
    return found[1] if found else None


def life_of(name: str) -> str:
    """The Cache-Control of a picture's file."""
    if folders.is_private(name):
        return PRIVATE
    return IMMUTABLE if digest_in(name) else MODERATE

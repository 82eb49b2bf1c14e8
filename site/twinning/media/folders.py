"""Where the files of pictures lie: those that anybody may see, and those that wait for it."""

import secrets
from pathlib import PurePosixPath

#: Pictures and their renditions that nobody may see but who may choose them in the admin.
PRIVATE = "private_images/"
#: Wagtail's folder of pictures that anybody may see.
PUBLIC = "original_images/"
#: Wagtail's folders of renditions, and of documents.
RENDITIONS, DOCUMENTS = "images/", "documents/"
#: All in which each file is named by a row of ours.
OURS = (PRIVATE, PUBLIC, RENDITIONS, DOCUMENTS)


def is_private(name: str | None) -> bool:
    """Whether a file waits, as its name tells.

    Args:
        name: as its storage has it, such as `private_images/0123….jpg`.
    """
    return bool(name) and str(name).startswith(PRIVATE)


def new_private(filename: str) -> str:
    """A name that nobody can guess, for a file with the ending of `filename`."""
    return f"{PRIVATE}{secrets.token_hex(16)}{PurePosixPath(filename).suffix.lower()}"


def public_name(private: str) -> str:
    """Where a private picture's file will lie: always the same, so that a second try finds it."""
    return f"{PUBLIC}{PurePosixPath(private).name}"


def private_rendition(filename: str) -> str:
    """Where a rendition of a private picture lies."""
    return f"{PRIVATE}{PurePosixPath(filename).name}"

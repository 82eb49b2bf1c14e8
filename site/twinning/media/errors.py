"""What goes wrong with files: those that are no pictures, and a store that is away."""

import struct

from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError


class StoreAwayError(Exception):
    """The server that files are stored at does not answer, or refuses.

    No OSError, which Wagtail and we take for a file that is broken or missing: it may be whole.
    """


#: What Pillow raises for files that begin like a picture and are none, or end too early.
#: Wagtail's and Willow's own errors are OSErrors or ValueErrors.
BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    RuntimeError,  # AVIF
    struct.error,
    UnidentifiedImageError,
    Image.DecompressionBombError,
)


def away() -> str:
    """What people are told of a store that is away, in the active language."""
    return _("Files cannot be stored just now. Nothing has been saved. Please try again later.")

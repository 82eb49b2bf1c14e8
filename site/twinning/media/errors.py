"""What goes wrong with files that are no pictures: one list for all who decode them."""

import struct

from PIL import Image, UnidentifiedImageError

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

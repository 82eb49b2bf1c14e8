"""Tiny previews of pictures, as text: they can be shown before any file has been loaded.

They are kept where the site's image model has a text field `placeholder` for them.
"""

import base64
import io
from typing import IO

from PIL import Image, ImageOps
from wagtail.images.models import AbstractImage

#: Pixels. What is much higher than wide becomes narrower than this, to stay as short.
WIDTH, HEIGHT = 24, 32

#: Characters; a preview is part of every answer that has its picture in it.
LONGEST = 600

_HEAD = "data:image/webp;base64,"


def data_uri(file: IO[bytes]) -> str:
    """A preview of a picture file as a `data:` address; empty where none is short enough.

    Raises:
        OSError, ValueError, …: what `twinning.media.errors.BROKEN` lists, for a broken file.
    """
    with Image.open(file) as opened:
        opened.draft("RGB", (WIDTH * 8, HEIGHT * 8))  # a JPEG need not be decoded in full
        opened.load()
        turned = ImageOps.exif_transpose(opened)
    small = turned.convert("RGBA" if turned.has_transparency_data else "RGB")
    small.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS, reducing_gap=3.0)
    for quality in (30, 10, 0):
        text = _HEAD + base64.b64encode(_webp(small, quality)).decode("ascii")
        if len(text) <= LONGEST:
            return text
    return ""


def are_kept(model: type[AbstractImage]) -> bool:
    """Whether an image model has room for them."""
    return any(field.name == "placeholder" for field in model._meta.concrete_fields)


def is_missing(image: AbstractImage) -> bool:
    """Whether a picture could have one, and has none."""
    return are_kept(type(image)) and not image.placeholder


def keep(image: AbstractImage, text: str) -> bool:
    """Store a picture's preview; False if the picture has been deleted or has another file now.

    Not through `save`, after which the preview would be made again.
    """
    same = type(image)._base_manager.filter(
        pk=image.pk, file=image.file.name, file_hash=image.file_hash
    )
    return bool(same.update(placeholder=text)) if are_kept(type(image)) else same.exists()


def _webp(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=quality, alpha_quality=quality, method=6)
    return buffer.getvalue()

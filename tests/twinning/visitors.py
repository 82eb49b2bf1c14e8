"""Picture files as visitors send them, good and bad."""

import io
from typing import Any

import pillow_heif
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SIZE = (320, 240)


def drawn(size: tuple[int, int] = SIZE, mode: str = "RGB") -> Image.Image:
    """A picture with light and dark in it."""
    return Image.radial_gradient("L").resize(size).convert(mode)


def encoded(kind: str, picture: Image.Image | None = None, **save: Any) -> bytes:
    """A picture as a file, `HEIF` included."""
    buffer = io.BytesIO()
    picture = picture or drawn()
    if kind == "HEIF":
        pillow_heif.from_pillow(picture).save(buffer, **save)
    else:
        picture.save(buffer, kind, **save)
    return buffer.getvalue()


def upload(content: bytes, name: str = "a.jpg", kind: str = "image/jpeg") -> SimpleUploadedFile:
    """A file as a form gets it."""
    return SimpleUploadedFile(name, content, kind)

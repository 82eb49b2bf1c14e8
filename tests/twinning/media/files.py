"""Picture files as visitors send them, good and bad."""

import io
from typing import Any

import pillow_heif
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from twinning.media import anew

SIZE = (320, 240)
KINDS = ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"]

#: What a file may hold beside its pixels, to be looked for in what is kept.
SECRET = b"53.7632N 2.7031W kept by nobody"


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


def opened(picture: anew.CleanPicture) -> Image.Image:
    found = Image.open(io.BytesIO(picture.content))
    found.load()
    assert (found.format, found.mode) == ("JPEG", "RGB")
    assert found.size == (picture.width, picture.height)
    return found


def problem(content: bytes) -> str:
    with pytest.raises(ValidationError) as refused:
        anew.make_anew(content)
    assert not any("%" in message for message in refused.value.messages)
    return refused.value.code


def alike(pixel: tuple[int, ...], other: tuple[int, ...], by: int = 6) -> bool:
    return all(abs(a - b) <= by for a, b in zip(pixel, other, strict=True))


def segments(content: bytes) -> list[int]:
    """The markers of a JPEG that have a length, up to its first scan's end."""
    assert content[:2] == b"\xff\xd8"
    at, found = 2, []
    while match := anew._MARKER.search(content, at):
        found.append(match[1][0])
        if match[1] == b"\xd9":
            assert match.end() == len(content), "nothing follows the picture"
            break
        at = match.end() + int.from_bytes(content[match.end() : match.end() + 2])
    return found

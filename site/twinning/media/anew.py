"""Pictures from anybody, made anew: decoded to the last pixel, then encoded without anything else.

What a file is, its bytes say, never its name or what the browser calls it. Of what they hold, only
the pixels go on: no metadata, no second file behind the first, nothing that a decoder passed over.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms
from pillow_heif import HeifImageFile

from twinning.media.errors import BROKEN

#: Bytes of a file.
MOST_BYTES = 10 * 1024 * 1024
#: Pixels of a side. What is longer is made smaller, what is shorter is refused.
LONGEST_SIDE, SHORTEST_SIDE = 3000, 200
#: Pixels in all, where the site has no WAGTAILIMAGES_MAX_IMAGE_PIXELS: as many as Wagtail takes.
MOST_PIXELS = 128_000_000
#: Scans of a JPEG. A camera writes one, a progressive file about ten; each costs a turn over all
#: pixels, and takes but a few bytes.
MOST_SCANS = 100
#: Of the JPEG that is kept.
QUALITY = 88

#: What a file may be: each with what it is refused for, and what to do.
PROBLEMS = {
    "too_large": _("This file is larger than %(most)s MB. Make the picture smaller."),
    "empty": _("This file is empty. Choose another one."),
    "unknown": _(
        "This is not a JPEG, PNG, WebP, HEIC or AVIF picture. Save it as JPEG, or choose another."
    ),
    "broken": _("This picture is damaged or not complete. Save it anew, or choose another."),
    "too_many_pixels": _(
        "This picture has more than %(most)s million pixels. Make it smaller, or choose another."
    ),
    "too_small": _(
        "This picture is too small: each side needs at least %(least)s pixels. Choose a larger one."
    ),
}

#: What has to be done to pixels by the EXIF tag Orientation.
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_ORIENTATION = 0x0112

_AVIF = frozenset({b"avif", b"avis"})
_HEIF = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})

#: A marker of a JPEG that has a length, rather than a byte of its pixels or a restart among them.
#: Of several FF the last one counts; with "+" the search would take the square of their number.
_MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd7\xff])")
_START_OF_SCAN, _END = 0xDA, 0xD9

#: Decoded, a picture of the most pixels takes some hundred megabytes: one at a time in a process.
_turn = Lock()


@dataclass(frozen=True)
class CleanPicture:
    """A JPEG that was made here, in sRGB, the right way up; sizes in pixels."""

    content: bytes
    width: int
    height: int
    extension: str = "jpg"


def refusal(code: str, **params: Any) -> ValidationError:
    """Why a file is not taken."""
    return ValidationError(PROBLEMS[code], code=code, params=params)


def too_large() -> ValidationError:
    """The refusal of a file with more than `MOST_BYTES`."""
    return refusal("too_large", most=MOST_BYTES // 1024**2)


def make_anew(content: bytes) -> CleanPicture:
    """The picture that a file holds, of an animation its first frame.

    Raises:
        ValidationError: the file is none that is taken; its `code` is one of `PROBLEMS`.
    """
    if not content:
        raise refusal("empty")
    if len(content) > MOST_BYTES:
        raise too_large()
    opens = _opener(content)
    if opens is None:
        raise refusal("unknown")
    with _turn:
        try:
            with opens(content) as opened:
                _check_size(opened.size)
                made = _pixels(opened)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise _too_many_pixels() from error
        except BROKEN as error:
            raise refusal("broken") from error
        return CleanPicture(_encoded(made), *made.size)


# What it is


def _opener(content: bytes) -> Callable[[bytes], Image.Image] | None:
    if content.startswith(b"\xff\xd8\xff"):
        return _open_jpeg
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return lambda data: Image.open(BytesIO(data), formats=["PNG"])
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return lambda data: Image.open(BytesIO(data), formats=["WEBP"])
    brands = _brands(content)
    if brands & _AVIF:
        return lambda data: Image.open(BytesIO(data), formats=["AVIF"])
    if brands & _HEIF:
        return lambda data: HeifImageFile(BytesIO(data))  # without a plugin for all of Pillow
    return None


def _brands(content: bytes) -> set[bytes]:
    """What a file of ISO's media format says that it is (ISO/IEC 14496-12, 4.3)."""
    if content[4:8] != b"ftyp":
        return set()
    end = min(int.from_bytes(content[:4]), 256)
    return {content[8:12], *(content[at : at + 4] for at in range(16, end, 4))}


def _open_jpeg(content: bytes) -> Image.Image:
    if _scans(content) > MOST_SCANS:
        raise ValueError("The JPEG has too many scans.")
    return Image.open(BytesIO(content), formats=["JPEG"])


def _scans(content: bytes) -> int:
    """The scans of a JPEG's first picture (ISO/IEC 10918-1, annex B)."""
    at, scans = 2, 0
    while found := _MARKER.search(content, at):
        marker, at = found[1][0], found.end()
        if marker == _END:
            break
        scans += marker == _START_OF_SCAN
        at += int.from_bytes(content[at : at + 2])
    return scans


def _check_size(size: tuple[int, int]) -> None:
    _check_pixels(size)
    if min(size) < SHORTEST_SIDE:
        raise refusal("too_small", least=SHORTEST_SIDE)


def _check_pixels(size: tuple[int, int]) -> None:
    if size[0] * size[1] > _most_pixels():
        raise _too_many_pixels()


def _too_many_pixels() -> ValidationError:
    return refusal("too_many_pixels", most=_most_pixels() // 1_000_000)


def _most_pixels() -> int:
    return int(getattr(settings, "WAGTAILIMAGES_MAX_IMAGE_PIXELS", MOST_PIXELS))


# What is kept of it


def _pixels(opened: Image.Image) -> Image.Image:
    """The picture alone: in sRGB on white, the right way up, no longer than `LONGEST_SIDE`."""
    if opened.format in {"JPEG", "MPO"}:  # which can be decoded at a half, a quarter, an eighth
        opened.draft(None, _fitted(opened.size))
    opened.load()
    _check_pixels(opened.size)  # may be more than the head has said
    orientation, profile = _orientation(opened), opened.info.get("icc_profile")
    picture = _eight_bits(opened)
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    # A new one, in which Pillow has nothing to write but pixels.
    made = Image.new("RGB", picture.size, "white")
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    made.paste(_srgb(picture, profile), mask=alpha)
    turn = _TURNS.get(orientation)
    return made if turn is None else made.transpose(turn)


def _fitted(size: tuple[int, int]) -> tuple[int, int]:
    scale = min(1.0, LONGEST_SIDE / max(size))
    return round(size[0] * scale), round(size[1] * scale)


def _orientation(opened: Image.Image) -> Any:
    """The EXIF tag; 1 where there is none, or where none can be read: the pixels are sound."""
    try:
        return opened.getexif().get(_ORIENTATION, 1)
    except (*BROKEN, LookupError, TypeError):
        return 1


def _eight_bits(opened: Image.Image) -> Image.Image:
    """As RGBA where anything may be transparent; otherwise as RGB, grey or CMYK."""
    if opened.mode.startswith("I"):  # grey in 16 bits
        grey = opened.convert("I").point(lambda value: value * (1 / 257) + 0)
        return grey.convert("L")
    if opened.has_transparency_data:
        return opened.convert("RGBA")
    return opened if opened.mode in {"L", "RGB", "CMYK"} else opened.convert("RGB")


def _srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    opaque = picture.convert("RGB") if picture.mode == "RGBA" else picture
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            made = ImageCms.profileToProfile(
                opaque, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
        except (ImageCms.PyCMSError, *BROKEN):
            made = None  # a profile of another kind of pixels, or none at all
        if made is not None:
            return made
    return opaque.convert("RGB")


def _encoded(picture: Image.Image) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return buffer.getvalue()

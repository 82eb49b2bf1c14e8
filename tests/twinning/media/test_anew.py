"""Pictures that anybody may send are made anew: of a file nothing is kept but its pixels."""

import io
import zipfile
import zlib

import pillow_heif
import pytest
from PIL import Image, ImageCms

from tests.twinning.media.files import (
    KINDS,
    SECRET,
    SIZE,
    alike,
    drawn,
    encoded,
    opened,
    segments,
)
from twinning.media import anew

# What is taken


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_made_anew(kind: str) -> None:
    made = anew.make_anew(encoded(kind))
    assert (made.width, made.height, made.extension) == (*SIZE, "jpg")
    before, after = drawn(), opened(made)
    for place in [(0, 0), (160, 120), (300, 200)]:
        assert alike(after.getpixel(place), before.getpixel(place), by=12)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("L", "JPEG"), ("CMYK", "JPEG"), ("1", "PNG"), ("L", "PNG"), ("P", "PNG"), ("LA", "PNG")],
)
def test_other_kinds_of_pixels_become_rgb(mode: str, kind: str) -> None:
    after = opened(anew.make_anew(encoded(kind, drawn(mode=mode))))
    assert alike(after.getpixel((160, 120)), drawn(mode=mode).convert("RGB").getpixel((160, 120)))


def test_sixteen_bits_of_grey_become_eight() -> None:
    picture = Image.new("I;16", SIZE, 0x8080)
    picture.paste(0xFFFF, (0, 0, 160, 240))
    after = opened(anew.make_anew(encoded("PNG", picture)))
    assert alike(after.getpixel((10, 10)), (255, 255, 255))
    assert alike(after.getpixel((300, 10)), (128, 128, 128))


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF", "HEIF"])
def test_what_is_transparent_becomes_white(kind: str) -> None:
    picture = Image.new("RGBA", SIZE, (255, 0, 0, 0))
    picture.paste((0, 0, 255, 255), (0, 0, 160, 240))
    after = opened(anew.make_anew(encoded(kind, picture)))
    assert alike(after.getpixel((10, 10)), (0, 0, 255))
    assert alike(after.getpixel((300, 10)), (255, 255, 255))


def test_a_transparent_colour_of_a_palette_becomes_white() -> None:
    picture = Image.new("P", SIZE, 0)
    picture.putpalette([255, 0, 0, 0, 0, 255])
    picture.paste(1, (0, 0, 160, 240))
    after = opened(anew.make_anew(encoded("PNG", picture, transparency=0)))
    assert alike(after.getpixel((10, 10)), (0, 0, 255))
    assert alike(after.getpixel((300, 10)), (255, 255, 255))


@pytest.mark.parametrize("kind", ["WEBP", "PNG", "AVIF", "HEIF"])
def test_of_an_animation_the_first_frame_is_taken(kind: str) -> None:
    red, blue = Image.new("RGB", SIZE, "red"), Image.new("RGB", SIZE, "blue")
    if kind == "HEIF":
        both, buffer = pillow_heif.from_pillow(red), io.BytesIO()
        both.add_from_pillow(blue)
        both.save(buffer)
        content = buffer.getvalue()
    else:
        content = encoded(kind, red, save_all=True, append_images=[blue], duration=100)
    assert alike(opened(anew.make_anew(content)).getpixel((10, 10)), (255, 0, 0))


@pytest.mark.parametrize("orientation", range(9))
def test_it_is_the_right_way_up(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    picture = Image.new("RGB", SIZE, "white")
    picture.paste("red", (0, 0, 160, 120))
    after = opened(anew.make_anew(encoded("JPEG", picture, exif=exif)))
    assert after.size == (SIZE[::-1] if orientation >= 5 else SIZE)
    right, bottom = after.width - 11, after.height - 11
    corner = {2: (right, 10), 3: (right, bottom), 4: (10, bottom)}
    corner |= {6: (right, 10), 7: (right, bottom), 8: (10, bottom)}
    assert alike(after.getpixel(corner.get(orientation, (10, 10))), (254, 0, 0))


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_the_right_way_up_in_each_kind(kind: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    picture = Image.new("RGB", SIZE, "white")
    picture.paste("red", (0, 0, 160, 120))
    after = opened(anew.make_anew(encoded(kind, picture, exif=exif.tobytes())))
    assert after.size == SIZE[::-1]
    assert alike(after.getpixel((after.width - 11, 10)), (254, 0, 0))


def test_colours_are_those_of_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"....").replace(b"bXYZ", b"rXYZ").replace(b"....", b"bXYZ")
    red = Image.new("RGB", SIZE, "red")
    for icc, expected in [(profile, (255, 0, 0)), (swapped, (0, 0, 255)), (b"none", (255, 0, 0))]:
        made = anew.make_anew(encoded("JPEG", red, icc_profile=icc))
        assert alike(opened(made).getpixel((10, 10)), expected)
        assert "icc_profile" not in opened(made).info


def test_what_is_large_is_made_smaller() -> None:
    for kind in ("JPEG", "PNG"):
        made = anew.make_anew(encoded(kind, drawn((6100, 4000))))
        assert (made.width, made.height) == (3000, 1967)
        opened(made)


def test_a_long_strip_stays_one() -> None:
    assert anew.make_anew(encoded("JPEG", drawn((16000, 210)))).width == 3000


# What is not kept of it


def everything_in(kind: str) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SECRET.decode()
    exif.get_ifd(0x8825)[29] = SECRET.decode()
    xmp = b"<x:xmpmeta>" + SECRET + b"</x:xmpmeta>"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes() + SECRET
    if kind == "JPEG":
        content = encoded(kind, exif=exif, xmp=xmp, icc_profile=profile, comment=SECRET)
        iptc = b"Photoshop 3.0\x008BIM" + SECRET
        content = (
            content[:2] + b"\xff\xed" + (len(iptc) + 2).to_bytes(2) + iptc + content[2:] + SECRET
        )
    elif kind == "HEIF":
        content = encoded(kind, exif=exif.tobytes(), xmp=xmp)
    else:
        content = encoded(kind, exif=exif, xmp=xmp, icc_profile=profile)
    assert content.count(SECRET) >= 2
    return content


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF", "HEIF"])
def test_nothing_but_pixels_is_kept(kind: str) -> None:
    made = anew.make_anew(everything_in(kind))
    assert SECRET not in made.content
    assert set(segments(made.content)) <= {0xE0, 0xDB, 0xC2, 0xC4, 0xDA, 0xD9}
    found = opened(made)
    assert dict(found.getexif()) == {}
    assert not found.info.keys() & {"exif", "xmp", "icc_profile", "comment", "photoshop"}


def test_texts_of_a_png_are_not_kept() -> None:
    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)

    content = encoded("PNG")
    texts = chunk(b"tEXt", b"Comment\0" + SECRET) + chunk(b"eXIf", b"MM\0*" + SECRET)
    made = anew.make_anew(content[:33] + texts + content[33:] + SECRET)
    assert SECRET not in made.content


def test_of_two_files_in_one_only_the_picture_is_kept() -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("run.js", SECRET)
    page = b"<!--\xff\xd9--><script>alert(1)</script>"
    for second in (archive.getvalue(), page):
        made = anew.make_anew(encoded("JPEG") + second)
        assert not zipfile.is_zipfile(io.BytesIO(made.content))
        assert b"script" not in made.content
        assert segments(made.content)[-1] == 0xD9

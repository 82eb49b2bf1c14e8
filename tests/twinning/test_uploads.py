"""Pictures that anybody may send: what is taken is made anew, everything else is refused."""

import io
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

import pillow_heif
import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.datastructures import MultiValueDict
from PIL import Image, ImageCms

from tests.twinning.visitors import SIZE, drawn, encoded, upload
from twinning.media import anew
from twinning.media.uploads import VisitorPictureField, VisitorPicturesField

KINDS = ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"]

#: What a file may hold beside its pixels, to be looked for in what is kept.
SECRET = b"53.7632N 2.7031W kept by nobody"


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


# What is refused

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    "content",
    [
        b"just text",
        b"\xff\xd8",
        SVG,
        b'<?xml version="1.0"?>' + SVG,
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7\n" + SVG,
        encoded("GIF"),
        b"GIF89a/*" + encoded("GIF")[8:] + b"*/=1;</style><script>alert(1)</script>",
        *(encoded(kind) for kind in ("BMP", "TIFF", "ICO", "JPEG2000", "PDF")),
        b"PK\x03\x04" + encoded("JPEG"),
        SVG + encoded("PNG"),
        (24).to_bytes(4) + b"ftypisom\0\0\2\0isommp41" + b"\0" * 500,
        b"RIFF\x24\0\0\0WAVEfmt ",
    ],
)
def test_other_kinds_are_refused_whatever_they_are_called(content: bytes) -> None:
    assert problem(content) == "unknown"
    with pytest.raises(ValidationError):
        VisitorPictureField().clean(upload(content, "holiday.jpg", "image/jpeg"))


def test_an_empty_file_is_refused() -> None:
    assert problem(b"") == "empty"


def test_a_file_of_too_many_bytes_is_not_read() -> None:
    assert problem(encoded("JPEG") + b"\0" * anew.MOST_BYTES) == "too_large"
    large = upload(encoded("JPEG") + b"\0" * (11 * 1024 * 1024))
    large.file = None  # nothing of it can be read
    with pytest.raises(ValidationError) as refused:
        VisitorPictureField().clean(large)
    assert "10 MB" in refused.value.messages[0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("part", [0.02, 0.5, 0.97])
def test_a_file_that_ends_too_early_is_refused(kind: str, part: float) -> None:
    noise = Image.effect_noise(SIZE, 60).convert("RGB")
    content = encoded(kind, noise)
    assert problem(content[: int(len(content) * part)]) == "broken"


def test_a_head_that_promises_too_much_is_not_believed(monkeypatch) -> None:
    def never(self: object) -> None:
        raise AssertionError("it was decoded")

    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", never)
    monkeypatch.setattr("pillow_heif.HeifImageFile.load", never)
    for width, height in [(60_000, 60_000), (2**31 - 1, 2**31 - 1), (50_000, 1_001)]:
        content = bytearray(encoded_before["PNG"])
        content[16:24] = width.to_bytes(4) + height.to_bytes(4)
        content[29:33] = zlib.crc32(content[12:29]).to_bytes(4)
        assert problem(bytes(content)) == "too_many_pixels"
    content = bytearray(encoded_before["JPEG"])
    at = content.index(b"\xff\xc0") + 5
    content[at : at + 4] = b"\xff\xff\xff\xff"
    assert problem(bytes(content)) == "too_many_pixels"


encoded_before = {kind: encoded(kind) for kind in ("PNG", "JPEG")}


def test_as_many_pixels_as_the_settings_say(settings) -> None:
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = SIZE[0] * SIZE[1]
    for kind in KINDS:
        assert anew.make_anew(encoded(kind))
        assert problem(encoded(kind, drawn((SIZE[0], SIZE[1] + 1)))) == "too_many_pixels"


def test_a_bomb_behind_an_honest_head_is_not_unpacked() -> None:
    content = encoded("PNG")
    start = content.index(b"IDAT") - 4
    packed = zlib.compress(b"\0" * 300_000_000)
    data = b"IDAT" + packed
    bomb = (
        content[:start] + len(packed).to_bytes(4) + data + zlib.crc32(data).to_bytes(4)
    ) + content[-12:]
    made = anew.make_anew(bomb)  # Pillow unpacks no more than the rows that there are
    assert (made.width, made.height) == SIZE


def test_a_jpeg_of_endless_scans_is_refused() -> None:
    content = encoded("JPEG", progressive=True)
    last = content.rindex(b"\xff\xda")
    scan = content[last:-2]
    assert anew.make_anew(content[:-2] + scan * 20 + b"\xff\xd9")
    assert problem(content[:-2] + scan * 200 + b"\xff\xd9") == "broken"
    hidden = content[:2] + b"\xff\x01" + content[2:-2] + scan * 200 + b"\xff\xd9"
    assert problem(hidden) == "broken"


def test_scans_of_a_thumbnail_and_of_what_follows_do_not_count() -> None:
    scans = b"\xff\xda\0\2" * 500
    content = encoded("JPEG")
    thumbnail = b"\xff\xe1" + (len(scans) + 2).to_bytes(2) + scans
    assert anew.make_anew(content[:2] + thumbnail + content[2:] + scans)


@pytest.mark.parametrize("size", [(199, 400), (400, 199), (1, 1)])
def test_what_is_too_small_is_refused(size: tuple[int, int]) -> None:
    assert problem(encoded("PNG", drawn(size))) == "too_small"


# Fields


class Form(forms.Form):
    pictures = VisitorPicturesField(required=False)


def sent(*contents: bytes, **field: object) -> forms.Form:
    files = MultiValueDict({"pictures": [upload(content) for content in contents]})
    form = Form({}, files)
    for name, value in field.items():
        setattr(form.fields["pictures"], name, value)
    return form


def test_several_pictures_keep_their_order() -> None:
    form = sent(encoded("PNG"), encoded("WEBP", drawn((400, 300))))
    assert form.is_valid(), form.errors
    assert [picture.width for picture in form.cleaned_data["pictures"]] == [320, 400]
    assert form.has_changed()


def test_each_that_is_refused_is_told_by_its_number() -> None:
    form = sent(encoded("PNG"), b"text", encoded("PNG"), encoded("JPEG")[:600])
    assert not form.is_valid()
    first, second = form.errors["pictures"]
    assert first.startswith("Picture 2: This is not a JPEG")
    assert second.startswith("Picture 4: This picture is damaged")
    codes = [error["code"] for error in form.errors.get_json_data()["pictures"]]
    assert codes == ["unknown", "broken"]


def test_too_many_are_refused_before_one_is_decoded(monkeypatch) -> None:
    monkeypatch.setattr(anew, "make_anew", None)
    form = sent(*[b"text"] * 5)
    assert form.errors["pictures"] == ["Too many pictures: 5. Choose at most 4."]
    assert sent(*[b"text"] * 2, most=1).errors["pictures"]


def test_none_is_an_empty_list_or_an_error() -> None:
    form = sent()
    assert form.is_valid()
    assert form.cleaned_data["pictures"] == []
    assert not form.has_changed()
    assert sent(required=True).errors["pictures"] == ["This field is required."]
    assert Form({}, {}).is_valid()
    with pytest.raises(ValidationError):
        VisitorPicturesField().clean(None)


@pytest.mark.parametrize("data", ["text", ["text"], [upload(b"")], [3]])
def test_what_is_no_file_is_an_error(data: object) -> None:
    with pytest.raises(ValidationError):
        VisitorPicturesField().clean(data)


def test_one_picture() -> None:
    assert VisitorPictureField().clean(upload(encoded("PNG"), "a.exe", "text/html")).width == 320
    assert VisitorPictureField(required=False).clean(None) is None
    with pytest.raises(ValidationError) as refused:
        VisitorPictureField().clean(upload(b""))
    assert refused.value.messages == ["This file is empty. Choose another one."]


def test_the_input_offers_several_pictures() -> None:
    html = str(Form()["pictures"])
    assert " multiple" in html
    assert 'accept="image/jpeg,' in html
    assert 'type="file"' in html


def test_nothing_else_of_the_site_takes_heic_for_it() -> None:
    """`pillow_heif` offers a plugin for all that Pillow opens; it is not what is used here."""
    code = (
        "from PIL import Image; from twinning.media import anew; Image.init();"
        "assert 'HEIF' not in Image.OPEN"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], cwd=root / "site", check=True)

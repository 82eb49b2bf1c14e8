"""Files that are no pictures, not whole, or made to take the server's time and memory."""

import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from tests.twinning.media.files import KINDS, SIZE, drawn, encoded, problem, upload
from twinning.media import anew
from twinning.media.uploads import VisitorPictureField

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
    assert anew._scans(hidden) > anew.MOST_SCANS, "behind a marker that has no length"


def test_scans_of_a_thumbnail_and_of_what_follows_do_not_count() -> None:
    scans = b"\xff\xda\0\2" * 500
    content = encoded("JPEG")
    thumbnail = b"\xff\xe1" + (len(scans) + 2).to_bytes(2) + scans
    assert anew.make_anew(content[:2] + thumbnail + content[2:] + scans)


@pytest.mark.parametrize("size", [(199, 400), (400, 199), (1, 1)])
def test_what_is_too_small_is_refused(size: tuple[int, int]) -> None:
    assert problem(encoded("PNG", drawn(size))) == "too_small"


@pytest.mark.parametrize("filler", [b"\xff", b"\xff\0", b"\xff\xff\0"])
def test_a_run_of_markers_is_read_once(filler) -> None:
    """Ten megabytes of what looks like markers: read in the square of that, for ever."""
    content = b"\xff\xd8\xff" + filler * (9_000_000 // len(filler)) + b"\0"
    with pytest.raises(ValidationError):
        anew.make_anew(content)

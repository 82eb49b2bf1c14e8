"""Answers as bytes: encodings, ETags, and what goes to other processes."""

import gzip

import brotli
import pytest

from twinning.delivery.answer import Answer, preferred_encoding

HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Language", "pl")]
BODY = b"Miasta partnerskie " * 100


def test_variants_are_the_same_text() -> None:
    answer = Answer("1-2", 200, HEADERS, BODY)
    decoders = {"": bytes, "gzip": gzip.decompress, "br": brotli.decompress}
    for encoding, decode in decoders.items():
        status, headers, body = answer.ready(encoding, None)
        assert status == "200 OK"
        assert decode(body) == BODY
        assert dict(headers).get("Content-Encoding", "") == encoding
    assert answer.ready("br", None) is answer.ready("br", None)


@pytest.mark.parametrize(
    ("headers", "body"),
    [([("Content-Type", "image/avif")], BODY), (HEADERS, b"short"), ([], BODY)],
)
def test_what_compression_would_not_shorten_is_left_alone(headers, body) -> None:
    answer = Answer("1-2", 200, headers, body)
    _status, said, sent = answer.ready("br", None)
    assert sent == body
    assert "Content-Encoding" not in dict(said)
    assert answer.ready("br", dict(said)["ETag"])[0] == "304 Not Modified"


def test_an_etag_of_any_variant_is_known() -> None:
    answer = Answer("1-2", 200, HEADERS, BODY)
    gzipped = dict(answer.ready("gzip", None)[1])["ETag"]
    status, headers, body = answer.ready("br", gzipped)
    assert (status, body) == ("304 Not Modified", b"")
    assert dict(headers)["ETag"] == gzipped
    assert "Content-Type" not in dict(headers)


@pytest.mark.parametrize("given", ["", '"x"', "x", '"', ",,,", 'W/"x"', "*x"])
def test_other_etags_are_not(given) -> None:
    assert Answer("1-2", 200, HEADERS, BODY).ready("", given)[0] == "200 OK"


def test_only_a_whole_answer_has_an_etag() -> None:
    answer = Answer("1-2", 404, HEADERS, BODY)
    assert "ETag" not in dict(answer.ready("", None)[1])
    assert answer.ready("", "*")[0] == "404 Not Found"


def test_another_byte_is_another_etag() -> None:
    tags = {Answer("1-2", 200, HEADERS, BODY + bytes([byte])).tag for byte in range(256)}
    assert len(tags) == 256


def test_a_dump_is_loaded_as_it_was() -> None:
    answer = Answer("1-2", 200, HEADERS, BODY)
    assert Answer.load(answer.dump()) == answer


@pytest.mark.parametrize("dumped", [b"", b"x", b"[]\n", b"null\nx", b'["1",200,[]]\nx', b"\xff\n"])
def test_what_is_no_dump_is_refused(dumped) -> None:
    with pytest.raises(ValueError, match="This is no answer"):
        Answer.load(dumped)


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("*", "br"),
        ("*;q=0", ""),
        ("identity", ""),
        ("identity;q=1, br;q=0.5", ""),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("deflate", ""),
        ("br;q=x", ""),
        (";;,,=", ""),
    ],
)
def test_the_encoding_is_the_shortest_that_the_client_takes(accept, encoding) -> None:
    assert preferred_encoding(accept) == encoding

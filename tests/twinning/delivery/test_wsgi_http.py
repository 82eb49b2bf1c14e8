"""What clients are told by the cache before Django: encodings, ETags, 304, HEAD."""

from tests.twinning.delivery.asking import ALMELO, ask


def test_encodings_have_their_own_bytes_and_etags(site, django) -> None:
    said = {
        accept: ask(site, ALMELO, accept_encoding=accept) for accept in ("", "gzip", "br, gzip")
    }
    assert [one.headers.get("Content-Encoding", "") for one in said.values()] == ["", "gzip", "br"]
    assert len({one.text for one in said.values()}) == 1
    assert len({one.headers["ETag"] for one in said.values()}) == 3
    assert all(int(one.headers["Content-Length"]) == len(one.raw) for one in said.values())
    assert len({len(one.raw) for one in said.values()}) == 3
    assert len(django.calls) == 1


def test_who_has_it_is_told_so(site, django) -> None:
    for accept in ("", "gzip", "br"):
        whole = ask(site, ALMELO, accept_encoding=accept)
        for tag in (
            whole.headers["ETag"],
            f"W/{whole.headers['ETag']}",
            f'"x", {whole.headers["ETag"]}',
            "*",
        ):
            said = ask(site, ALMELO, accept_encoding=accept, if_none_match=tag)
            assert (said.status, said.raw) == (304, b"")
            for name in ("ETag", "Cache-Control", "Vary", "Content-Language"):
                assert said.headers[name] == whole.headers[name]
        assert ask(site, ALMELO, if_none_match='"x"').status == 200
    assert len(django.calls) == 1


def test_head_is_get_without_the_body(site, django) -> None:
    whole = ask(site, ALMELO)
    said = ask(site, ALMELO, "HEAD")
    assert (said.status, said.headers, said.raw) == (200, whole.headers, b"")
    assert len(django.calls) == 1


def test_a_first_head_does_not_take_the_body_from_others(site) -> None:
    head = ask(site, ALMELO, "HEAD")
    whole = ask(site, ALMELO)
    assert (head.raw, int(head.headers["Content-Length"])) == (b"", len(whole.raw))
    assert "<h1>Almelo</h1>" in whole.text

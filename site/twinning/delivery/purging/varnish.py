"""Varnish, told by tag. docs/cdn.md has the configuration that goes with it."""

from collections.abc import Iterable, Iterator
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import SplitResult, urlsplit

from wagtail.contrib.frontend_cache.backends import BaseBackend

from twinning.delivery.purging.errors import NotPurged

#: The header with the tags, separated by spaces.
HEADER = "xkey-purge"
#: Characters of tags in a request; Varnish takes 8,000 in a header (`http_req_hdr_len`).
LONGEST = 4000


class VarnishBackend(BaseBackend):
    """Sends a PURGE with all tags of a batch to each server; more only where they are very many.

    Args:
        params: `LOCATIONS`, the servers' addresses; `TIMEOUT`, the seconds that each may take,
            5 where it is not said.
    """

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._servers = [urlsplit(address) for address in params["LOCATIONS"]]
        self._timeout = float(params.get("TIMEOUT", 5))

    def purge_tags(self, tags: Iterable[str]) -> None:
        """Purge all that has one of the tags, from all servers.

        Raises:
            NotPurged: at least one of them did not; the others have been told.
        """
        self._tell([("/", {HEADER: joined}) for joined in _joined(tags)])

    def purge_batch(self, urls: Iterable[str]) -> None:
        """Purge addresses, from all servers.

        Raises:
            NotPurged: at least one of them did not; the others have been told.
        """
        self._tell([_of_url(urlsplit(url)) for url in urls])

    def purge(self, url: str) -> None:
        """Purge an address, as `purge_batch` does."""
        self.purge_batch([url])

    def _tell(self, requests: list[tuple[str, dict[str, str]]]) -> None:
        failed = []
        for server in self._servers:
            try:
                self._tell_one(server, requests)
            except (OSError, HTTPException, NotPurged) as error:
                failed.append(f"{server.netloc}: {error or type(error).__name__}")
        if failed:
            raise NotPurged("; ".join(failed))

    def _tell_one(self, server: SplitResult, requests: list[tuple[str, dict[str, str]]]) -> None:
        kind = HTTPSConnection if server.scheme == "https" else HTTPConnection
        connection = kind(server.hostname or "", server.port, timeout=self._timeout)
        try:
            for path, headers in requests:
                connection.request("PURGE", path, headers=headers)
                answer = connection.getresponse()
                answer.read()
                if answer.status != HTTPStatus.OK:
                    raise NotPurged(f"{answer.status} {answer.reason}")
        finally:
            connection.close()


def _joined(tags: Iterable[str]) -> Iterator[str]:
    line = ""
    for tag in tags:
        if line and len(line) + len(tag) >= LONGEST:
            yield line
            line = ""
        line = f"{line} {tag}" if line else tag
    if line:
        yield line


def _of_url(url: SplitResult) -> tuple[str, dict[str, str]]:
    path = url.path or "/"
    return f"{path}?{url.query}" if url.query else path, {"Host": url.netloc}

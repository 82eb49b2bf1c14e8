"""Cloudflare, told by tag: which every plan of theirs offers, and Wagtail's backend does not know.

https://developers.cloudflare.com/cache/how-to/purge-cache/purge-by-tags/
"""

import json
from collections.abc import Iterable, Sequence
from http import HTTPStatus
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from wagtail.contrib.frontend_cache.backends import BaseBackend

from twinning.delivery.purging.errors import NotPurged

#: Tags or addresses in one request.
MOST = 100
#: Seconds that it may take.
PATIENCE = 30


class CloudflareTagBackend(BaseBackend):
    """Purges tags from one zone.

    Args:
        params: `ZONEID`; `BEARER_TOKEN`, with the permission to purge its cache; `ENDPOINT`, the
            address of the API where it is another one.
    """

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._token = params["BEARER_TOKEN"]
        endpoint = params.get("ENDPOINT", "https://api.cloudflare.com/client/v4")
        self._address = urlsplit(f"{endpoint}/zones/{params['ZONEID']}/purge_cache")

    def purge_tags(self, tags: Sequence[str]) -> None:
        """Purge all that has one of the tags.

        Raises:
            NotPurged, OSError, HTTPException: it did not.
        """
        self._tell("tags", tags)

    def purge_batch(self, urls: Iterable[str]) -> None:
        """Purge addresses. Raises as `purge_tags`."""
        self._tell("files", list(urls))

    def purge(self, url: str) -> None:
        """Purge an address. Raises as `purge_tags`."""
        self.purge_batch([url])

    def _tell(self, kind: str, what: Sequence[str]) -> None:
        for start in range(0, len(what), MOST):
            self._post({kind: list(what[start : start + MOST])})

    def _post(self, message: dict[str, Any]) -> None:
        address = self._address
        scheme = HTTPConnection if address.scheme == "http" else HTTPSConnection
        connection = scheme(address.hostname or "", address.port, timeout=PATIENCE)
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        try:
            connection.request("POST", address.path, json.dumps(message), headers)
            answer = connection.getresponse()
            said = answer.read().decode(errors="replace")
        finally:
            connection.close()
        if answer.status != HTTPStatus.OK:
            raise NotPurged(f"{answer.status} {answer.reason}: {said[:500]}")

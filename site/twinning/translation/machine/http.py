"""Asking a translation service: within a time, with few repetitions, for little data.

Nothing of what is sent or answered is logged, only the status.
"""

import json
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from time import monotonic, sleep
from typing import Any

import requests
from urllib3.exceptions import HTTPError, ReadTimeoutError

from twinning.translation.machine import failures

logger = logging.getLogger(__name__)

#: Answers that ask to come again, and how often that is done.
AGAIN = frozenset(
    {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE, failures.OVERLOADED}
)
TIMES = 2
#: Seconds that one of these may ask us to wait; who asks for more has failed.
LONGEST_WAIT = 20.0
CONNECTING = 5.0
#: Bytes of an answer that are read.
LARGEST = 4 * 1024 * 1024


@dataclass(frozen=True)
class Service:
    """A translation service as it is spoken to.

    Args:
        name: as editors know it.
        timeout: seconds that an answer may take as a whole.
    """

    name: str
    timeout: float
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, url: str, payload: Any = None) -> Any:
        """What it answers, read as JSON; None where it answers nothing (204).

        Raises:
            MachineFailed: it is away, slow, refuses, or does not answer in JSON.
        """
        for left in range(TIMES, -1, -1):
            status, body, wait = self._once(method, url, payload, TIMES - left)
            if status not in AGAIN or not left or wait > LONGEST_WAIT:
                break
            sleep(wait)
        if not 200 <= status < 300:
            logger.warning("%s answered %s", self.name, status)
            raise failures.refused(self.name, status)
        try:
            return json.loads(body) if body else None
        except (ValueError, RecursionError):
            logger.warning("%s answered what is no JSON", self.name)
            raise failures.nonsense(self.name) from None

    def _once(self, method: str, url: str, payload: Any, turn: int) -> tuple[int, bytes, float]:
        """The answer's status and body, and how long it asks to wait."""
        until = monotonic() + self.timeout
        data = None if payload is None else json.dumps(payload, ensure_ascii=False).encode()
        try:
            with requests.request(
                method,
                url,
                data=data,
                headers={
                    "Content-Type": "application/json",
                    "Accept-Encoding": "identity",
                    **self.headers,
                },
                timeout=(min(CONNECTING, self.timeout), self.timeout),
                allow_redirects=False,  # another host shall have neither key nor texts
                stream=True,
            ) as response:
                wait = _wait(response.headers.get("Retry-After", ""), turn)
                return response.status_code, self._body(response, until), wait
        except (requests.Timeout, ReadTimeoutError):
            raise failures.slow(self.name) from None
        except (requests.RequestException, HTTPError) as error:
            logger.warning("%s cannot be reached: %s", self.name, type(error).__name__)
            raise failures.away(self.name) from None

    def _body(self, response: requests.Response, until: float) -> bytes:
        """All of an answer; a server that sends a byte now and then is slow as well."""
        body = b""
        while part := response.raw.read1(64 * 1024):
            body += part
            if len(body) > LARGEST:
                raise failures.nonsense(self.name)
            if monotonic() > until:
                raise failures.slow(self.name)
        return body


def _wait(asked: str, turn: int) -> float:
    """Seconds until the next turn: as `Retry-After` asks (RFC 9110, 10.2.3), else 1, 2."""
    if asked.isascii() and asked.isdecimal():
        return float(asked[:9])
    try:
        moment = parsedate_to_datetime(asked)
    except ValueError:
        return float(turn + 1)
    return max(0.0, (moment.astimezone(UTC) - datetime.now(UTC)).total_seconds())

"""Many enquiries at once, on two servers: each is kept once, or honestly refused."""

import http.client
import json
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import local
from typing import Any

import pytest

from home.models import Enquiry
from tests.distribution import ON_POSTGRES
from tests.home.enquiries.test_api import JSON_ANSWERS
from tests.twinning.delivery.servers import Server, serving
from twinning.mail.models import OutgoingMessage
from twinning.submissions import tokens

pytestmark = pytest.mark.xdist_group("servers")

#: SQLite lets one write at a time, and is not what many sites with many visitors have.
MANY, AT_ONCE = 1000 if ON_POSTGRES else 300, 32
HONEST = {201, 429, 503}


@dataclass
class Post:
    """One enquiry on its way: of which sender, and sent how often."""

    number: int
    body: str

    def headers(self) -> dict[str, str]:
        """As a proxy passes it on, from an address of its own."""
        return {
            "Host": "localhost",
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": f"10.1.{self.number // 250}.{self.number % 250}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"key-{self.number}",
        }


_own = local()


def send(servers: list[Server], path: str, post: Post, time_: int) -> tuple[int, dict[str, Any]]:
    """Its status and answer, from one of the servers, over the thread's own connection."""
    port = servers[(post.number + time_) % len(servers)].port
    connections = _own.__dict__.setdefault("connections", {})
    connection = connections.setdefault(
        port, http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    )
    try:
        connection.request("POST", path, post.body, post.headers())
        answer = connection.getresponse()
    except ConnectionError:  # the server closed what was idle for long; the key makes it safe
        connection.close()
        connection.request("POST", path, post.body, post.headers())
        answer = connection.getresponse()
    return answer.status, json.loads(answer.read())


def posts(page: Any, monkeypatch: pytest.MonkeyPatch) -> list[Post]:
    """Each with a token of a minute ago."""
    now = time.time()
    with monkeypatch.context() as patched:
        patched.setattr(time, "time", lambda: now - 60)
        shown = [tokens.issue(page.form_key, page.consent_version) for _number in range(MANY)]
    return [
        Post(
            number,
            json.dumps(
                {
                    **JSON_ANSWERS,
                    "token": token,
                    "email": f"sender{number}@example.org",
                    "message": f"Enquiry {number}",
                }
            ),
        )
        for number, token in enumerate(shown)
    ]


def test_each_is_kept_once_or_refused(enquiry_page, admin_user, tmp_path, monkeypatch) -> None:
    path = f"/api/content/v1/forms/{enquiry_page.pk}/submissions/"
    made = posts(enquiry_page, monkeypatch)
    twice = [(post, time_) for post in made for time_ in range(2 if post.number % 10 == 0 else 1)]
    with serving(2, tmp_path) as servers, ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(lambda sent: send(servers, path, *sent), twice))
    statuses = Counter(status for status, _answer in answers)
    assert set(statuses) <= HONEST, statuses
    references: dict[int, set[str]] = {}
    for (post, _time), (status, answer) in zip(twice, answers, strict=True):
        if status == 201:
            references.setdefault(post.number, set()).add(answer["reference"])
    assert all(len(found) == 1 for found in references.values())  # twice, and received once
    kept = {str(reference) for found in references.values() for reference in found}
    assert kept == set(Enquiry.objects.values_list("reference", flat=True))
    assert len(kept) == len(references) > MANY * 0.9  # and hardly any had to be refused
    assert OutgoingMessage.objects.count() == 2 * len(kept)  # to the administrator, to the sender

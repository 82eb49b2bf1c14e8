"""A filled database, a bucket, Redis and a mail server, for the processes of the site."""

from collections.abc import Iterator

import pytest

from tests.load import content
from tests.load.plan import Plan
from tests.own_database import own_db  # noqa: F401  (in place of pytest-django's `db`)
from tests.tools import bucket
from tests.tools.bucket import Bucket
from tests.tools.redis import RedisServer, redis_server
from tests.tools.smtp import MailServer, mail_server


@pytest.fixture
def plan(tree) -> Plan:
    return content.make(tree)


@pytest.fixture
def store(plan) -> Iterator[Bucket]:
    with bucket.serving() as found:
        for name, body in content.files().items():
            found.contents[f"/{bucket.NAME}/{name}"] = body
        yield found


@pytest.fixture
def redis(tmp_path) -> Iterator[RedisServer]:
    with redis_server(tmp_path) as server:
        yield server


@pytest.fixture
def post() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server

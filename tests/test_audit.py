"""The look-up of known faults tells a fault from a service that is away."""

import sys

import pytest

from tests.tools import audit
from tests.tools.audit import verdict

LOST = "HTTPSConnectionPool(host='advisories.example', port=443): "
RAISED = "Traceback (most recent call last):\n  File …\nrequests.exceptions."


@pytest.mark.parametrize(
    ("status", "said", "code", "words"),
    [
        (0, "No known vulnerabilities found", 0, "No pinned package"),
        (0, "Dependency not found and could not be audited: a (1.0)", 0, "NOT LOOKED UP: 1 pack"),
        (1, "Found 2 known vulnerabilities in 1 package", 1, "renew the pins"),
        (1, "Found 1 known vulnerability in 1 package\nrequests: timed out", 1, "renew the pins"),
        (1, "ERROR:pip_audit._cli:Could not connect to PyPI's vulnerability feed", 0, "NOT LOOKED"),
        (1, f"{RAISED}ConnectionError: {LOST}Max retries exceeded with url: /a", 0, "NOT LOOKED"),
        (1, f"{RAISED}ProxyError: {LOST}Max retries exceeded with url: /a", 0, "NOT LOOKED UP"),
        (1, f"{RAISED}ReadTimeout: {LOST}Read timed out. (read timeout=10)", 0, "NOT LOOKED UP"),
        (1, f"{RAISED}HTTPError: 503 Server Error: Unavailable\nServiceError", 0, "NOT LOOKED UP"),
        (1, f"{RAISED}HTTPError: 400 Client Error: Bad Request\nServiceError", 1, "failed"),
        (1, f"{RAISED}SSLError: {LOST}Max retries exceeded with url: /a", 1, "failed"),
        (1, "pip_audit._service.interface.ServiceError: Received malformed version", 1, "failed"),
        (1, "ERROR:pip_audit._cli:Could not read requirements.txt", 1, "failed"),
        (2, "usage: pip-audit", 1, "failed"),
    ],
)
def test_verdicts(status: int, said: str, code: int, words: str) -> None:
    found, line = verdict(status, said)
    assert found == code and words in line


def test_who_waits_too_long_has_looked_nothing_up(monkeypatch, capsys) -> None:
    asked = [sys.executable, "-c", "import time; time.sleep(20)"]
    monkeypatch.setattr(audit, "command", lambda: asked)
    monkeypatch.setattr(audit, "ALL", 0.1)
    audit.main()
    assert capsys.readouterr().out.startswith("NOT LOOKED UP")

"""The look-up of known faults tells a fault from a service that is away."""

import pytest

from tests.tools.audit import verdict


@pytest.mark.parametrize(
    ("status", "said", "code", "words"),
    [
        (0, "No known vulnerabilities found", 0, "No pinned package"),
        (1, "Found 2 known vulnerabilities in 1 package", 1, "renew the pins"),
        (1, "Found 1 known vulnerability in 1 package; timed out", 1, "renew the pins"),
        (1, "pip_audit._service.interface.ConnectionError: Could not connect", 0, "NOT LOOKED UP"),
        (2, "timed out", 0, "NOT LOOKED UP"),
        (2, "usage: pip-audit", 1, "failed"),
    ],
)
def test_verdicts(status: int, said: str, code: int, words: str) -> None:
    found, line = verdict(status, said)
    assert found == code and words in line

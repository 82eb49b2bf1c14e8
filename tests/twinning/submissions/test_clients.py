"""Who sends something, as far as the site knows: by address, behind our own proxies or not."""

from datetime import UTC, datetime

import pytest
from django.test import RequestFactory
from django.utils import timezone

from twinning.submissions.clients import address_of, client_of


def request(address: str, forwarded: str = ""):
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=address)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "", "10.0.0.1"),
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6, 203.0.113.7", "203.0.113.7"),
        (2, "6.6.6.6, 203.0.113.7, 10.0.0.2", "203.0.113.7"),
        (1, "", "10.0.0.1"),
        (2, "203.0.113.7", "10.0.0.1"),
        (1, "6.6.6.6, ", "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(settings, proxies, forwarded, expected) -> None:
    settings.TWINNING = {"PROXIES": proxies}
    assert address_of(request("10.0.0.1", forwarded)) == expected


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("nonsense", "nonsense", True),
        ("192.0.2.1:5678", "192.0.2.1:9", True),
        ("[2001:db8:1:2::1]:5678", "2001:db8:1:2::2", True),
    ],
)
def test_one_customer_is_one_client(one, other, is_same) -> None:
    assert (client_of(request(one)) == client_of(request(other))) is is_same


def test_tomorrow_nobody_is_known(monkeypatch) -> None:
    today = client_of(request("192.0.2.1"))
    assert "192.0.2.1" not in today and len(today) == 64
    monkeypatch.setattr(timezone, "now", lambda: datetime(2030, 1, 1, tzinfo=UTC))
    assert client_of(request("192.0.2.1")) != today

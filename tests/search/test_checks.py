"""The search says what it cannot work with."""

from types import SimpleNamespace

import pytest

from search import checks


@pytest.mark.parametrize(
    ("vendor", "options", "ids"),
    [
        ("postgresql", {"server_side_binding": True}, ["search.E001"]),
        ("postgresql", {"server_side_binding": False}, []),
        ("postgresql", {}, []),
        ("sqlite", {"server_side_binding": True}, []),
    ],
)
def test_parameters_are_put_in_by_the_client(monkeypatch, vendor, options, ids) -> None:
    made = SimpleNamespace(vendor=vendor, settings_dict={"OPTIONS": options})
    monkeypatch.setattr(checks, "connection", made)
    assert [message.id for message in checks.check_binding(None)] == ids

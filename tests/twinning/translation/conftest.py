"""Fixtures of the translation tests."""

import pytest


@pytest.fixture
def admin(admin_client, django_capture_on_commit_callbacks, monkeypatch):
    """An administrator's client whose requests commit: wagtail-localize publishes on commit."""
    request = admin_client.request

    def committing(**parts):
        with django_capture_on_commit_callbacks(execute=True):
            return request(**parts)

    monkeypatch.setattr(admin_client, "request", committing)
    return admin_client

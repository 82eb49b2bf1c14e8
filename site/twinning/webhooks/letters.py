"""E-mails to those who look after an endpoint."""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet
from django.urls import reverse

from twinning import hosts
from twinning.mail import readers, writing
from twinning.webhooks.models import Endpoint


def tell_of_pause(endpoint: Endpoint) -> None:
    """Write to the maintainers that nothing is delivered any more, each in their language."""
    path = reverse("webhooks:log", args=[endpoint.pk])
    address = f"{hosts.admin()}{path}"
    for recipient in readers.recipients(_maintainers(endpoint)):
        writing.send(
            [recipient.address],
            "twinning/mail/webhook_paused",
            {"endpoint": endpoint, "address": address},
            recipient.language,
        )


def may_be_maintainers() -> "QuerySet[Any]":
    """Users who may change endpoints."""
    # Of the backend, since a site's own manager of users need not have it.
    return ModelBackend().with_perm("webhooks.change_endpoint")


def _maintainers(endpoint: Endpoint) -> "QuerySet[Any]":
    chosen = endpoint.maintainers.filter(is_active=True)
    found: QuerySet[Any] = chosen if chosen.exists() else may_be_maintainers()
    return found.exclude(email="").select_related("wagtail_userprofile").order_by("pk")

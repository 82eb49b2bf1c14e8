"""E-mails to those who look after an endpoint."""

import logging
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import QuerySet
from django.urls import reverse

from twinning import hosts
from twinning.mail import readers, writing
from twinning.mail.failures import FAILURES
from twinning.webhooks.models import Endpoint

logger = logging.getLogger(__name__)

TEMPLATE = "twinning/mail/webhook_paused"


def tell_of_pause(endpoint: Endpoint) -> None:
    """Write to the maintainers that nothing is delivered any more, each in their language.

    A mail server that is away, of a site without the outbox, changes nothing of the pause.
    """
    path = reverse("webhooks:log", args=[endpoint.pk])
    address = f"{hosts.admin()}{path}"
    for recipient in readers.recipients(_maintainers(endpoint)):
        context = {"endpoint": endpoint, "address": address}
        try:
            writing.send([recipient.address], TEMPLATE, context, recipient.language)
        except FAILURES as error:
            logger.warning("Nobody was told of a paused webhook: %s", type(error).__name__)


def may_be_maintainers() -> "QuerySet[Any]":
    """Users who may change endpoints."""
    # Of the backend, since a site's own manager of users need not have it.
    return ModelBackend().with_perm("webhooks.change_endpoint")


def _maintainers(endpoint: Endpoint) -> "QuerySet[Any]":
    chosen = endpoint.maintainers.filter(is_active=True)
    found: QuerySet[Any] = chosen if chosen.exists() else may_be_maintainers()
    return found.exclude(email="").select_related("wagtail_userprofile").order_by("pk")

"""Secrets and signatures by the Standard Webhooks specification.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
"""

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from standardwebhooks import Webhook

from twinning import conf
from twinning.webhooks.models import Endpoint, Secret

#: Bytes of a secret; the specification wants 24 to 64.
_BYTES = 32


def new_secret() -> str:
    """A secret as the specification writes it."""
    return f"whsec_{base64.b64encode(secrets.token_bytes(_BYTES)).decode()}"


def new_uid(prefix: str) -> str:
    """A name of a message or an event that no other has."""
    return f"{prefix}_{uuid4().hex}"


@transaction.atomic
def rotate(endpoint: Endpoint) -> Secret:
    """Give an endpoint another secret; those before it still sign for WEBHOOK_OVERLAP_HOURS."""
    now = timezone.now()
    ends = now + timedelta(hours=conf.get("WEBHOOK_OVERLAP_HOURS"))
    endpoint.secrets.filter(Q(expires_at=None) | Q(expires_at__gt=ends)).update(expires_at=ends)
    return endpoint.secrets.create(value=new_secret(), created_at=now)


def valid(now: datetime) -> "QuerySet[Secret]":
    """Secrets that sign at a moment, the newest first."""
    return Secret.objects.filter(Q(expires_at=None) | Q(expires_at__gt=now)).order_by("-pk")


def headers(uid: str, body: bytes, values: Sequence[str], now: datetime) -> dict[str, str]:
    """What a receiver verifies a body by: a signature for each secret."""
    signed = (Webhook(value).sign(uid, now, body.decode()) for value in values)
    return {
        "webhook-id": uid,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signed),
    }

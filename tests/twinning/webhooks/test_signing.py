"""Signatures that the reference library believes, also while a secret is being changed."""

import base64
from datetime import timedelta

import pytest
from django.utils import timezone
from standardwebhooks import WebhookVerificationError

from twinning.webhooks import keeping, signing, tasks
from twinning.webhooks.models import Secret


def test_secrets_are_as_the_specification_wants_them() -> None:
    secret = signing.new_secret()
    prefix, _, written = secret.partition("_")
    assert prefix == "whsec"
    assert len(base64.b64decode(written, validate=True)) == 32
    assert signing.new_secret() != secret


def test_both_secrets_are_believed_for_a_day(receive, endpoint, say) -> None:
    there = receive()
    made = endpoint(there)
    old = made.secrets.get().value
    new = signing.rotate(made).value
    say(1)
    tasks.run()
    [received] = there.taken
    signatures = {n.lower(): v for n, v in received.headers.items()}["webhook-signature"]
    assert len(signatures.split(" ")) == 2
    assert received.verify(old) == received.verify(new)
    ends = made.secrets.exclude(expires_at=None).get().expires_at
    assert timedelta(hours=23.9) < ends - timezone.now() <= timedelta(hours=24)
    Secret.objects.exclude(expires_at=None).update(expires_at=timezone.now())
    say(2)
    tasks.run()
    received = there.taken[-1]
    received.verify(new)
    with pytest.raises(WebhookVerificationError):
        received.verify(old)
    Secret.objects.exclude(expires_at=None).update(expires_at=timezone.now() - timedelta(days=15))
    keeping.purge()
    assert made.secrets.get().value == new


def test_what_was_changed_on_the_way_is_not_believed(receive, endpoint, say) -> None:
    there = receive()
    secret = endpoint(there).secrets.get().value
    say(1)
    tasks.run()
    [received] = there.taken
    forged = type(received)(received.headers, received.body.replace(b": 1}", b": 2}"))
    assert forged.body != received.body
    with pytest.raises(WebhookVerificationError):
        forged.verify(secret)


def test_rotating_twice_never_lengthens_a_life(endpoint) -> None:
    made = endpoint("https://example.org/")
    signing.rotate(made)
    first = made.secrets.order_by("pk").first().expires_at
    signing.rotate(made)
    lives = list(made.secrets.order_by("pk").values_list("expires_at", flat=True))
    assert lives[0] == first
    assert lives[1] is not None
    assert lives[2] is None

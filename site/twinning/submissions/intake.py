"""The one way in for what visitors send, whichever door it came to."""

import logging
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from twinning import conf, landmarks
from twinning.mail import addresses
from twinning.submissions import limits
from twinning.submissions.clients import client_of, digest
from twinning.submissions.forms import SubmissionForm
from twinning.submissions.models import Receipt
from twinning.webhooks import events

logger = logging.getLogger(__name__)

#: Crockford's base 32: no letter that is taken for a digit, or that makes words.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Busy(Exception):
    """The database could not take it now; nothing was kept."""

    status = HTTPStatus.SERVICE_UNAVAILABLE
    retry_after = 30


class KeyReused(Exception):
    """An Idempotency-Key came with something else than before."""


@dataclass(frozen=True)
class Sent:
    """What the sender is told.

    Args:
        reference: names what was sent.
        is_repeated: whether it was there already, because it was sent twice.
    """

    reference: str
    is_repeated: bool = False


@dataclass(frozen=True)
class _Proof:
    """One of the things that make two submissions the same.

    Args:
        kind: `token`, `idempotency` or `content`.
        key: a digest, the primary key of its receipt.
    """

    kind: str
    key: str


def receive(form: SubmissionForm, request: HttpRequest, idempotency_key: str = "") -> Sent | None:
    """Keep what was sent, once; None where the form now has errors.

    Raises:
        TooMany: by this client, or for this e-mail address.
        Busy: nothing was kept, and it may be sent again.
        KeyReused: the Idempotency-Key came with something else before.
    """
    client = client_of(request)
    try:
        limits.count("send", client, *conf.get("FORM_CLIENT_LIMIT"))
        if not form.is_valid():
            return None
        fingerprint = fingerprint_of(form)
        return _once(form, _proofs(form, fingerprint, client, idempotency_key), fingerprint)
    except OperationalError as error:
        logger.warning("A submission had to be turned away: %s", type(error).__name__)
        raise Busy from error


def _once(form: SubmissionForm, proofs: list[_Proof], fingerprint: str) -> Sent | None:
    known = _known(form, proofs, fingerprint)
    if known is not None or form.errors:
        return known
    if form.address_field:
        address = addresses.key(str(form.cleaned_data[form.address_field]))
        limits.count("address", digest("address", address), *conf.get("FORM_ADDRESS_LIMIT"))
    try:
        return _keep(form, proofs, fingerprint)
    except IntegrityError:  # the same came to another process at the same time
        known = _known(form, proofs, fingerprint)
        if known is None and not form.errors:  # something else came in between, such as a page
            raise Busy from None
        return known


def _keep(form: SubmissionForm, proofs: Iterable[_Proof], fingerprint: str) -> Sent:
    reference = new_reference()
    with form.page.storing():
        for proof in proofs:
            Receipt.objects.create(key=proof.key, fingerprint=fingerprint, reference=reference)
        form.page.keep(form, reference)
        _tell(form.page, reference)
    return Sent(reference)


def _tell(page: Any, reference: str) -> None:
    """Have webhooks told that something has come in: where, and its reference; nothing of it."""
    if page.webhook_event:
        place = landmarks.public_path(page)
        path = place[1] if place else None
        facts = events.PageFacts(
            type=page._meta.label,
            locale=page.locale.language_code,
            translation_key=str(page.translation_key),
            paths=(path,) if path else (),
        )
        data = {
            "reference": reference,
            "page": {
                "id": page.pk,
                "type": facts.type,
                "translation_key": facts.translation_key,
                "locale": facts.locale,
                "path": path,
            },
        }
        events.emit(page.webhook_event, data, subject=f"page:{page.pk}", page=facts)


def _known(form: SubmissionForm, proofs: list[_Proof], fingerprint: str) -> Sent | None:
    """What was received before; or None, with an error in the form where that is in the way."""
    receipts = Receipt.objects.in_bulk([proof.key for proof in proofs])
    for proof in proofs:
        receipt = receipts.get(proof.key)
        if receipt is None:
            continue
        if proof.kind == "content":
            words = _("You have sent us this already today. Its reference is %(reference)s.")
            _refuse(form, None, words % {"reference": receipt.reference}, "duplicate")
        elif receipt.fingerprint == fingerprint:
            return Sent(receipt.reference, is_repeated=True)
        elif proof.kind == "idempotency":
            raise KeyReused
        else:
            form.renew_token()
            words = _("This form was sent already. To send something else, send it once more.")
            _refuse(form, "token", words, "token_used")
        return None
    return None


def _refuse(form: SubmissionForm, field: str | None, words: str, code: str) -> None:
    form.add_error(field, ValidationError(words, code=code))


def _proofs(
    form: SubmissionForm, fingerprint: str, client: str, idempotency_key: str
) -> list[_Proof]:
    where = form.page.form_key
    nonce = form.shown.nonce if form.shown else ""
    same = f"{where} {timezone.now().date()} {fingerprint}"
    found = [_Proof("token", digest("token", f"{where} {nonce}"))]
    if idempotency_key:
        key = f"{where} {client} {idempotency_key}"
        found.append(_Proof("idempotency", digest("idempotency", key)))
    return [*found, _Proof("content", digest("content", same))]


def fingerprint_of(form: SubmissionForm) -> str:
    """A digest of what the sender has written and attached."""
    found = sha256()
    for name in sorted(form.own_names):
        found.update(f"{name}\0".encode())
        found.update(_bytes(form.cleaned_data.get(name)) + b"\0")
    return digest("fingerprint", found.hexdigest())


def _bytes(value: Any) -> bytes:
    if isinstance(value, list | tuple):
        return b"\1".join(map(_bytes, value))
    content = getattr(value, "content", None)
    return content if isinstance(content, bytes) else str(value).encode(errors="replace")


def new_reference() -> str:
    """A name for what was sent that people can read to each other, such as `7K3M-9QXZ`."""
    letters = "".join(secrets.choice(_ALPHABET) for _position in range(8))
    return f"{letters[:4]}-{letters[4:]}"

"""Answers as HTTP has them: bytes with an ETag, cacheable by anybody, 304 where nothing changed."""

import json
from hashlib import blake2b
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from twinning import conf

JSON = "application/json"
#: Pages of which only some fields were asked for are of another type than whole pages.
PICKED_JSON = "application/vnd.twinning.picked+json"


def answer(
    request: HttpRequest, payload: Any, locale: str | None = None, picked: bool = False
) -> HttpResponse:
    """JSON with an ETag and the rules for caches; 304 where the client has it already.

    Args:
        payload: what `json` can write.
        locale: the language of the answer, where it has one.
        picked: whether the payload has only some members of its pages.
    """
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder)
    body = text.encode(errors="replace")  # half a character, which some database may hold
    response = HttpResponse(body, content_type=PICKED_JSON if picked else JSON)
    etag = f'"{blake2b(body, digest_size=16).hexdigest()}"'
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = (
        f"public, max-age=0, s-maxage={conf.get('CONTENT_API_SHARED_MAX_AGE')}, "
        f"stale-while-revalidate={conf.get('CONTENT_API_STALE_WHILE_REVALIDATE')}"
    )
    answered = get_conditional_response(request, etag=etag, response=response) or response
    if locale:  # of a 304 as well: caches take its headers for those of what they keep
        answered.headers["Content-Language"] = locale
    return answered

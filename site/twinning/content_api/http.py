"""Answers as bytes. What caches are told of them, ETags and 304s are the matter of `delivery`."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

JSON = "application/json"
#: Pages of which only some fields were asked for are of another type than whole pages.
PICKED_JSON = "application/vnd.twinning.picked+json"


def answer(payload: Any, locale: str | None = None, picked: bool = False) -> HttpResponse:
    """JSON.

    Args:
        payload: what `json` can write.
        locale: the language of the answer, where it has one.
        picked: whether the payload has only some members of its pages.
    """
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder)
    body = text.encode(errors="replace")  # half a character, which some database may hold
    response = HttpResponse(body, content_type=PICKED_JSON if picked else JSON)
    if locale:
        response.headers["Content-Language"] = locale
    return response

"""Answers as bytes. What caches are told of them, ETags and 304s are the matter of `delivery`."""

import json
from typing import Any

import orjson
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse

JSON = "application/json"
#: Pages of which only some fields were asked for are of another type than whole pages.
PICKED_JSON = "application/vnd.twinning.picked+json"

_encoder = DjangoJSONEncoder()
_AS_DJANGO = orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_PASSTHROUGH_DATACLASS


def answer(payload: Any, locale: str | None = None, picked: bool = False) -> HttpResponse:
    """JSON.

    Args:
        payload: what `json` can write.
        locale: the language of the answer, where it has one.
        picked: whether the payload has only some members of its pages.
    """
    response = HttpResponse(_written(payload), content_type=PICKED_JSON if picked else JSON)
    if locale:
        response.headers["Content-Language"] = locale
    return response


def _written(payload: Any) -> bytes:
    try:
        return orjson.dumps(payload, default=_encoder.default, option=_AS_DJANGO)
    except orjson.JSONEncodeError:
        pass
    # Half a character, which some database may hold, or a key that is no text.
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder)
    return text.encode(errors="replace")

"""Which request, and which background task, a line of the log belongs to."""

import re
from contextvars import ContextVar
from typing import Any
from uuid import uuid4

#: The header, as WSGI and as HTTP name it.
META, HEADER = "HTTP_X_REQUEST_ID", "X-Request-ID"
#: Where delivery finds the name of a request that Django has answered (`delivery.wsgi`).
NOTED = "twinning.request_id"

request_id: ContextVar[str] = ContextVar("request_id", default="")
task_id: ContextVar[str] = ContextVar("task_id", default="")

#: What a proxy in front may call a request: nothing that is a sentence, or an e-mail address.
_WELL_FORMED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{7,63}")


def id_of(environ: dict[str, Any]) -> str:
    """What the request is called: by a proxy in front, where that is well-formed, else by us."""
    given = environ.get(META, "")
    return given if _WELL_FORMED.fullmatch(given) else uuid4().hex

"""The limit: an application that does nothing but return bytes that the site has answered with.

They are in the file that ANSWERS names: status, headers and body in hexadecimal digits, by path.
"""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

_ANSWERS = {
    path: (status, [(name, value) for name, value in headers], [bytes.fromhex(body)])
    for path, (status, headers, body) in json.loads(
        Path(os.environ["ANSWERS"]).read_text(encoding="utf-8")
    ).items()
}


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Anything but what is recorded is an error of the benchmark."""
    status, headers, body = _ANSWERS[environ["PATH_INFO"]]
    start_response(status, headers)
    return body

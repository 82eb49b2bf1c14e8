"""A line of JSON for each record of the log, with nothing in it about anybody."""

import logging
import time
import traceback
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from twinning.observing.context import request_id, task_id
from twinning.observing.scrubbing import scrubbed

#: What a record may have beside its message: all else that libraries put into it is left out, such
#: as a request with its query string.
FIELDS = ("request_id", "task_id", "task", "method", "route", "status", "ms", "size")
#: Loggers whose words are a reason and a path, which may have a secret in it; what is said instead.
_OF_PATHS = {
    "django.request": "A request failed.",
    "django.security.csrf": "A form was refused: it came from elsewhere, or its cookie was gone.",
}


class Context(logging.Filter):
    """Says in each record which request and which task it belongs to."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Lets every record pass."""
        for name, value in (("request_id", request_id.get()), ("task_id", task_id.get())):
            if value and not hasattr(record, name):
                setattr(record, name, value)
        if record.name in _OF_PATHS and hasattr(record, "request"):
            record.msg, record.args = _OF_PATHS[record.name], ()
            record.route = route_of(record.request)
        return True


class Formatter(JsonFormatter):
    """time, level, logger, message, and those of `FIELDS` that there are."""

    #: `processes.begin` turns what is written so to stdout.
    is_for_stdout = True

    def __init__(self) -> None:
        super().__init__(json_ensure_ascii=False)

    def add_fields(
        self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]
    ) -> None:
        """What goes into the line."""
        log_data["time"] = self.formatTime(record)
        log_data["level"] = record.levelname
        log_data["logger"] = record.name
        log_data["message"] = scrubbed(record.getMessage())
        for name in FIELDS:
            value = getattr(record, name, None)
            if value is not None:
                log_data[name] = scrubbed(value) if isinstance(value, str) else value
        if record.exc_info and record.exc_info[0]:
            log_data["error"] = record.exc_info[0].__name__
            log_data["trace"] = scrubbed("".join(traceback.format_exception(*record.exc_info)))

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:
        """The moment in UTC, to the millisecond (RFC 3339)."""
        written = logging.Formatter.formatTime(self, record, "%Y-%m-%dT%H:%M:%S")
        return f"{written}.{int(record.msecs):03}Z"

    def converter(self, timestamp: float | None) -> Any:
        """Moments as they are in UTC."""
        return time.gmtime(timestamp)


def route_of(request: Any) -> str:
    """The template of a request's path, such as `documents/<int:document_id>/…`."""
    match = getattr(request, "resolver_match", None)
    return str(match.route) if match is not None else "(none)"

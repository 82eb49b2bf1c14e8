"""Errors are told to Sentry, where the settings name a project, without anything about anybody."""

from typing import Any

from twinning import conf
from twinning.observing.context import request_id, task_id
from twinning.observing.scrubbing import scrubbed

#: What is left of an event; of its request, the method alone.
_KEPT = (
    "event_id", "timestamp", "platform", "level", "logger", "environment", "release", "sdk",
    "transaction", "transaction_info", "exception", "tags", "type", "message", "modules",
    "server_name",
)  # fmt: skip


def start() -> None:
    """Begin to tell, where the settings say whom."""
    if not conf.get("SENTRY_DSN"):
        return
    import sentry_sdk  # which a site that tells nobody need not have

    sentry_sdk.init(
        dsn=conf.get("SENTRY_DSN"),
        environment=conf.get("SENTRY_ENVIRONMENT"),
        before_send=without_people,
        before_breadcrumb=lambda crumb, hint: None,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        traces_sample_rate=0.0,
        send_client_reports=False,
        auto_session_tracking=False,
    )


def without_people(event: Any, hint: Any) -> Any:
    """What is told of an error: where it happened, and words without addresses."""
    told = {name: event[name] for name in _KEPT if name in event}
    if (told.get("transaction_info") or {}).get("source") == "url":
        told.pop("transaction", None)  # a path, which may have a token in it
    logged = event.get("logentry") or {}
    words = logged.get("formatted") or logged.get("message")
    if words:
        told["message"] = scrubbed(str(words))
    for one in (told.get("exception") or {}).get("values") or ():
        one["value"] = scrubbed(str(one.get("value") or ""))
    method = (event.get("request") or {}).get("method")
    if method:
        told["request"] = {"method": method}
    named = {"request_id": request_id.get(), "task_id": task_id.get()}
    told["tags"] = {name: value for name, value in named.items() if value}
    return told

"""What a process does once as it begins, where its site has settings for it."""

import logging
import sys

from twinning import conf


def begin(kind: str) -> None:
    """Write JSON to stdout, and give metrics; neither where the settings want none of it.

    Args:
        kind: `web`, `worker` or `clock`.
    """
    _to_stdout()
    if conf.get("METRICS_PORT"):
        from twinning.observing import metrics  # whose library others need not have

        metrics.serve(kind)


def _to_stdout() -> None:
    """Write lines of JSON to stdout from now on: the process has nothing else to say there."""
    for handler in logging.getLogger().handlers:
        is_ours = getattr(handler.formatter, "is_for_stdout", False)
        if is_ours and isinstance(handler, logging.StreamHandler):
            handler.setStream(sys.stdout)

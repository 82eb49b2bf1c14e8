"""What goes wrong with caches elsewhere."""

from http.client import HTTPException


class NotPurged(Exception):
    """A cache did not do as it was told."""


#: What a backend may raise where a cache is away, slow or unwilling.
FAILURES: tuple[type[Exception], ...] = (NotPurged, OSError, HTTPException)
try:
    from botocore.exceptions import BotoCoreError, ClientError
except ModuleNotFoundError:  # no cache is Amazon's then
    pass
else:
    FAILURES += (BotoCoreError, ClientError)

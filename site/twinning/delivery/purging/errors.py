"""What goes wrong with caches elsewhere."""

from http.client import HTTPException

from botocore.exceptions import BotoCoreError, ClientError


class NotPurged(Exception):
    """A cache did not do as it was told."""


#: What a backend may raise where a cache is away, slow or unwilling.
FAILURES = (NotPurged, OSError, HTTPException, BotoCoreError, ClientError)

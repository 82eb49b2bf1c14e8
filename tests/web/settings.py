"""The production settings over plain HTTP on this machine, with a folder of its own for files."""

import os

from twinning.settings.production import *  # noqa: F403

SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 0
STATIC_ROOT = os.environ["STATIC_ROOT"]

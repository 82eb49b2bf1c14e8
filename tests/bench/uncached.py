"""The settings of the benchmark without the site's own cache."""

from tests.bench.settings import *  # noqa: F403
from tests.bench.settings import TWINNING

TWINNING = {**TWINNING, "DELIVERY": False}

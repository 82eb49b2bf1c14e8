"""Wagtail's own test settings with the plugin's apps added: for Wagtail's own tests of API v3."""

from wagtail.test.settings import *  # noqa: F403  (these settings extend Wagtail's)
from wagtail.test.settings import INSTALLED_APPS

from twinning.plugin import CONTENT_API

INSTALLED_APPS = list(dict.fromkeys([*CONTENT_API, *INSTALLED_APPS]))
TEST_RUNNER = "tests.plugin.wagtail_runner.Runner"
#: The tests' own site has languages, addresses and a block that the plugin would not start with.
SILENCED_SYSTEM_CHECKS = [
    "twinning.E001",
    "twinning.E003",
    "twinning.E006",
    "twinning.E014",
    "twinning.E015",
    "twinning.W003",
]


class _AtOnce(dict[str, None]):
    """Tables without their history."""

    def __contains__(self, app: object) -> bool:
        return True

    def __getitem__(self, app: str) -> None:
        return None


MIGRATION_MODULES = _AtOnce()

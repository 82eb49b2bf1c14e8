"""Runs Wagtail's own tests on tables made at once, and writes down which failed."""

import json
import os
from pathlib import Path
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.test.runner import DiscoverRunner


class Runner(DiscoverRunner):
    """Wagtail's migrations take a minute; what they put into the tables is a few rows."""

    def setup_databases(self, **kwargs: Any) -> Any:
        """The tables, and the rows that Wagtail's first migrations make."""
        from wagtail.models import Collection, Locale, Page, Site

        made = super().setup_databases(**kwargs)
        locale = Locale.objects.create(language_code="en")
        shared = {"content_type": ContentType.objects.get_for_model(Page), "locale": locale}
        Page.objects.create(
            title="Root", slug="root", path="0001", depth=1, numchild=1, url_path="/", **shared
        )
        welcome = Page.objects.create(
            title="Welcome to your new Wagtail site!", slug="home", path="00010001", depth=2,
            numchild=0, url_path="/home/", **shared,
        )  # fmt: skip
        Site.objects.create(hostname="localhost", root_page=welcome, is_default_site=True)
        Collection.add_root(name="Root")
        return made

    def run_suite(self, suite: Any, **kwargs: Any) -> Any:
        """Write to $RESULTS how many there were, which failed, and what API v3 says of itself."""
        from wagtail.api.v3.api import api

        result = super().run_suite(suite, **kwargs)
        failed = [case.id() for case, _trace in [*result.failures, *result.errors]]
        found = {
            "count": result.testsRun,
            "failed": sorted(failed),
            "document": api.get_openapi_schema(),
        }
        written = json.dumps(found, cls=DjangoJSONEncoder)
        Path(os.environ["RESULTS"]).write_text(written)
        return result

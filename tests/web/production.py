"""The demo site as production serves it: granian, DEBUG off, files hashed and compressed."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.bench.servers import environment, serving
from tests.tools.running import ROOT, LiveSite

#: What visitors' pages never use; to compress it takes longer than all else.
_OF_THE_ADMIN = ("admin", "wagtail*", "rest_framework", "ninja")


@contextmanager
def in_production(site: LiveSite, folder: Path) -> Iterator[str]:
    """Serve a site, whether it also runs elsewhere or not.

    Yields:
        its address, whose port is that of the given site.
    """
    variables = {
        **{name: site.environment[name] for name in ("DATABASE_URL", "MEDIA_ROOT")},
        "DJANGO_SETTINGS_MODULE": "tests.web.settings",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "STATIC_ROOT": str(folder / "static"),
    }
    ignored = [part for pattern in _OF_THE_ADMIN for part in ("--ignore", pattern)]
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0", *ignored],
        cwd=ROOT,
        env=environment(**variables),
        check=True,
        capture_output=True,
    )
    port = str(urlsplit(site.url).port)
    with serving(folder / "production.log", PORT=port, WEB_CONCURRENCY="1", **variables) as server:
        yield f"http://localhost:{server.port}"

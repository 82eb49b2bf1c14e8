"""The WSGI entry point, with the cache before Django."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinning.settings.production")

django_application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402  (needs the settings and the applications)

from twinning import building  # noqa: E402  (as below)
from twinning.delivery.wsgi import wrap  # noqa: E402  (as above)
from twinning.observing import probes, processes  # noqa: E402  (as above)

# Probes go past the cache, which asks the database.
application = probes.past(wrap(django_application), django_application)
processes.begin("web")

# Now, as static files' names and catalogues are loaded now.
building.fault()

# Now rather than in the first request: it would wait for the URLconf, which imports every view.
_ = get_resolver().url_patterns

# What is loaded now stays, and the collector need not look at it again and again. It also comes
# later: an answer takes a few thousand objects, which go by themselves when it is done.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 10, 10)

# An answer from the cache takes microseconds, and would wait five milliseconds for each thread of
# those that render (Python's own value), several times over.
sys.setswitchinterval(0.0005)

"""The WSGI entry point, with the cache before Django."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinning.settings.production")

django_application = get_wsgi_application()

from twinning.delivery.wsgi import wrap  # noqa: E402  (needs the settings and the applications)

application = wrap(django_application)

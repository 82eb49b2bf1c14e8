"""The WSGI entry point: `gunicorn --pythonpath site,. twinning.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "twinning.settings.production")

application = get_wsgi_application()

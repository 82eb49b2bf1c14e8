"""What a site answers, and what it keeps: for comparing one with another. Run in `manage.py shell`.

`python -m` would do as well; a shell has the settings of its environment.
"""

import hashlib
import json
import re
import sys
from typing import Any

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from wagtail.models import Page, Site

#: What each answer has anew: tokens of forms, signed with the moment, and the number of the
#: generation, which a restored site has raised.
ANEW = (
    (re.compile(rb'(name="(csrfmiddlewaretoken|form_token|token)" value=")[^"]*'), rb"\1"),
    (re.compile(rb'("generation":\s*)\d+'), rb"\g<1>0"),
)


def answers() -> dict[str, str]:
    """Of each public page its HTML and its answer in the Content API, and what lists them all."""
    site = Site.objects.get(is_default_site=True)
    client = Client(headers={"host": f"{site.hostname}:{site.port}"})
    found = {}
    for page in Page.objects.live().public().filter(depth__gt=1).order_by("pk"):
        path = page.get_url_parts()[2]
        found[path] = client.get(path)
        api = f"/api/content/v1/pages/{page.pk}/"
        found[api] = client.get(api)
    for path in (*LISTS, *(f"/api/content/v1/{name}" for name in API_LISTS)):
        found[path] = client.get(path)
    return {
        path: f"{response.status_code} {digest(response.content)}"
        for path, response in found.items()
    }


#: Found by the search index, which is in the database.
LISTS = (
    "/sitemap.xml",
    "/robots.txt",
    "/de/suche/?q=Kalisz",
    "/api/content/v1/search/?q=Kalisz&locale=pl",
)
API_LISTS = ("pages/?limit=100", "locales/", "site/", "routes/")


def digest(content: bytes) -> str:
    """Of what must be the same."""
    for pattern, words in ANEW:
        content = pattern.sub(words, content)
    return hashlib.sha256(content).hexdigest()


def rows() -> dict[str, str]:
    """Of each table all rows, as one digest and their number."""
    return {
        model._meta.label: _rows(model)
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    }


def _rows(model: Any) -> str:
    columns = [field.attname for field in model._meta.local_concrete_fields]
    values = model._base_manager.order_by("pk").values_list(*columns)
    found = [json.dumps(row, cls=Encoder) for row in values]
    return f"{len(found)} {hashlib.sha256(''.join(found).encode()).hexdigest()}"


class Encoder(DjangoJSONEncoder):
    """Bytes as well, and whatever else a column holds."""

    def default(self, o: Any) -> Any:
        try:
            return super().default(o)
        except TypeError:
            return o.hex() if isinstance(o, bytes) else str(o)


def tell() -> None:
    """Both, as JSON."""
    json.dump({"answers": answers(), "rows": rows()}, sys.stdout)

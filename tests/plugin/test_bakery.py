"""Another site's blocks and models are typed without a line about them: bakerydemo's shapes.

The site has models of its own for users, pictures and documents, one language, and no prefix of it.
"""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.plugin.host import FIRST, HERE, Host
from tests.tools import openapi

SETTINGS = (
    HERE
    + """
INSTALLED_APPS = ["bakery", "users", "wagtail.contrib.typed_table_block", *INSTALLED_APPS]
AUTH_USER_MODEL = "users.Member"
WAGTAILIMAGES_IMAGE_MODEL = "bakery.Photo"
WAGTAILDOCS_DOCUMENT_MODEL = "bakery.Leaflet"
LANGUAGE_CODE = "fr"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", "Français")]
USE_I18N = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
"""
)
CONTENT = """
import io
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from PIL import Image as Pillow
from wagtail.models import Page
from bakery.models import Author, BlogPage, Ingredient, Leaflet, Person, Photo
from home.models import HomePage

call_command("makemigrations", "users", "bakery", verbosity=0)
call_command("migrate", verbosity=0)
call_command("makemigrations", check=True, dry_run=True)
call_command("check", databases=["default"], fail_level="WARNING")
get_user_model().objects.create_superuser("admin@example.org", "a long password")
home = HomePage.objects.get()
file = io.BytesIO()
Pillow.new("RGB", (500, 400), "tan").save(file, "JPEG")
file.seek(0)
loaf = Photo.objects.create(title="Loaf", file=ImageFile(file, "loaf.jpg"), credit="A. Baker")
leaflet = Leaflet.objects.create(title="Prices", file=ContentFile(b"1", "prices.txt"))
person = Person.objects.create(first_name="Ada", photo=loaf)
image = {"image": loaf.pk, "decorative": False, "alt_text": "A loaf"}
bread = BlogPage(title="Bread", slug="bread", introduction="Rises", image=loaf)
bread.body = json.dumps([{"type": kind, "value": value} for kind, value in [
    ("heading_block", {"heading_text": "Flour", "size": "h2"}),
    ("paragraph_block", f'<p><a linktype="page" id="{home.pk}">home</a></p>'),
    ("image_block", {"image": image, "caption": "Warm", "attribution": ""}),
    ("block_quote", {"text": "Yes", "attribute_name": "", "settings":
        {"theme": "dark", "text_size": "large"}}),
    ("embed_block", "https://www.youtube.com/watch?v=1"),
    ("steps_list", [{"text": "<p><b>Knead</b></p>", "difficulty": "S", "pictures": [loaf.pk]}]),
    ("places", [{"name": "Shop", "page": home.pk, "hours": [{"day": "Mon", "opens": "08:00:00"}]}]),
    ("table_block", {"columns": [{"type": "text", "heading": "What"},
        {"type": "number", "heading": "How much"}], "rows": [{"values": ["Rye", 1.5]}],
        "caption": ""}),
    ("leaflet", leaflet.pk),
    ("baker", person.pk),
    ("boxed", [{"type": "aside", "value": {"inner": {"heading_text": "Deep", "size": ""}}}]),
]])
bread.authors.add(Author(person=person))
bread.tags.add("rye")
bread.ingredients.set([Ingredient.objects.create(name="Salt")])
home.add_child(instance=bread)
bread.save_revision().publish()
from django.test import Client
client = Client()
client.force_login(get_user_model().objects.get())
for address in (f"/admin/pages/{bread.pk}/edit/", "/admin/webhooks/", "/admin/webhooks/new/"):
    assert client.get(address).status_code == 200, address
"""


@pytest.fixture(scope="module")
def bakery(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Host:
    host = Host.start(tmp_path_factory.mktemp("bakery"), python)
    shutil.copytree(Path(__file__).parent / "bakery", host.folder / "bakery")
    for app in ("bakery", "users"):
        host.write(f"{app}/migrations/__init__.py", "")
    (host.folder / "bakery/users.py").rename(host.folder / "users/models.py")
    host.write("users/__init__.py", "")
    host.follow(FIRST)
    host.write("mysite/settings/here.py", SETTINGS)
    host.run("import json\n" + CONTENT)
    return host


def test_bakerydemos_blocks_are_typed(bakery: Host) -> None:
    with bakery.running() as site:
        status, document = site.get("openapi.json")
        assert status == 200
        status, resolved = site.get("resolve/?path=/bread/")
        assert status == 200, resolved
        path = "/api/content/v1/resolve/"
        openapi.validate(document, path, "get", 200, "application/json", resolved)
        _status, listed = site.get("pages/?type=bakery.BlogPage&rich_text=portable_text")
        assert listed["count"] == 1
    page = resolved["page"]
    assert page["path"] == "/bread/" and page["served_locale"] == "fr"
    assert page["image"]["credit"] == "A. Baker", "of the site's own image model"
    assert page["tags"] and page["ingredients"] and page["authors"]
    body: dict[str, Any] = {block["type"]: block["value"] for block in page["body"]}
    assert body["heading_block"] == {"heading_text": "Flour", "size": "h2"}
    assert body["paragraph_block"] == '<p><a href="/">home</a></p>'
    assert body["image_block"]["image"]["alt"] == "A loaf"
    assert body["block_quote"]["settings"]["theme"] == "dark"
    assert body["embed_block"]["url"].endswith("v=1")
    [step] = body["steps_list"]
    step = step.get("value", step)
    assert step["text"] == "<p><b>Knead</b></p>" and step["difficulty"] == "S"
    assert json.dumps(step["pictures"]).count("image/avif") == 1
    [place] = body["places"]
    place = place.get("value", place)
    assert place["page"]["path"] == "/"
    assert "08:00" in json.dumps(place["hours"])
    assert "Rye" in json.dumps(body["table_block"]) and "1.5" in json.dumps(body["table_block"])
    assert body["leaflet"]["content_type"] == "text/plain"
    assert "Ada" in json.dumps(body["baker"])
    assert body["boxed"][0]["value"]["inner"]["heading_text"] == "Deep"

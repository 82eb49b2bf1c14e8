"""What a host has of its own in home/models.py, in place of what `wagtail start` makes."""

BEFORE = """
from django.db import models
from wagtail import blocks
from wagtail.api import APIField
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page


class HomePage(Page):
    pass


class ArticlePage(Page):
    intro = models.TextField(blank=True)
    text = RichTextField(blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    body = StreamField(
        [
            ("heading", blocks.CharBlock()),
            ("picture", ImageChooserBlock()),
            (
                "cards",
                blocks.ListBlock(
                    blocks.StructBlock(
                        [("title", blocks.CharBlock()), ("page", blocks.PageChooserBlock())]
                    )
                ),
            ),
        ],
        blank=True,
    )
    content_panels = [*Page.content_panels, "intro", "text", "picture", "body"]
    api_fields = [APIField(name) for name in ("intro", "text", "picture", "body")]
"""

#: The same with the mixin that docs/plugin.md names.
WITH_PREVIEWS = BEFORE.replace(
    "class ArticlePage(Page)",
    "from twinning.previews.pages import FrontEndPreviewMixin\n\n\n"
    "class ArticlePage(FrontEndPreviewMixin, Page)",
)

#: Its content: a picture, two articles in English, one of them in Italian.
CONTENT = """
import io
from django.contrib.auth import get_user_model
from django.core.files.images import ImageFile
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.models import Locale, Page
from home.models import ArticlePage, HomePage

get_user_model().objects.create_superuser("admin", "admin@example.org", "a long password")
en = Locale.objects.get(language_code="en")
it = Locale.objects.create(language_code="it")
home = HomePage.objects.get(locale=en)
home.copy_for_translation(it).save_revision().publish()
file = io.BytesIO()
Pillow.new("RGB", (900, 600), "teal").save(file, "JPEG")
file.seek(0)
picture = get_image_model().objects.create(title="Teal", file=ImageFile(file, "teal.jpg"))
article = ArticlePage(title="Bridges", slug="bridges", intro="Over rivers", picture=picture)
article.text = f'<p><a linktype="page" id="{home.pk}">home</a></p>'
article.body = [
    ("heading", "Stone"),
    ("picture", picture),
    ("cards", [{"title": "Home", "page": home}]),
]
home.add_child(instance=article)
article.save_revision().publish()
ponti = article.copy_for_translation(it)
ponti.title, ponti.slug = "Ponti", "ponti"
ponti.save_revision().publish()
fords = ArticlePage(title="Fords", slug="fords")
home.add_child(instance=fords)
fords.save_revision().publish()
"""

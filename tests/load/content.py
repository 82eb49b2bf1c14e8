"""The content that a load is laid on: a small site in five languages, with editors."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import ScryptPasswordHasher
from wagtail.models import Page, Site

from home.models import EnquiryPage
from tests import factories
from tests.conftest import Tree
from tests.load.plan import HOST, Editor, Plan
from towns.models import TownPage
from twinning.media.renditions import make as make_renditions
from twinning.security.tokens.making import make as make_token

PASSWORD = "twelve quiet bridges"
STORIES = 12


def make(tree: Tree) -> Plan:
    """Fill a small site with a few stories, a form and a search, in five languages."""
    Site.objects.update(hostname=HOST, port=443)
    picture = factories.ImageFactory(file__width=900, file__height=600, description="A bridge")
    make_renditions(picture)
    body = [{"type": "rich_text", "value": "<p>A choir sang on the bridge.</p>", "id": "1" * 32}]
    factories.SearchPageFactory(parent=tree.home)
    form = factories.EnquiryPageFactory(parent=tree.home, form_fields=_FIELDS)
    for number in range(STORIES):
        factories.StoryPageFactory(
            parent=tree.almelo, title=f"Story {number}", picture=picture, picture_alt="A bridge",
            body=body,
        )  # fmt: skip
    pages = list(tree.home.get_descendants(inclusive=True).order_by("path").specific())
    for code, locale in tree.locales.items():
        factories.SiteSettingsFactory(site=tree.site, locale=locale)
        if code != "en":
            for page in pages:
                page.copy_for_translation(locale)
    Page.objects.update(live=True, has_unpublished_changes=False)
    Page.objects.filter(pk=tree.almelo.pk).update(title="Almelo 0")
    found = Page.objects.filter(depth__gt=1).select_related("locale").order_by("path")
    paths: dict[str, list[str]] = {code: [] for code in tree.locales}
    for page in found:
        paths[page.locale.language_code].append(_path(page))
    forms = EnquiryPage.objects.filter(translation_key=form.translation_key)
    return Plan(
        paths,
        {page.locale.language_code: page.pk for page in forms.select_related("locale")},
        [_editor(page) for page in TownPage.objects.select_related("locale")],
    )


#: As `EnquiryPageFactory` takes them.
_FIELDS = [
    ("message", "Your message", ""),
    ("name", "Your name", ""),
    ("email", "Your e-mail address", ""),
]


def _path(page: Page) -> str:
    return f"/{page.locale.language_code}/{page.url_path.split('/', 2)[2]}"


def _editor(page: Any) -> Editor:
    code = page.locale.language_code
    Page.objects.filter(pk=page.pk).update(title="Almelo 0", draft_title="Almelo 0")
    name = f"editor-{code}"
    user = get_user_model().objects.create_superuser(name, f"{name}@example.org")
    user.password = ScryptPasswordHasher().encode(PASSWORD, salt=name)  # as production has it
    user.save()
    _row, token = make_token(user, "load", "write")
    return Editor(name, PASSWORD, token, code, page.pk, _path(page))


def files() -> dict[str, bytes]:
    """What the media folder has, by name: to be put into a bucket."""
    root = Path(settings.MEDIA_ROOT)
    return {
        str(file.relative_to(root)): file.read_bytes() for file in root.rglob("*") if file.is_file()
    }

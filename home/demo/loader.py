"""Load the content of a first run. Every step finds what an earlier, broken run has left."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from home.demo import source
from home.demo.streams import rich_text, stream_data
from home.demo.translations import translate_interests, translate_navigation, translate_page
from home.models import DemoContent, EnquiryField, EnquiryPage, SiteSettings
from towns.models import Interest, TownPage, TwinLink
from towns.rights import shared_collection
from twinning.media import library, signals

CREDIT = "Preston Twinning Partnership"

#: What may link to pages that have no place yet.
WITH_LINKS = (StreamField, RichTextField)

Say = Callable[[str], None]


def needed() -> bool:
    """Whether the database is empty, or a first run was begun and not finished."""
    begun = DemoContent.objects.first()
    if begun is not None:
        return begun.finished_at is None
    welcome = Page.objects.filter(
        depth=2, content_type__model="page", slug="home", latest_revision=None
    )
    return not Page.objects.filter(depth__gt=1).exclude(pk__in=welcome).exists()


def load(say: Say) -> None:
    """Load everything: pictures, interests, pages, menus, then all translations.

    Args:
        say: is told each step as a line of text.
    """
    begun = DemoContent.objects.first() or DemoContent.objects.create()
    _Loader(say).run()
    begun.finished_at = timezone.now()
    begun.save()


class _Loader:
    """One run; remembers the primary keys that written references stand for."""

    def __init__(self, say: Say) -> None:
        self.say = say
        self.pages = source.pages()
        self.keys: dict[str, int] = {}
        self.locale = _locale(settings.LANGUAGE_CODE)
        self.targets = [
            _locale(code) for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE
        ]

    def run(self) -> None:
        """Load everything, while threads make the renditions of the pictures."""
        self.say(f"{len(self.pages)} pages in {len(self.targets) + 1} languages")
        with signals.suspended(), library.Encoder() as encoder:
            pictures = {path.stem: self.picture(path) for path in _pictures()}
            self.keys |= {f"image:{stem}": key for stem, key in pictures.items()}
            encoder.begin(pictures.values())
            self.content()
            encoder.finish()

    def content(self) -> None:
        """Load all that refers to the pictures."""
        for written in source.interests():
            self.keys[f"interest:{written['key']}"] = self.interest(written)
        for written_page in self.pages:
            self.keys[f"page:{written_page.key}"] = self.place(written_page)
        for written_page in self.pages:
            self.fill(written_page)
        self.settings()
        for locale in self.targets:
            self.say(f"… {locale.language_code}")
            translate_interests(locale)
            for written_page in self.pages:
                translate_page(written_page, self.keys[f"page:{written_page.key}"], locale)
            translate_navigation(locale)

    def resolve(self, reference: str) -> int:
        """The primary key for `page:…`, `image:…` or `interest:…`; KeyError where there is none."""
        return self.keys[reference]

    def picture(self, path: Path) -> int:
        """Put one picture into the library, unless it is there."""
        model = get_image_model()
        name = f"original_images/{path.name}"
        image = model.objects.filter(file=name).first()
        if image is None:
            storage = model._meta.get_field("file").storage
            if storage.exists(name):  # written by a run that was killed before its row was
                storage.delete(name)
            image = model(title=path.stem.replace("-", " ").capitalize(), credit=CREDIT)
            image.collection = shared_collection()
            image.description = self.alt_texts.get(path.stem, "")[:255]
            with path.open("rb") as stream:
                image.file.save(path.name, File(stream), save=False)
                image.save()
        return int(image.pk)

    @property
    def alt_texts(self) -> dict[str, str]:
        """What each picture shows, from the first page that it stands at the head of."""
        return {
            page.fields["picture"].removeprefix("image:"): page.fields["picture_alt"]
            for page in reversed(self.pages)
            if page.fields.get("picture")
        }

    def interest(self, written: dict[str, str]) -> int:
        """Make one interest in English, unless it is there."""
        interest, _made = Interest.objects.get_or_create(
            key=written["key"],
            locale=self.locale,
            defaults={
                "name": written["name"],
                "translation_key": source.stable_id("interest", written["key"]),
            },
        )
        return int(interest.pk)

    @transaction.atomic
    def place(self, written: source.PageSource) -> int:
        """Give a page its place in the tree, as a draft without a body, unless it has one."""
        model = apps.get_model(written.model)
        page = model.objects.filter(
            translation_key=written.translation_key, locale=self.locale
        ).first()
        if page is None:
            page = model(
                **self.plain_fields(model, written),
                locale=self.locale,
                translation_key=written.translation_key,
                live=False,
            )
            if written.parent is None:
                _place_home(page)
            else:
                Page.objects.get(pk=self.resolve(f"page:{written.parent}")).add_child(instance=page)
        return int(page.pk)

    def plain_fields(self, model: type[Page], written: source.PageSource) -> dict[str, Any]:
        """The fields that refer to no other page."""
        later = {"interests", "twin_links", "form_fields", "town"}
        fields = {
            name: value
            for name, value in written.fields.items()
            if name not in later and not isinstance(model._meta.get_field(name), WITH_LINKS)
        }
        if fields.get("picture"):
            fields["picture"] = get_image_model().objects.get(pk=self.resolve(fields["picture"]))
        return fields

    @transaction.atomic
    def fill(self, written: source.PageSource) -> None:
        """Give a page its body and what it refers to, and publish it, unless it is live."""
        page = Page.objects.get(pk=self.resolve(f"page:{written.key}")).specific
        if page.live:
            return
        for name, value in written.fields.items():
            field = page._meta.get_field(name)
            if isinstance(field, StreamField):
                self.fill_stream(page, field, value, written.key)
            elif isinstance(field, RichTextField):
                setattr(page, name, rich_text(value, self.resolve))
        if "interests" in written.fields:
            page.interests = [
                self.resolve(f"interest:{key}") for key in written.fields["interests"]
            ]
        if written.fields.get("town"):
            page.town_id = self.resolve(written.fields["town"])
        relations: Any = page
        if isinstance(page, TownPage):
            relations.twin_links = list(self.twin_links(written))
        if isinstance(page, EnquiryPage):
            relations.form_fields = list(self.form_fields(written))
        page.full_clean()
        page.save()  # first, so that the revision names the rows and has the keys of the choices
        page.save_revision().publish()

    def fill_stream(self, instance: Page | SiteSettings, field: Any, value: Any, key: str) -> None:
        """Set one StreamField from what is written for it."""
        if isinstance(value, dict):  # a lone link, such as the hero's call to act
            value = [{"type": "link", "value": value}]
        data = stream_data(field.stream_block, value, f"{key}/{field.name}", self.resolve)
        setattr(instance, field.name, field.to_python(data))

    def twin_links(self, written: source.PageSource) -> Iterator[TwinLink]:
        """The partners of a town, in the order in which they are written."""
        for position, link in enumerate(written.fields.get("twin_links", [])):
            fields = {k: v for k, v in link.items() if k not in {"key", "interests"}}
            twin_link: Any = TwinLink(
                **fields,
                sort_order=position,
                locale=self.locale,
                translation_key=source.stable_id(written.key, "twin_links", link["key"]),
            )
            twin_link.interests = [self.resolve(f"interest:{key}") for key in link["interests"]]
            yield twin_link

    def form_fields(self, written: source.PageSource) -> Iterator[EnquiryField]:
        """The fields of a form, in the order in which they are written."""
        for position, field in enumerate(written.fields.get("form_fields", [])):
            fields = {name: value for name, value in field.items() if name != "key"}
            yield EnquiryField(
                **fields,
                clean_name=field["key"],
                sort_order=position,
                locale=self.locale,
                translation_key=source.stable_id(written.key, "form_fields", field["key"]),
            )

    def settings(self) -> None:
        """Make the site's settings in English, unless they are there."""
        site = Site.objects.get(is_default_site=True)
        if SiteSettings.objects.filter(site=site, locale=self.locale).exists():
            return
        written = source.navigation()
        result = SiteSettings(
            site=site,
            locale=self.locale,
            translation_key=source.stable_id("navigation"),
            site_name=written["site_name"],
            strapline=written["strapline"],
            footer_text=written["footer_text"],
            enquiry_page_id=self.resolve(written["enquiry_page"]),
        )
        for menu in ("header", "footer"):
            links = [{"type": "link", "value": link} for link in written[menu]]
            self.fill_stream(result, SiteSettings._meta.get_field(menu), links, "navigation")
        result.full_clean()
        result.save()


def _pictures() -> list[Path]:
    return sorted(source.PICTURES.glob("*.webp"))


def _locale(code: str) -> Locale:
    locale, _made = Locale.objects.get_or_create(language_code=code)
    return locale


def _place_home(page: Page) -> None:
    """Make a page the home page of the default site, in place of Wagtail's page of welcome."""
    root = Page.get_first_root_node()
    root.add_child(instance=page)
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=page, is_default_site=True)
        return
    welcome = site.root_page
    site.root_page = page
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.save()
    welcome.delete()

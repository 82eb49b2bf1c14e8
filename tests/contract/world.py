"""A small real site in two languages, with what nobody may see beside what everybody may."""

from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.embeds.embeds import get_embed_hash
from wagtail.embeds.models import Embed
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail_localize.models import Translation, TranslationLog, TranslationSource

from tests import factories
from tests.contract import content
from tests.twinning.translation.terms import term
from twinning.translation import states

#: Page type → title and slug in Dutch.
DUTCH = {
    "HomePage": ("Welkom", "start-nl"),
    "StandardPage": ("Over ons", "over-ons"),
    "EnquiryPage": ("Schrijf ons", "schrijf-ons"),
    "ShareStoryPage": ("Deel uw verhaal", "deel-uw-verhaal"),
    "TownIndexPage": ("Steden", "steden"),
    "TownPage": ("Almelo", "almelo"),
    "StoryIndexPage": ("Verhalen", "verhalen"),
    "StoryPage": ("De eerste reis", "eerste-reis"),
    "SearchPage": ("Zoeken", "zoeken"),
    "PartnersPage": ("Hun zustersteden", "hun-zustersteden"),
    "InterestsPage": ("Interesses", "interesses"),
}


@dataclass
class World:
    """The site, its pages of each type by the type's name, and what nobody may see."""

    site: Any
    english: dict[str, Page]
    dutch: dict[str, Page]
    image: Any
    document: Any
    draft: Page
    private: Page


def make() -> World:
    """Make it in an empty database."""
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code in ("en", "nl")]
    image, document = _picture(), _document()
    english = _pages()
    site = _site(english["HomePage"])
    interests = _interests(locales[1])
    for page in english.values():
        _fill(page, english, image, document, interests)
    _partner(english["TownPage"], interests)
    dutch = {name: _translated(english[name], locales[1], *DUTCH[name]) for name in DUTCH}
    _settings(site, locales, english)
    term("place", "The county’s city.", en="Preston", nl="Preston")
    term(
        "term", en="twin town, twin towns", nl="partnerstad, partnersteden", pl="miasto partnerskie"
    )
    private = factories.StandardPageFactory(
        parent=english["HomePage"], title="Private", slug="private"
    )
    PageViewRestriction.objects.create(
        page=private, restriction_type=PageViewRestriction.PASSWORD, password="sesame"
    )
    Redirect.objects.create(old_path="/en/old", redirect_page=english["TownPage"])
    draft = factories.StandardPageFactory(
        parent=english["HomePage"], title="Draft", slug="draft", live=False
    )
    states.refresh_all()
    return World(site, english, dutch, image, document, draft, private)


def _pages() -> dict[str, Page]:
    home = factories.HomePageFactory(parent=Page.get_first_root_node())
    towns = factories.TownIndexPageFactory(parent=home)
    almelo = factories.TownPageFactory(parent=towns, title="Almelo", slug="almelo")
    pages = [
        home,
        factories.StandardPageFactory(parent=home, title="About us", slug="about"),
        factories.EnquiryPageFactory(parent=home),
        factories.ShareStoryPageFactory(parent=home),
        towns,
        almelo,
        factories.StoryIndexPageFactory(parent=home),
        factories.StoryPageFactory(parent=almelo, title="The first trip", slug="first-trip"),
        factories.SearchPageFactory(parent=home),
        factories.PartnersPageFactory(parent=home),
        factories.InterestsPageFactory(parent=home),
    ]
    return {type(page).__name__: page for page in pages}


def _site(home: Page) -> Site:
    """The site with its own home page, in place of Wagtail's page of welcome."""
    site = Site.objects.get(is_default_site=True)
    welcome = site.root_page
    site.root_page = home
    site.save()
    welcome.delete()
    return site


def _interests(dutch: Locale) -> list[Any]:
    interests = []
    for key, english_name, dutch_name in (
        ("music", "Music", "Muziek"),
        ("rowing", "Rowing", "Roeien"),
    ):
        interest = factories.InterestFactory(key=key, name=english_name)
        translated = interest.copy_for_translation(dutch)
        translated.name = dutch_name
        translated.save()
        interests.append(interest)
    return interests


def _fill(
    page: Any, pages: dict[str, Page], image: Any, document: Any, interests: list[Any]
) -> None:
    kind = type(page).__name__
    page.translation_key = uuid5(NAMESPACE_URL, kind)
    page.seo_title, page.search_description = f"{page.title} | Twinning", "For search engines."
    page.listing_text, page.picture, page.picture_alt = "For lists.", image, "A bridge"
    page.first_published_at, page.last_published_at = content.FIRST, content.LAST
    more = content.home_blocks(pages["TownPage"], pages["StoryPage"])
    of_home = kind in {"HomePage", "StandardPage"}
    page.body = content.body(image, document, pages["TownPage"]) + (more if of_home else [])
    if kind == "HomePage":
        page.strapline = "Friends since 1948"
        page.hero_call = [content.block("link", content.link(pages["StandardPage"], "Join"))]
    else:
        page.intro = "An introduction."
    if kind in {"TownIndexPage", "TownPage", "StoryPage"}:
        page.interests = interests
    if kind == "TownIndexPage":
        page.town_name, page.town_country = "Preston", "GB"
        page.town_latitude, page.town_longitude = "53.75900", "-2.69900"
    if kind == "TownPage":
        page.population, page.population_year = 73_000, 2024
        page.website = "https://www.almelo.example/"
        page.accent = "river"
        page.contacts = [content.block("contact", content.CONTACT)]
    if kind == "StoryPage":
        page.date, page.date_precision, page.people = "2011-04-29", "month", "A choir"
    page.save()


def _translated(page: Any, locale: Any, title: str, slug: str) -> Page:
    dutch = page.copy_for_translation(locale)
    dutch.title, dutch.slug, dutch.live = title, slug, True
    dutch.first_published_at = dutch.last_published_at = content.LAST
    dutch.save()
    source, _made = TranslationSource.update_or_create_from_instance(page)
    Translation.objects.create(source=source, target_locale=locale)
    TranslationLog.objects.create(source=source, locale=locale)
    return dutch


def _partner(town: Any, interests: list[Any]) -> None:
    partner = factories.TwinLinkFactory(
        town=town,
        name="Iserlohn",
        note="Known for its wire",
        translation_key=uuid5(NAMESPACE_URL, "Iserlohn"),
    )
    partner.interests = interests[:1]
    partner.save()


def _settings(site: Site, locales: list[Locale], pages: dict[str, Page]) -> None:
    for locale in locales:
        factories.SiteSettingsFactory(
            site=site,
            locale=locale,
            strapline="Friends since 1948",
            header=[
                content.block("link", content.link(pages[name]), name)
                for name in ("TownIndexPage", "StoryIndexPage")
            ],
            footer=[content.block("link", content.outward("Elsewhere"))],
            footer_text="A charity.",
            contact_email="post@example.org",
            contact_phone="+44 1772 000000",
            contact_address="Town Hall\nPreston",
            social_links=[
                content.block("link", {"label": "Mastodon", "url": "https://example.org/@us"})
            ],
        )


def _picture() -> Any:
    Embed.objects.create(
        url=content.FILM,
        hash=get_embed_hash(content.FILM),
        type="video",
        title="The film",
        provider_name="Example",
        thumbnail_url="https://example.org/film.jpg",
        html="<iframe></iframe>",
        width=640,
        height=360,
    )
    return factories.ImageFactory(
        title="A bridge",
        description="A bridge over a canal",
        credit="A. Person, CC BY 4.0",
        placeholder="data:image/webp;base64,AAAA",
        file__filename="bridge.jpg",
        focal_point_x=100,
        focal_point_y=50,
        focal_point_width=10,
        focal_point_height=10,
    )


def _document() -> Any:
    return get_document_model().objects.create(
        title="Programme", file=ContentFile(b"Programme", name="programme.txt"), file_size=9
    )

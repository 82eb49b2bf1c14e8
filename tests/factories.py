"""Factories of pages, pictures and interests, each valid as an editor would save it."""

import factory
import wagtail_factories
from wagtail.models import Locale

from home.models import EnquiryField, EnquiryPage, HomePage, SiteSettings, StandardPage
from search.models import SearchPage
from stories.models import ShareStoryPage, StoryIndexPage, StoryPage
from towns.models import (
    Interest,
    InterestsPage,
    PartnersPage,
    TownIndexPage,
    TownPage,
    TwinLink,
)
from twinning.media.models import TwinningImage


class ImageFactory(wagtail_factories.ImageFactory):
    """A small real JPEG."""

    class Meta:
        model = TwinningImage


class InterestFactory(factory.django.DjangoModelFactory):
    """An interest in English."""

    key = factory.Sequence(lambda number: f"interest-{number}")
    name = factory.Sequence(lambda number: f"Interest {number}")
    locale = factory.LazyFunction(lambda: Locale.objects.get(language_code="en"))

    class Meta:
        model = Interest


class HomePageFactory(wagtail_factories.PageFactory):
    """A home page."""

    title = "Home"
    slug = "start"
    hero_title = "Twin towns"

    class Meta:
        model = HomePage


class StandardPageFactory(wagtail_factories.PageFactory):
    """A page of text."""

    title = factory.Sequence(lambda number: f"Page {number}")

    class Meta:
        model = StandardPage


class EnquiryPageFactory(wagtail_factories.PageFactory):
    """A page for enquiries, with every kind of field that is special, and one with choices."""

    title = "Write to us"
    slug = "write"
    consent_text = "<p>We keep what you write for a year.</p>"
    thanks = "<p>Somebody will answer.</p>"

    class Meta:
        model = EnquiryPage
        skip_postgeneration_save = True

    @factory.post_generation
    def form_fields(page, create, extracted, **kwargs):
        """Fields as triples of kind, label and choices; these by default."""
        fields = extracted or [
            ("town", "Which town?", ""),
            ("partner", "Which possible partner?", ""),
            ("interest", "Which interest?", ""),
            ("party", "Who is asking?", ""),
            ("radio", "How often", "Once a year\nMore often"),
            ("checkboxes", "Where", "At home\nAbroad"),
            ("message", "Your message", ""),
            ("name", "Your name", ""),
            ("email", "Your e-mail address", ""),
            ("language", "Language of our answer", ""),
        ]
        needed = {"message", "email", "name"}
        for position, (kind, label, choices) in enumerate(fields):
            EnquiryField.objects.create(
                page=page,
                locale=page.locale,
                sort_order=position,
                field_type=kind,
                label=label,
                choices=choices,
                required=kind in needed,
            )


class TownIndexPageFactory(wagtail_factories.PageFactory):
    """The list of towns."""

    title = "Towns"
    slug = "towns"

    class Meta:
        model = TownIndexPage


class TownPageFactory(wagtail_factories.PageFactory):
    """A twin town."""

    title = factory.Sequence(lambda number: f"Town {number}")
    native_name = factory.SelfAttribute("title")
    country = "NL"
    twinned_since = 1948
    latitude = "52.35670"
    longitude = "6.66250"

    class Meta:
        model = TownPage


class TwinLinkFactory(factory.django.DjangoModelFactory):
    """A twin town of a twin town."""

    name = factory.Sequence(lambda number: f"Partner {number}")
    country = "DE"
    year = 1954
    latitude = "51.36670"
    longitude = "7.70000"
    locale = factory.SelfAttribute("town.locale")

    class Meta:
        model = TwinLink


class PartnersPageFactory(wagtail_factories.PageFactory):
    """The twin towns of our twin towns."""

    title = "Partners"
    slug = "partners"

    class Meta:
        model = PartnersPage


class InterestsPageFactory(wagtail_factories.PageFactory):
    """Whatever your interest."""

    title = "Interests"
    slug = "interests"

    class Meta:
        model = InterestsPage


class StoryIndexPageFactory(wagtail_factories.PageFactory):
    """The list of stories."""

    title = "Stories"
    slug = "stories"

    class Meta:
        model = StoryIndexPage


class StoryPageFactory(wagtail_factories.PageFactory):
    """A story."""

    title = factory.Sequence(lambda number: f"Story {number}")

    class Meta:
        model = StoryPage


class ShareStoryPageFactory(wagtail_factories.PageFactory):
    """The page on which visitors share a story."""

    title = "Share your story"
    slug = "share"
    consent_text = "<p>We may publish it.</p>"
    thanks = "<p>Somebody will read it.</p>"

    class Meta:
        model = ShareStoryPage


class SearchPageFactory(wagtail_factories.PageFactory):
    """The search page."""

    title = "Search"
    slug = "search"

    class Meta:
        model = SearchPage


class SiteSettingsFactory(factory.django.DjangoModelFactory):
    """What header and footer say in English."""

    site_name = "Preston Twinning"
    locale = factory.LazyFunction(lambda: Locale.objects.get(language_code="en"))

    class Meta:
        model = SiteSettings

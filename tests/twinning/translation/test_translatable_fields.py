"""The whole map of what translates and what stays the same, for each model.

When one of these breaks, a field was added or changed. Decide whether its words are the page's own
in each language (translated), follow the source (synchronised) or may differ (overridable), say so
in the model's `override_translatable_fields`, and write it down here.
"""

import pytest
from wagtail_localize.fields import get_translatable_fields

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

PAGE = {
    "title": "translated",
    "slug": "translated",
    "seo_title": "translated",
    "search_description": "translated",
    "listing_text": "translated",
    "picture_alt": "translated",
    "picture": "synchronised",
    "show_in_menus": "overridable",
}
CONTENT = {**PAGE, "intro": "translated", "body": "translated"}
PLACE = {"country": "synchronised", "latitude": "synchronised", "longitude": "synchronised"}

MAPS = {
    HomePage: {
        **PAGE,
        "hero_title": "translated",
        "strapline": "translated",
        "hero_call": "translated",
        "body": "translated",
    },
    StandardPage: CONTENT,
    EnquiryPage: {
        **CONTENT,
        "consent_text": "translated",
        "thanks": "translated",
        "form_fields": "translated",
    },
    EnquiryField: {
        "label": "translated",
        "help_text": "translated",
        "choices": "translated",
        "clean_name": "synchronised",
        "field_type": "synchronised",
        "required": "synchronised",
        "choice_keys": "synchronised",
        "default_value": "synchronised",
    },
    SearchPage: CONTENT,
    TownIndexPage: {
        **CONTENT,
        "town_name": "translated",
        "town_country": "synchronised",
        "town_latitude": "synchronised",
        "town_longitude": "synchronised",
        "interests": "synchronised",
    },
    PartnersPage: CONTENT,
    InterestsPage: CONTENT,
    TownPage: {
        **CONTENT,
        **PLACE,
        "native_name": "synchronised",
        "twinned_since": "synchronised",
        "population": "synchronised",
        "population_year": "synchronised",
        "website": "overridable",
        "accent": "synchronised",
        "contacts": "translated",
        "interests": "synchronised",
        "twin_links": "translated",
    },
    TwinLink: {
        **PLACE,
        "name": "translated",
        "year": "synchronised",
        "note": "translated",
    },
    StoryIndexPage: CONTENT,
    ShareStoryPage: {**CONTENT, "consent_text": "translated", "thanks": "translated"},
    StoryPage: {
        **CONTENT,
        "date": "synchronised",
        "date_precision": "synchronised",
        "town": "synchronised",
        "people": "translated",
        "interests": "synchronised",
    },
    Interest: {"key": "synchronised", "name": "translated"},
    SiteSettings: {
        "site": "synchronised",
        "site_name": "translated",
        "strapline": "translated",
        "header": "translated",
        "footer": "translated",
        "footer_text": "translated",
        "enquiry_page": "synchronised",
        "contact_email": "overridable",
        "contact_phone": "overridable",
        "contact_address": "overridable",
        "social_links": "translated",
    },
}


@pytest.mark.parametrize("model", MAPS, ids=lambda model: model.__name__)
def test_the_map_is_as_decided(db, model) -> None:
    instance = model()
    found = {}
    for field in get_translatable_fields(model):
        if field.is_translated(instance):
            found[field.field_name] = "translated"
        else:
            overridable = field.is_overridable(instance)
            found[field.field_name] = "overridable" if overridable else "synchronised"
    assert found == MAPS[model]

"""What may hang below what: the rooms name no page type above them, so any site can have them."""

import pytest
from wagtail.models import Page

from home.models import EnquiryPage, HomePage, StandardPage
from search.models import SearchPage
from stories.models import ShareStoryPage, StoryIndexPage, StoryPage
from towns.models import InterestsPage, PartnersPage, TownIndexPage, TownPage

ANYWHERE = (TownIndexPage, PartnersPage, InterestsPage, StoryIndexPage, SearchPage)


@pytest.mark.parametrize("model", ANYWHERE)
def test_lists_hang_wherever_a_site_lets_them(model: type[Page]) -> None:
    assert not hasattr(model, "parent_page_types")
    assert set(model.allowed_parent_page_models()) == {Page, HomePage}


def test_where_stories_are_shared_may_be_below_their_list_too() -> None:
    parents = set(ShareStoryPage.allowed_parent_page_models())
    assert parents == {Page, HomePage, StoryIndexPage}


def test_stories_bring_themselves_below_towns() -> None:
    assert TownPage.allowed_subpage_models() == [StoryPage]
    assert set(StoryPage.allowed_parent_page_models()) == {TownPage, StoryIndexPage}


def test_the_home_page_has_what_it_had() -> None:
    below = {*ANYWHERE, ShareStoryPage, StandardPage, EnquiryPage}
    assert set(HomePage.allowed_subpage_models()) == below

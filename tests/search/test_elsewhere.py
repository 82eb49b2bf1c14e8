"""What exists in other languages alone is told of, and nothing else is."""

import pytest
from wagtail.models import Page, PageViewRestriction, Site

from search import matching
from search.matching import pages
from tests import factories
from tests.search.making import in_language, story, term


@pytest.fixture(params=["few", "many"], autouse=True)
def _remembered(request, monkeypatch) -> None:
    """Each search finds the same whether the pages that a language lacks are remembered or not."""
    if request.param == "many":
        monkeypatch.setattr(pages, "MOST_REMEMBERED", 0)


def test_what_exists_in_another_language_alone_is_told_of(tree, find) -> None:
    term(nl=["koor", "koren"], pl=["chór", "chóru"])
    original = story(tree, "Choir", live=False)
    polish = in_language(original, tree, "pl", title="Historia chóru")
    found = find("koor", "nl")
    assert found.rows == []
    (other,) = found.elsewhere()
    assert (other.page.pk, other.language) == (polish.pk, "pl")
    assert "<mark>chóru</mark>" in other.title
    in_language(original, tree, "nl", title="Een verhaal")
    assert find("koor", "nl").elsewhere() == [], "it can be read in Dutch"


def test_each_page_is_told_of_once_whatever_the_number_of_its_languages(tree, find) -> None:
    original = story(tree, "Lewandowski")
    in_language(original, tree, "pl", title="Lewandowski i spółka")
    in_language(original, tree, "de", title="Lewandowski und andere")
    assert len(find("lewandowski", "nl").elsewhere()) == 1


def test_it_is_told_of_however_many_translations_have_the_words(tree, find, monkeypatch) -> None:
    monkeypatch.setattr(matching, "MOST_OTHERS", 3)
    for number in range(5):
        in_language(story(tree, f"Velodrome {number}"), tree, "nl", title=f"Wielerbaan {number}")
    unrivalled = story(tree, "Something", intro="Of a velodrome.")
    found = find("velodrome", "nl")
    assert [result.page.pk for result in found.elsewhere()] == [unrivalled.pk]


def test_all_that_a_language_lacks_is_looked_through(tree, find) -> None:
    made = {story(tree, f"Velodrome {number}").pk for number in range(20)}
    story(tree, "Something else")
    assert {row.page for row in find("velodrome", "nl").others} == made


def test_nothing_of_another_site_is_told_of(tree, find) -> None:
    home = factories.HomePageFactory(parent=Page.get_first_root_node(), slug="other")
    Site.objects.create(hostname="other.example", root_page=home)
    towns = factories.TownIndexPageFactory(parent=home)
    town = factories.TownPageFactory(parent=towns)
    story(tree, "Velodrome", parent=factories.StoryIndexPageFactory(parent=town))
    found = find("velodrome", "nl")
    assert (found.rows, found.others) == ([], [])


def test_it_is_narrowed_down_as_results_are(tree, find, monkeypatch) -> None:
    there = story(tree, "Velodrome", parent=tree.almelo)
    for number in range(6):
        story(tree, f"Velodrome {number}")
    in_language(story(tree, "A", live=False), tree, "nl", title="Een velodrome")
    assert len(find("velodrome", "nl").elsewhere()) == 5
    town = str(tree.almelo.translation_key)
    told = find("velodrome", "nl", town=town).elsewhere()
    assert [result.page.pk for result in told] == [there.pk]
    assert find("velodrome", "nl", type="home.StandardPage").elsewhere() == []


def test_it_is_told_of_before_anything_is_guessed(tree, find) -> None:
    there = in_language(story(tree, "A", live=False), tree, "pl", title="Lewandowsky i rower")
    in_language(story(tree, "B", live=False), tree, "nl", title="Lewandowski")
    found = find("lewandowsky", "nl")
    assert (found.rows, found.is_corrected) == ([], False)
    assert [result.page.pk for result in found.elsewhere()] == [there.pk]
    in_language(story(tree, "C", live=False), tree, "nl", title="Een rower")
    found = find("lewandowsky rower", "nl")
    assert [result.page.title for result in found.results()] == ["Een rower"]
    assert found.elsewhere()[0].page.pk == there.pk, "beside a page that has some of the words"


def test_a_page_that_has_some_of_the_words_is_better_than_nothing(tree, find) -> None:
    term(nl=["koor", "koren"], pl=["chór"])
    polish = in_language(story(tree, "A", live=False), tree, "pl", title="Nasz chór")
    found = find("koor zeppelin", "nl")
    assert (found.rows, found.has_all, found.is_corrected) == ([], False, False)
    assert [result.page.pk for result in found.elsewhere()] == [polish.pk]
    assert "<mark>chór</mark>" in found.elsewhere()[0].title


def test_what_is_private_in_a_language_does_not_exist_in_it(tree, find) -> None:
    original = story(tree, "Velodrome")
    dutch = in_language(original, tree, "nl", title="Wielerbaan")
    assert find("velodrome", "nl").elsewhere() == []
    PageViewRestriction.objects.create(page=dutch, restriction_type="login")
    assert [result.page.pk for result in find("velodrome", "nl").elsewhere()] == [original.pk]

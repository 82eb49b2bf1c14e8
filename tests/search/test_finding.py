"""The engine: what it finds, in which order, and what it tells of it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction

from search import forgetting, matching
from search.asking import compounds
from search.backends.documents import documents
from search.forgetting import forget
from search.models import PageText, Word
from stories.models import StoryPage
from tests import factories
from twinning.translation.models import GlossaryName, GlossaryTerm


def story(tree, title: str, **fields):
    return factories.StoryPageFactory(
        parent=fields.pop("parent", tree.stories), title=title, **fields
    )


def in_language(page, tree, code: str, **fields):
    """A live translation of a page."""
    made = page.copy_for_translation(tree.locales[code], copy_parents=True)
    for parent in made.get_ancestors().filter(depth__gt=1, live=False):
        parent.specific.save_revision().publish()
    for name, value in fields.items():
        setattr(made, name, value)
    made.save_revision().publish()
    return made


def term(kind: str = "term", **names: list[str]) -> None:
    made = GlossaryTerm.objects.create(kind=kind)
    for code, (text, *forms) in names.items():
        GlossaryName.objects.create(term=made, language=code, text=text, forms="\n".join(forms))


@pytest.mark.parametrize(
    ("code", "text", "query"),
    [
        ("en", "A meeting of two towns", "meetings"),
        ("nl", "Een uitwisseling van scholen", "uitwisselingen school"),
        ("fr", "Une rencontre à Nîmes", "rencontres nimes"),
        ("de", "Ein Verein für Städte", "Vereine Staedte"),
        ("de", "Grüße aus der Straße", "grusse strasse"),
        ("pl", "Wymiana szkół w Łodzi", "wymiany SZKOL lodzi"),
    ],
)
def test_words_are_found_in_other_forms_and_spellings(tree, titles, code, text, query) -> None:
    in_language(story(tree, "A story"), tree, code, title=text) if code != "en" else story(
        tree, text
    )
    assert titles(query, code) == [text]


def test_what_is_asked_for_is_found_in_titles_first_then_intros_then_bodies(tree, titles) -> None:
    body = [{"type": "rich_text", "value": "<p>A velodrome, and much else that is told.</p>"}]
    story(tree, "In the people", people="Velodrome")
    story(tree, "In the body", body=body)
    story(tree, "In the intro", intro="A velodrome.")
    story(tree, "Velodrome")
    story(tree, "The velodrome and its guests")
    assert titles("velodrome") == [
        "Velodrome",
        "The velodrome and its guests",
        "In the intro",
        "In the body",
        "In the people",
    ]


def test_the_very_word_comes_before_its_other_forms(tree, titles) -> None:
    story(tree, "One", intro="They exchanged it.")
    story(tree, "Two", intro="They exchange it.")
    assert titles("exchange") == ["Two", "One"]
    assert titles("exchanged") == ["One", "Two"]


def test_all_words_come_before_some(tree, find) -> None:
    story(tree, "One", intro="A choir.")
    story(tree, "Two", intro="A choir and a bicycle.")
    found = find("choir bicycle")
    assert (found.total, found.has_all) == (1, True)
    found = find("choir tandem")
    assert (found.total, found.has_all) == (2, False)


def test_words_that_mean_nothing_are_not_asked_for(tree, find, titles) -> None:
    story(tree, "Choirs", intro="Singing together.")
    assert find("what are the choirs of").has_all
    assert titles("what are the choirs of") == ["Choirs"]
    story(tree, "The")
    assert titles("the")[0] == "The", "where nothing else is asked for"


@pytest.mark.parametrize(
    ("code", "text", "query"),
    [
        ("de", "Die Städtepartnerschaft", "Partnerschaft"),
        ("de", "Der Austausch von Schülern", "Schüleraustausch"),
        ("nl", "Het jumelagecomité", "comité"),
        ("nl", "Een bank in het park", "parkbank"),
        ("en", "A screen reader", "screenreader"),
        ("en", "Their handball club", "hand ball"),
    ],
)
def test_compounds_are_found_by_their_parts_and_parts_by_compounds(
    tree, titles, code, text, query
) -> None:
    made = story(tree, text if code == "en" else "Something else")
    if code != "en":
        in_language(made, tree, code, title=text)
    assert titles(query, code) == [text]


def test_words_are_taken_apart_into_such_as_the_site_has(tree, titles) -> None:
    made = story(tree, "Something else")
    in_language(made, tree, "de", title="Ein Platz voller Musik")
    assert titles("Volleyball", "de") == [], "that only part of it stands somewhere is not enough"
    assert list(compounds.of(["Volleyball"], "de").apart["Volleyball"]) == []


def test_very_long_words_are_not_taken_apart(tree) -> None:
    long = "Donaudampfschifffahrtsgesellschaft"
    assert len(list(compounds._splits(long[:30].lower(), "de"))) > 20
    assert list(compounds._splits(long.lower(), "de")) == []


def test_places_are_found_by_their_names_in_other_languages_and_cases(tree, titles) -> None:
    term("place", en=["Prague"], pl=["Praga", "Pragi", "Pradze"], nl=["Praag"])
    story(tree, "From Prague")
    polish = in_language(story(tree, "Elsewhere"), tree, "pl", title="Goście z Pragi")
    assert titles("Praag") == titles("praga") == titles("w Pradze") == ["From Prague"]
    assert titles("pradze", "pl") == titles("Prague", "pl") == [polish.title]


def test_places_are_found_with_and_without_the_articles_of_their_names(tree, titles) -> None:
    term("place", en=["The Hague"], nl=["Den Haag"], fr=["La Haye"])
    in_language(story(tree, "To The Hague"), tree, "nl", title="Een bezoek aan Den Haag")
    assert titles("The Hague", "nl") == titles("La Haye", "nl") == ["Een bezoek aan Den Haag"]
    assert titles("La Haye") == titles("Den Haag") == ["To The Hague"]


def test_towns_are_found_by_their_names_in_any_language(tree, titles) -> None:
    town = factories.TownPageFactory(parent=tree.towns, title="Brunswick", slug="brunswick")
    in_language(town, tree, "de", title="Braunschweig", slug="braunschweig")
    assert titles("Braunschweig") == ["Brunswick"]
    assert titles("brunswick", "de") == ["Braunschweig"]


def test_terms_are_found_by_other_names_in_their_language_alone(tree, titles) -> None:
    term(en=["twin town", "partner town"], fr=["ville jumelle"])
    story(tree, "Our twin towns")
    story(tree, "A twin town")
    assert titles("partner town") == ["A twin town"]
    assert titles("ville jumelle") == []


def test_misspelt_words_are_corrected_and_it_is_said(tree, find) -> None:
    story(tree, "Recklinghausen and Preston")
    found = find("recklinghuasen")
    assert [result.page.title for result in found.results()] == ["Recklinghausen and Preston"]
    assert found.is_corrected
    assert (found.asked.text, found.query.words) == ("recklinghuasen", ("Recklinghausen",))
    assert not find("preston").is_corrected
    assert find("xylophone").rows == []


def test_words_of_pages_that_nobody_may_see_correct_nothing(tree, find) -> None:
    page = story(tree, "Confidential")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert Word.objects.filter(spelling="confidential").exists()
    found = find("confidentail")
    assert (found.rows, found.is_corrected) == ([], False)


def test_nor_beside_other_words(tree, find) -> None:
    page = story(tree, "Confidential")
    story(tree, "The velodrome")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    found = find("confidentail velodrome")
    assert [result.page.title for result in found.results()] == ["The velodrome"]
    assert (found.query.words, found.is_corrected) == (("confidentail", "velodrome"), False)
    found = find("confidentail veldrome")
    assert (found.query.words, found.is_corrected) == (("confidentail", "velodrome"), True)


def test_who_has_more_than_are_counted_is_told(tree, find, monkeypatch) -> None:
    monkeypatch.setattr(matching, "MOST", 2)
    for number in range(2):
        story(tree, f"Velodrome {number}", parent=tree.almelo)
    assert (find("velodrome").total, find("velodrome").has_more) == (2, False)
    factories.StandardPageFactory(parent=tree.home, title="Velodrome 3")
    assert (find("velodrome").total, find("velodrome").has_more) == (2, True)


def test_words_of_private_pages_are_not_kept(tree) -> None:
    PageViewRestriction.objects.create(page=tree.stories, restriction_type="login")
    story(tree, "Confidential")
    assert not Word.objects.filter(spelling="confidential").exists()


def test_words_of_pages_that_become_private_are_forgotten(tree) -> None:
    story(tree, "Confidential")
    PageViewRestriction.objects.create(page=tree.stories, restriction_type="login")
    forget()
    assert not Word.objects.filter(spelling="confidential").exists()


def test_words_that_no_page_has_any_more_are_forgotten(tree, find) -> None:
    gone = story(tree, "A visit to the velodrome by Przemysława")
    story(tree, "The velodrome in winter")
    assert Word.objects.filter(spelling="przemyslawa").exists()
    gone.delete()
    assert forget() >= 1
    assert not Word.objects.filter(spelling__in=["przemyslawa", "visit"]).exists()
    assert find("veldrome", "en").query.words == ("velodrome",)


def test_words_of_a_page_that_is_published_meanwhile_are_not_forgotten(tree, monkeypatch) -> None:
    draft = story(tree, "Przemysława")
    draft.unpublish()
    read = forgetting._documents

    def documents_and_a_publication(since=None):
        yield from read(since)
        if since is None:
            draft.save_revision().publish()

    monkeypatch.setattr(forgetting, "_documents", documents_and_a_publication)
    forgetting.forget()
    assert Word.objects.filter(spelling="przemyslawa").exists()
    draft.unpublish()
    monkeypatch.undo()
    assert forgetting.forget() >= 1, "it was forgotten by the first, else"


def test_words_of_drafts_are_not_kept(tree) -> None:
    story(tree, "Przemysława has not told it yet", live=False)
    assert not Word.objects.filter(spelling="przemyslawa").exists()


def test_indexing_asks_for_all_pages_together(tree, django_assert_max_num_queries) -> None:
    for number in range(6):
        story(tree, f"Story {number}").interests.add(factories.InterestFactory())
    pages = list(StoryPage.get_indexed_objects())
    with django_assert_max_num_queries(2):  # the languages
        for document in documents(pages):
            document.instance.search_facets()


def test_only_what_anybody_may_see_is_found(tree, titles) -> None:
    shown = story(tree, "Velodrome")
    story(tree, "Velodrome draft", live=False)
    secret = story(tree, "Velodrome secret")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    over = timezone.now() - timedelta(minutes=1)
    story(tree, "Velodrome over", expire_at=over)
    assert titles("velodrome") == ["Velodrome"]
    shown.unpublish()
    assert titles("velodrome") == []


def test_what_is_published_is_found_before_its_transaction_ends(tree, titles) -> None:
    made = story(tree, "Something")
    made.title = "Velodrome"
    with transaction.atomic():
        made.save_revision().publish()
        assert titles("velodrome") == ["Velodrome"]
        assert titles("something") == []
    made.delete()
    assert titles("velodrome") == []
    assert not PageText.objects.filter(pk=made.pk).exists()


def test_a_draft_of_a_live_page_is_not_found(tree, titles) -> None:
    made = story(tree, "Something")
    made.title = "Velodrome"
    made.save_revision()
    assert titles("velodrome") == []
    assert titles("something") == ["Something"]


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


def test_what_is_private_in_a_language_does_not_exist_in_it(tree, find) -> None:
    original = story(tree, "Velodrome")
    dutch = in_language(original, tree, "nl", title="Wielerbaan")
    assert find("velodrome", "nl").elsewhere() == []
    PageViewRestriction.objects.create(page=dutch, restriction_type="login")
    assert [result.page.pk for result in find("velodrome", "nl").elsewhere()] == [original.pk]


def test_pages_that_nobody_may_see_take_no_places(tree, titles, monkeypatch) -> None:
    monkeypatch.setattr(matching, "MOST", 3)
    shown = story(tree, "Something", intro="Of a velodrome.")
    section = factories.StandardPageFactory(parent=tree.home)
    PageViewRestriction.objects.create(page=section, restriction_type="login")
    over = timezone.now() - timedelta(minutes=1)
    for number in range(3):
        story(tree, f"Velodrome draft {number}", live=False)
        story(tree, f"Velodrome {number}", parent=section)
        story(tree, f"Velodrome over {number}", expire_at=over)
        factories.InterestFactory(name=f"Velodrome {number}")
    assert titles("velodrome") == [shown.title]


def test_results_are_counted_by_type_town_and_interest(tree, find, titles) -> None:
    interest = factories.InterestFactory(name="Cycling", key="cycling")
    first = story(tree, "Velodrome one", parent=tree.almelo)
    first.interests = [interest]
    first.save_revision().publish()
    story(tree, "Velodrome two")
    factories.StandardPageFactory(parent=tree.home, title="Velodrome three")
    with translation.override("en"):
        facets = {facet.name: facet for facet in find("velodrome").facets}
    counted = {
        name: [(choice.option.value, choice.option.label, choice.count) for choice in facet.choices]
        for name, facet in facets.items()
    }
    assert counted == {
        "type": [("stories.StoryPage", "Story", 2), ("home.StandardPage", "Page", 1)],
        "town": [("almelo", "Almelo", 1)],
        "interest": [("cycling", "Cycling", 1)],
    }
    town = str(tree.almelo.translation_key)
    assert titles("velodrome", town=town) == ["Velodrome one"]
    assert titles("velodrome", type="home.StandardPage") == ["Velodrome three"]
    narrowed = {facet.name: facet for facet in find("velodrome", type="stories.StoryPage").facets}
    assert {choice.option.value: choice.count for choice in narrowed["type"].choices} == {
        "stories.StoryPage": 2,
        "home.StandardPage": 1,
    }


def test_what_is_found_is_marked_and_nothing_else_is_markup(tree, find) -> None:
    text = "x" * 300 + ". Before it. Here <b>stands</b> Łódź & more. " + "y " * 200
    story(tree, "A <i>Łódź</i>", intro=text)
    (result,) = find("lodz").results()
    assert result.title == "A &lt;i&gt;<mark>Łódź</mark>&lt;/i&gt;"
    assert "Here &lt;b&gt;stands&lt;/b&gt; <mark>Łódź</mark> &amp; more." in result.extract
    assert result.extract.startswith("… ") and result.extract.endswith(" …")
    assert len(result.extract) < 500
